import type { Output } from '@parley/client/index'
import { ShieldCheck } from 'lucide-react'
import { useEffect } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useAskedList, useRefresh } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import styles from './approvals.module.css'
import { approvalsTexts } from './texts/index.ts'

type Approval = Output<'listApprovals'>['data'][number]

/** Calls of tools that wait for somebody, then those that were decided. */
export default function Approvals() {
  const texts = useTexts(approvalsTexts)
  const approvals = useAskedList(['approvals'], ({ parley }, offset) => parley.approvals.list({ limit: 20, offset }))
  useFollowedApprovals()
  return (
    <Page title={texts.title} about={texts.about}>
      <Loaded of={approvals}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={ShieldCheck} title={texts.none} about={texts.noneAbout} />
          ) : (
            <ul className={styles.list}>
              {all.map((approval) => (
                <ApprovalRow key={approval.id} approval={approval} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <More of={approvals.more} />
    </Page>
  )
}

/** What is requested and decided meanwhile is shown at once. */
function useFollowedApprovals(): void {
  const { realtime } = useStore()
  const refresh = useRefresh()
  useEffect(() => {
    const stops = (['approval.requested', 'approval.decided'] as const).map((type) =>
      realtime.on(type, () => void refresh(['approvals'])),
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [realtime, refresh])
}

const tones = { pending: 'warn', approved: 'good', denied: 'bad', expired: undefined, cancelled: undefined } as const

function ApprovalRow({ approval: { id, tool, input, reason, status, user_id, created_at } }: { approval: Approval }) {
  const texts = useTexts(approvalsTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const asker = useTopic(`person:${user_id}`, ({ people }) => people.get(user_id))
  const decide = async (decision: 'approve' | 'deny') => {
    await attempt(() => parley.approvals.decide({ id, decision }))
    // Somebody else may have decided it.
    await refresh(['approvals'])
  }
  const isPending = status === 'pending'
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <code>{tool}</code>
        <Badge tone={tones[status]}>{texts.statuses[status]}</Badge>
        <span className={styles.when}>
          <bdi>{asker?.display_name}</bdi> · {dates.ago(created_at)}
        </span>
      </div>
      <p className={styles.why}>{texts.reasons[reason]}</p>
      <details className={styles.input} open={isPending}>
        <summary>{texts.input}</summary>
        <pre dir="auto">{JSON.stringify(input, null, 2)}</pre>
      </details>
      {isPending && (
        <div className={styles.choices}>
          <Button kind="main" aria-label={texts.approveOf(tool)} onClick={() => void decide('approve')}>
            {texts.approve}
          </Button>
          <Button aria-label={texts.denyOf(tool)} onClick={() => void decide('deny')}>
            {texts.deny}
          </Button>
        </div>
      )}
    </li>
  )
}
