import type { Caller } from '@parley/kit/assertion'
import type { ImportRef } from '../store/imports.ts'
import { requireOwnWorkspace } from './refusals.ts'

/**
 * The import that a path names.
 *
 * @throws ServiceError 404 for another workspace than the caller's
 */
export function refOf(
  params: { id: string; importId: string },
  { workspaceId }: Pick<Caller, 'workspaceId'>,
): ImportRef {
  requireOwnWorkspace(params, workspaceId)
  return { workspaceId, id: params.importId }
}
