import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from './context.ts'
import type { DB } from './schema.ts'
import { dropDraftsOfLeavers } from './store/draft-cleanup.ts'
import { deleteSomeDone, findNextDue, type Sending, sendNextOf } from './store/due-messages.ts'

/** Each posts one message after another, in one channel at a time: one that waits for its channel delays no other. */
const senders = 4
const tidyEveryMs = 10 * 60_000

/**
 * Posts scheduled messages when they are due, in as many replicas as there are: PostgreSQL gives each channel’s next
 * message to one of them. Nothing is kept in memory, so that nothing is lost with a process.
 *
 * @param pollMs how long a message that another replica took in can be overdue before this one sees it, at most
 */
export function createScheduledSender(
  { db, outbox, indexer, log }: Context & Pick<ServiceRuntime<DB>, 'log'>,
  pollMs: number,
) {
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<unknown> | undefined
  let failing = false
  /** Channels that one of this process posts to. */
  const busy = new Set<string>()

  /** Posts what is next, in a channel that nobody else posts to; how long until there is more to do. */
  async function sendOne(): Promise<number> {
    for (const passed: string[] = []; ; ) {
      const next = await findNextDue(db, [...busy, ...passed])
      if (!next || next.waitMs > 0) return Math.min(Math.ceil(next?.waitMs ?? pollMs), pollMs)
      const { channelId } = next
      if (busy.has(channelId)) continue
      busy.add(channelId)
      const sending = await db
        .transaction()
        .execute((tx) => sendNextOf(tx, next))
        .finally(() => busy.delete(channelId))
      if (sending) {
        report(sending)
        return 0
      }
      passed.push(channelId)
    }
  }

  function report({ id: scheduledMessage, hasJoined, error, ...sending }: Sending): void {
    if (sending.outcome === 'sent') {
      outbox.flush()
      indexer.flush()
    } else if (sending.outcome === 'later')
      log.warn({ scheduledMessage, err: error }, 'a scheduled message will be tried again')
    else log.info({ scheduledMessage, reason: sending.reason, err: error }, 'a scheduled message could not be posted')
    if (hasJoined) outbox.notify('channels')
  }

  async function tidy(): Promise<number> {
    while ((await deleteSomeDone(db)) > 0) signal.throwIfAborted()
    await dropDraftsOfLeavers(db, signal)
    return tidyEveryMs
  }

  /** Does its work again and again, each time after as long as the work says. */
  async function keepAt(work: () => Promise<number>): Promise<void> {
    while (!signal.aborted) {
      let waitMs = pollMs
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
