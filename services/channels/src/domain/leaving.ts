import { ServiceError } from '@parley/kit/errors'
import type { LockedChannel } from '../store/members.ts'

/**
 * Whether the target of the change may go out of the channel, on their own or removed.
 *
 * @throws ServiceError 409 where they must stay: a dm's participants, non-guests in `general`, the last admin, the last
 *   member of a private channel
 */
export function refuseIfTheyMustStay(channel: LockedChannel): void {
  if (channel.channelType === 'dm') throw new ServiceError('conflict', 'Nobody leaves a direct message.')
  if (channel.isGeneral && channel.targetRole !== 'guest')
    throw new ServiceError('conflict', 'Everyone but guests belongs to general.')
  if (channel.memberCount === 1 && channel.isPrivate)
    throw new ServiceError('conflict', 'The last member of a private channel cannot leave; archive or delete it.')
  if (channel.targetMembership?.role === 'admin' && !channel.hasOtherAdmin)
    throw new ServiceError(
      'conflict',
      'A channel keeps its last admin: make someone else an admin first, or archive or delete it.',
    )
}
