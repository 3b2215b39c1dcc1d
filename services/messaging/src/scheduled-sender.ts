import type { Loop } from '@parley/kit/loops'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from './context.ts'
import { createTurns } from './domain/turns.ts'
import type { DB } from './schema.ts'
import { dropDraftsOfLeavers } from './store/draft-cleanup.ts'
import { findDue, findNextWaitMs } from './store/due-messages.ts'
import { deleteSomeDone } from './store/scheduled-cleanup.ts'
import { type Sending, sendNextOf } from './store/scheduled-sending.ts'

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
export function postScheduledMessages(
  { db, outbox, indexer, log, every }: Context & Pick<ServiceRuntime<DB>, 'log' | 'every'>,
  pollMs: number,
): void {
  const turns = createTurns(sendersPerWorkspace)

  const finder = every('find-due-messages', Math.min(maxAgeMs, pollMs), async () => {
    const channels = await findDue(db)
    turns.replace(channels)
    if (channels.length === 0) return Math.min(await findNextWaitMs(db), pollMs)
    for (const sender of sending) sender.wake()
    return undefined
  })

  const sending: Loop[] = Array.from({ length: senders }, () =>
    every('post-due-messages', pollMs, async (signal) => {
      let hasSent = false
      for (let channel = turns.take(); channel !== undefined; channel = turns.take()) {
        const due = channel
        let sent: Sending | undefined
        try {
          sent = await transaction(db, (tx) => sendNextOf(tx, due))
        } finally {
          turns.giveBack(channel, { mayHaveMore: sent !== undefined })
        }
        if (sent) report(sent)
        hasSent ||= sent !== undefined
        if (signal.aborted) return
      }
      if (hasSent) finder.wake()
    }),
  )

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

  every('delete-old-drafts', cleanUpEveryMs, async (signal) => {
    while ((await deleteSomeDone(db)) > 0) signal.throwIfAborted()
    await dropDraftsOfLeavers(db, signal)
  })
}
