import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { FailureReason, ScheduledStatus } from '@parley/contracts/messages/scheduled-message'
import type { Insertion } from './posting.ts'

export type ChangeOutcome = 'changed' | 'sent' | 'empty' | 'past'

/** Decides a change of a scheduled message, given the message after the change. `content` is '' if it shows nothing. */
export function decideChange(
  changed: { status: ScheduledStatus; content: string; fileIds: string[]; sendAt: string },
  now: number,
): ChangeOutcome {
  if (changed.status === 'sent') return 'sent'
  if (changed.content === '' && changed.fileIds.length === 0) return 'empty'
  return changed.status === 'failed' && Date.parse(changed.sendAt) <= now ? 'past' : 'changed'
}

/** Whether a message may still be posted for its author. If an admin's key scheduled it, the key's owner must still be admin. */
export const mayStillPost = (
  { userId, scheduledBy }: { userId: string; scheduledBy: string },
  scheduler: WorkspaceRole | null,
): boolean => scheduledBy === userId || scheduler === 'owner' || scheduler === 'admin'

/**
 * The outcome of posting it. `left`: the author has left the channel since, so that posting would join it again;
 * `trouble`: an error that the message did not cause.
 */
export type Attempt = Insertion['outcome'] | 'author_gone' | 'left' | 'trouble'

export type SendingOutcome =
  | { outcome: 'sent' }
  | { outcome: 'later'; retrySeconds: number }
  | { outcome: 'failed'; reason: FailureReason }

/** Attempts before a message fails for good because of errors that it did not cause, in more than an hour. */
const maxTries = 20
const maxRetrySeconds = 300

const reasons: Record<Exclude<Attempt, 'posted'>, FailureReason> = {
  not_found: 'channel_not_found',
  author_gone: 'author_removed',
  left: 'left_channel',
  archived: 'channel_archived',
  no_parent: 'parent_not_found',
  no_file: 'attachment_not_found',
  no_twin: 'twin_not_found',
  forbidden: 'forbidden',
  trouble: 'internal',
}

/** Decides what becomes of a due message after an attempt; `tries` is the number of failed attempts before. */
export function decideSending(attempt: Attempt, tries: number): SendingOutcome {
  if (attempt === 'posted') return { outcome: 'sent' }
  if (attempt === 'trouble' && tries + 1 < maxTries)
    return { outcome: 'later', retrySeconds: Math.min(2 ** tries, maxRetrySeconds) }
  return { outcome: 'failed', reason: reasons[attempt] }
}
