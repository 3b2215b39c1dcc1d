import { ServiceError } from '@parley/kit/errors'
import type { Standing } from '../store/members.ts'

/**
 * Whether the standing's target may go out of the channel, on their own or removed.
 *
 * @throws ServiceError 409 where they must stay: a dm's participants, non-guests in `general`, the last admin, the last
 *   member of a private channel
 */
export function refuseIfTheyMustStay(standing: Standing): void {
  if (standing.channelType === 'dm') throw new ServiceError('conflict', 'Nobody leaves a direct message.')
  if (standing.isGeneral && standing.targetRole !== 'guest')
    throw new ServiceError('conflict', 'Everyone but guests belongs to general.')
  if (standing.memberCount === 1 && standing.isPrivate)
    throw new ServiceError('conflict', 'The last member of a private channel cannot leave; archive or delete it.')
  if (standing.targetMembership?.role === 'admin' && !standing.hasOtherAdmin)
    throw new ServiceError(
      'conflict',
      'A channel keeps its last admin: make someone else an admin first, or archive or delete it.',
    )
}
