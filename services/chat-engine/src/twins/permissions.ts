import type { Twin } from '@parley/contracts/twins/twin'
import type { Caller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'

/** Whether a person may change or delete a twin: its maker and the workspace's admins; a built-in is the admins' alone. */
export const mayChange = (twin: Pick<Twin, 'is_built_in' | 'created_by'>, caller: Pick<Caller, 'userId' | 'role'>) =>
  caller.role === 'owner' || caller.role === 'admin' || (!twin.is_built_in && twin.created_by === caller.userId)

export const noSuchTwin = () => new ServiceError('not_found', 'No such twin.')
export const notTheirs = () =>
  new ServiceError('forbidden', 'Only its maker and admins of the workspace change a twin.')
