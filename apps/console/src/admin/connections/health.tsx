import type { PlatformConnection } from '@parley/client/index'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useErrorText } from '../../ui/error-text.ts'
import { Fact, Facts } from '../parts/facts.tsx'
import { Badge } from '../parts/form.tsx'
import styles from './connections.module.css'
import { connectionsTexts } from './texts/index.ts'

type Status = PlatformConnection['status']

const tones: Record<Status, 'good' | 'warn' | 'bad'> = {
  connected: 'good',
  degraded: 'warn',
  needs_credentials: 'warn',
  error: 'bad',
  revoked: 'bad',
}

export function StatusBadge({ status }: { status: Status }) {
  const { statuses } = useTexts(connectionsTexts)
  return <Badge tone={tones[status]}>{statuses[status]}</Badge>
}

/** How a connection does: what came last, what waits, and what only one side has. */
export function Health({ connection }: { connection: PlatformConnection }) {
  const texts = useTexts(connectionsTexts)
  const dates = useDates()
  const errorText = useErrorText()
  const { status, account, health, lastSyncAt, lastEventAt, connectedAt, lastError } = connection
  const ago = (time: string | null) => (time ? dates.ago(time) : texts.never)
  return (
    <>
      {lastError && (
        <p className={status === 'connected' ? styles.note : styles.error}>
          <span dir="auto">{errorText(lastError)}</span> <time dateTime={lastError.at}>{dates.ago(lastError.at)}</time>
        </p>
      )}
      <Facts>
        <Fact label={texts.account}>
          <bdi>{account?.name ?? '–'}</bdi>
        </Fact>
        <Fact label={texts.connectedAt}>{dates.date(connectedAt)}</Fact>
        <Fact label={texts.lastSync}>{ago(lastSyncAt)}</Fact>
        <Fact label={texts.lastEvent}>{ago(lastEventAt)}</Fact>
        <Fact label={texts.queued}>
          {health.queued}
          {health.oldestQueuedAt && ` · ${texts.since(dates.ago(health.oldestQueuedAt))}`}
        </Fact>
        <Fact label={texts.missing}>
          {health.missing ?? texts.notCompared}
          {health.comparedAt && ` · ${texts.compared(dates.ago(health.comparedAt))}`}
        </Fact>
        {health.unconfirmed > 0 && <Fact label={texts.unconfirmed}>{health.unconfirmed}</Fact>}
        {health.leftOut > 0 && <Fact label={texts.leftOut}>{health.leftOut}</Fact>}
      </Facts>
    </>
  )
}
