import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from './context.ts'
import type { DB } from './schema.ts'
import { dropDraftsOfLeavers } from './store/drafts.ts'
import { deleteDoneScheduled, sendNextScheduled } from './store/scheduled.ts'

/** How long a message that another replica took in can be overdue before this one sees it, at most. */
const pollMs = 1_000
const troubleMs = 1_000
/** Each posts one message after another, in one channel at a time: one that waits for its channel delays no other. */
const senders = 4
const tidyEveryMs = 10 * 60_000

/**
 * Posts scheduled messages when they are due, in as many replicas as there are: PostgreSQL gives each channel’s next
 * message to one of them. Nothing is kept in memory, so that nothing is lost with a process.
 */
export function createScheduledSender({ db, outbox, indexer, log }: Context & Pick<ServiceRuntime<DB>, 'log'>) {
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<unknown> | undefined
  let failing = false

  /** Posts what is next; how long until there is more to do. */
  async function sendOne(): Promise<number> {
    const { outcome, scheduled_id: id, reason, joined, wait_ms: waitMs } = await sendNextScheduled(db)
    if (outcome === 'none') return Math.min(waitMs ?? pollMs, pollMs)
    if (outcome === 'sent') {
      outbox.flush()
      indexer.flush()
    } else if (outcome === 'later')
      log.warn({ scheduledMessage: id, reason }, 'a scheduled message will be tried again')
    else log.info({ scheduledMessage: id, reason }, 'a scheduled message could not be posted')
    if (joined) outbox.notify('channels')
    return 0
  }

  async function tidy(): Promise<number> {
    await deleteDoneScheduled(db)
    await dropDraftsOfLeavers(db)
    return tidyEveryMs
  }

  /** Does its work again and again, each time after as long as the work says. */
  async function keepAt(work: () => Promise<number>): Promise<void> {
    while (!signal.aborted) {
      let waitMs = troubleMs
      try {
        waitMs = await work()
        failing = false
      } catch (error) {
        if (!failing && !signal.aborted) log.warn({ err: error }, 'scheduled messages wait')
        failing = true
      }
      if (waitMs > 0) await wait(waitMs, undefined, { signal }).catch(() => {})
    }
  }

  return {
    start(): void {
      const works = [tidy, ...Array.from({ length: senders }, () => sendOne)]
      running ??= Promise.all(works.map(keepAt))
    },
    /** Stops, after what is being posted has been posted. */
    async close(): Promise<void> {
      stopping.abort()
      await running
    },
  }
}
