import { ShieldQuestion } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import styles from './answers.module.css'
import { answersTexts } from './texts/index.ts'

/** Asks whether a twin may call a tool, of whoever may say so. */
export function ApprovalRow({ runId, name }: { runId: string; name: string }) {
  const texts = useTexts(answersTexts)
  const { approvals } = useStore()
  const approval = useTopic('approvals', (store) => store.approvals.of(runId))
  const attempt = useAttempt()
  if (!approval) return null
  const decide = (decision: 'approve' | 'deny') => void attempt(() => approvals.decide(approval.id, decision))
  return (
    <section className={styles.approval} aria-label={texts.approvalFor(name, approval.tool)}>
      <p className={styles.question}>
        <ShieldQuestion aria-hidden />
        {texts.approvalFor(name, approval.tool)}
      </p>
      {approval.reason === 'untrusted_url' && <p>{texts.untrustedUrl}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached. */}
      <pre className={styles.input} tabIndex={0} dir="ltr">
        {JSON.stringify(approval.input, null, 2)}
      </pre>
      <p className={styles.actions}>
        <Button kind="main" onClick={() => decide('approve')}>
          {texts.approve}
        </Button>
        <Button onClick={() => decide('deny')}>{texts.deny}</Button>
      </p>
    </section>
  )
}
