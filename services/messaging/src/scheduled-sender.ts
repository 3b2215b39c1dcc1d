import type { Foundation } from '@parley/kit/foundation'
import { dropDraftsOfLeavers } from './store/drafts.ts'
import { forgetDoneScheduled, sendNextScheduled } from './store/scheduled.ts'

/** How long a message that another replica took in can be overdue before this one sees it, at most. */
const pollMs = 1_000
const troubleMs = 1_000
/** Each posts one message after another while any is due. */
const senders = 4
const tidyEveryMs = 10 * 60_000

/**
 * Posts scheduled messages when they are due, in as many replicas as there are: PostgreSQL gives each message to one of
 * them. Nothing is kept in memory, so that nothing is lost with a process.
 */
export function createScheduledSender({ db, outbox, log }: Pick<Foundation<unknown>, 'db' | 'outbox' | 'log'>) {
  let closed = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let tidyAt = 0
  let failing = false

  /** Posts until nothing is due; how long until something is. */
  async function drain(): Promise<number> {
    for (;;) {
      if (closed) return pollMs
      const { outcome, scheduled_id: id, reason, joined, wait_ms: waitMs } = await sendNextScheduled(db)
      if (outcome === 'none') return Math.min(waitMs ?? pollMs, pollMs)
      if (outcome === 'sent') outbox.flush()
      else if (outcome === 'later')
        log.warn({ scheduledMessage: id, reason }, 'a scheduled message will be tried again')
      else log.info({ scheduledMessage: id, reason }, 'a scheduled message could not be posted')
      if (joined) outbox.nudge('channels')
    }
  }

  async function tidy(): Promise<void> {
    if (Date.now() < tidyAt) return
    tidyAt = Date.now() + tidyEveryMs
    await forgetDoneScheduled(db)
    await dropDraftsOfLeavers(db)
  }

  async function run(): Promise<void> {
    let waitMs = troubleMs
    try {
      const waits = await Promise.all(Array.from({ length: senders }, drain))
      waitMs = Math.min(...waits)
      await tidy()
      failing = false
    } catch (error) {
      if (!failing && !closed) log.warn({ err: error }, 'scheduled messages wait')
      failing = true
    }
    running = undefined
    if (!closed) timer = setTimeout(start, waitMs)
  }

  function start(): void {
    running ??= run()
  }

  return {
    start,
    /** Lets what is being posted be posted, and stops. */
    async close(): Promise<void> {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
