import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from './context.ts'
import type { DB } from './schema.ts'
import { dropDraftsOfLeavers } from './store/draft-cleanup.ts'
import { deleteSomeDone, findNextDue, type Sending, sendNextOf } from './store/due-messages.ts'

/** Each posts one message after another, in one channel at a time: one that waits for its channel delays no other. */
const senders = 4
const cleanUpEveryMs = 10 * 60_000

/**
 * Posts scheduled messages when they are due, in every replica: one of them locks a channel’s next message. No state is
 * kept in memory, so a crash loses nothing.
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
  /** Channels that a sender of this process is posting to. */
  const busy = new Set<string>()

  /** Posts the next due message of a channel that no other sender posts to; returns the milliseconds until the next. */
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
      log.warn({ scheduledMessage, err: error }, 'posting a scheduled message failed, it will be retried')
    else
      log.info(
        { scheduledMessage, reason: sending.reason, err: error },
        'posting a scheduled message was refused, it has failed for good',
      )
    if (hasJoined) outbox.notify('channels')
  }

  async function cleanUp(): Promise<number> {
    while ((await deleteSomeDone(db)) > 0) signal.throwIfAborted()
    await dropDraftsOfLeavers(db, signal)
    return cleanUpEveryMs
  }

  /** Repeats work, each time after as many milliseconds as it returns. A failure is logged once until it succeeds again. */
  async function repeat(name: string, work: () => Promise<number>): Promise<void> {
    let isFailing = false
    while (!signal.aborted) {
      let waitMs = pollMs
      try {
        waitMs = await work()
        isFailing = false
      } catch (error) {
        if (!isFailing && !signal.aborted) log.warn({ err: error }, `${name} failed, retrying every ${pollMs} ms`)
        isFailing = true
      }
      if (waitMs > 0) await wait(waitMs, undefined, { signal }).catch(() => {})
    }
  }

  return {
    start(): void {
      running ??= Promise.all([
        repeat('deleting old drafts and scheduled messages', cleanUp),
        ...Array.from({ length: senders }, () => repeat('posting scheduled messages', sendOne)),
      ])
    },
    /** Stops, after the messages that are being posted. */
    async close(): Promise<void> {
      stopping.abort()
      await running
    },
  }
}
