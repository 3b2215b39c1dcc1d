import { reactionLimits } from '@parley/contracts/messages/changes'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { PostRefusal, Target } from './posting.ts'
import type { RetentionRefusal } from './retention.ts'

/** For a channel that is missing, foreign or hidden: one answer, so that it discloses nothing. */
export const noSuchChannel = (): ServiceError => new ServiceError('not_found', 'No such channel.')

/** For a thread that is not in the channel. */
export const noSuchThread = (): ServiceError => new ServiceError('not_found', 'No such thread in this channel.')

/** For a message that is missing, deleted, foreign or hidden. */
export const noSuchMessage = (): ServiceError => new ServiceError('not_found', 'No such message.')

/** For a change of messages in an archived channel. */
export const archived = (): ServiceError => new ServiceError('conflict', 'The channel is archived.')

/** For an edit that is refused. */
export function refusalOfEdit(outcome: 'not_found' | 'forbidden' | 'archived' | 'empty'): ServiceError {
  switch (outcome) {
    case 'not_found':
      return noSuchMessage()
    case 'forbidden':
      return new ServiceError('forbidden', 'Only its author may edit a message.')
    case 'archived':
      return archived()
    case 'empty':
      return invalid('content', 'Must not be empty: the message has no attachments.')
  }
}

/** For a deletion that is refused. */
export function refusalOfDeletion(outcome: 'not_found' | 'forbidden' | 'archived', asModerator: boolean): ServiceError {
  switch (outcome) {
    case 'not_found':
      return noSuchMessage()
    case 'forbidden':
      return new ServiceError(
        'forbidden',
        asModerator
          ? 'Only its author, a channel admin, or a workspace owner or admin may delete a message.'
          : 'Only its author may delete a message; an admin says so with admin=true.',
      )
    case 'archived':
      return archived()
  }
}

/** For a reaction that is refused. */
export function refusalOfReaction(outcome: 'not_found' | 'archived' | 'too_many'): ServiceError {
  switch (outcome) {
    case 'not_found':
      return noSuchMessage()
    case 'archived':
      return archived()
    case 'too_many':
      return new ServiceError('conflict', `A message takes ${reactionLimits.emoji} different emoji.`)
  }
}

/** For a scheduled message that is missing, expired or somebody else's. */
export const noSuchScheduled = (): ServiceError => new ServiceError('not_found', 'No such scheduled message.')

/** For one that has become a message. */
export const alreadySent = (): ServiceError =>
  new ServiceError('conflict', 'It was sent; change or delete the message instead.')

/** Whether a request to post names a channel, or a message to reply to. */
type Named = 'channel' | 'message'
export const namedBy = (target: Target): Named => ('channelId' in target ? 'channel' : 'message')

/** The error for a message that is not posted. */
export function refusalOf(result: PostRefusal, named: Named, forAnother: boolean): ServiceError {
  switch (result.outcome) {
    case 'not_found':
      return missingFor(named, forAnother)
    case 'forbidden':
      return new ServiceError('forbidden', 'Only those who may assign twins to the channel may post as one.')
    case 'no_twin':
      return new ServiceError('not_found', 'No such twin in this channel.')
    case 'archived':
      return archived()
    case 'no_parent':
      return named === 'channel'
        ? invalid('parent_message_id', 'Must be a message of this channel.')
        : missingFor(named, forAnother)
    case 'no_file':
      return invalid(`attachments.${result.index}.id`, 'Must be a file of yours for this channel, not attached yet.')
  }
}

/** One message whatever the cause, so that it discloses nothing about the channel, or about the other person. */
function missingFor(named: Named, forAnother: boolean): ServiceError {
  if (forAnother) return new ServiceError('not_found', 'No such channel for this user_id.')
  return named === 'channel' ? noSuchChannel() : noSuchMessage()
}

/** For a change of how long a channel keeps messages. */
export function refusalOfRetention(why: RetentionRefusal): ServiceError {
  switch (why) {
    case 'dm':
      return new ServiceError('conflict', 'A direct message follows the workspace.')
    case 'forbidden':
      return new ServiceError('forbidden', 'Only those who run the channel decide how long it keeps messages.')
    case 'too_long':
      return new ServiceError('forbidden', 'Only owners and admins keep messages for longer than the workspace does.')
  }
}
