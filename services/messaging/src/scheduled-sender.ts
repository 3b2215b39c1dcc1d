import { setTimeout as wait } from 'node:timers/promises'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from './context.ts'
import { createTurns } from './domain/turns.ts'
import type { DB } from './schema.ts'
import { dropDraftsOfLeavers } from './store/draft-cleanup.ts'
import { deleteSomeDone, findDue, findNextWaitMs, type Sending, sendNextOf } from './store/due-messages.ts'

/** Each posts one message after another, in one channel at a time: one that waits for its channel delays no other. */
const senders = 4
/** In each replica: a workspace whose channels are all locked leaves senders to the others. */
const sendersPerWorkspace = 2
/** How old what was read of due messages may be: those that became due since wait for the next reading. */
const maxAgeMs = 250
const cleanUpEveryMs = 10 * 60_000

/**
 * Posts scheduled messages when they are due, in every replica: one of them locks a channel’s next message. Workspaces
 * take turns, message by message, so that a long backlog delays only its own. What is in memory is read again, so a
 * crash loses nothing.
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
  const turns = createTurns(sendersPerWorkspace)
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  /** Reads what is due, once for all senders that ask meanwhile. */
  const read = (): Promise<void> =>
    (reading ??= findDue(db)
      .then((channels) => {
        turns.replace(channels)
        readAt = performance.now()
      })
      .finally(() => {
        reading = undefined
      }))

  /** Posts the next due message of the channel whose turn it is; returns the milliseconds until the next look. */
  async function sendOne(): Promise<number> {
    for (let hasRead = false; ; ) {
      const isFresh = hasRead || performance.now() - readAt < Math.min(maxAgeMs, pollMs)
      const channel = isFresh ? turns.take() : undefined
      if (channel) {
        let sending: Sending | undefined
        try {
          sending = await transaction(db, (tx) => sendNextOf(tx, channel))
        } finally {
          turns.giveBack(channel, { mayHaveMore: sending !== undefined })
        }
        if (!sending) continue
        report(sending)
        return 0
      }
      if (hasRead) return Math.min(await findNextWaitMs(db), pollMs)
      await read()
      hasRead = true
    }
  }

  function report({ id: scheduledMessage, hasJoined, error, ...sending }: Sending): void {
    if (sending.outcome === 'sent') indexer.flush()
    else if (sending.outcome === 'later')
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
