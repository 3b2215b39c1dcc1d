import { ServiceError } from '@parley/kit/errors'
import { noSuchWorkspace } from './store/workspaces.ts'

/** @throws ServiceError 404 for every workspace but the one that the credential is for, whether or not it exists */
export function requireOwnWorkspace(caller: { workspaceId: string }, workspaceId: string): void {
  if (workspaceId !== caller.workspaceId) throw noSuchWorkspace()
}

export const noSuchPerson = () => new ServiceError('not_found', 'No such person in this workspace.')
