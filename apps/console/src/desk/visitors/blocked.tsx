import type { Block } from '@parley/client/index'
import { Ban } from 'lucide-react'
import { useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { useDesk } from '../use-desk.ts'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'

/** That a visitor is blocked, why and until when; whoever may ends it. */
export function Blocked({ visitorId, block }: { visitorId: string; block: Block }) {
  const texts = useTexts(visitorTexts)
  const dates = useDates()
  const { workspace, roles, visitors } = useDesk()
  const { agent, tenant } = workspace.parley
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const { id, kind, value, reason, expiresAt } = block
  // Blocks of addresses are owners’ and admins’.
  const mayEnd = roles.isOwner || kind === 'visitor'
  const unblock = async () => {
    setBusy(true)
    await attempt(async () => {
      await (roles.isOwner ? tenant.deleteBlock({ id }) : agent.unblockVisitor({ id: visitorId }))
      await visitors.load(visitorId)
    })
    setBusy(false)
  }
  return (
    <div className={styles.blocked}>
      <Ban aria-hidden />
      <p>
        {kind === 'visitor' ? texts.isBlocked : texts.isBlockedBy(value)}{' '}
        {expiresAt && texts.until(dates.dateTime(expiresAt))}
        {reason && (
          <>
            <br />
            <q dir="auto">{reason}</q>
          </>
        )}
      </p>
      {mayEnd && (
        <Button isBusy={isBusy} onClick={() => void unblock()}>
          {texts.unblock}
        </Button>
      )}
    </div>
  )
}
