import type { ServiceCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Person } from './store/messages.ts'

/**
 * The person for whom a service reads.
 *
 * @throws ServiceError 403 where it names none
 */
export function personOf({ workspaceId, userId }: ServiceCaller): Person {
  if (workspaceId === null || userId === null)
    throw new ServiceError('forbidden', 'Messages are read for a person of a workspace.')
  return { workspaceId, userId }
}
