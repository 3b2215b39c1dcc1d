import { ServiceError } from '@parley/kit/errors'

export const noSuchWorkspace = () => new ServiceError('not_found', 'No such workspace.')
export const noSuchExport = () => new ServiceError('not_found', 'No such export.')
export const noSuchImport = () => new ServiceError('not_found', 'No such import.')

/** @throws ServiceError 404 for another workspace than the caller's */
export function requireOwnWorkspace({ id }: { id: string }, workspaceId: string): void {
  if (id !== workspaceId) throw noSuchWorkspace()
}
