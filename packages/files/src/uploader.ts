import type { Principal } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Holders } from '@parley/kit/gate'
import type { Reader } from './url-signer.ts'

/** Who uploads: somebody, or the service by itself. */
export type Uploader = Reader | { kind: 'service' }

/** @throws Error for a service, which reads no files of its own */
export function callersOwn(caller: Principal): Reader {
  if (caller.kind === 'service') throw new Error('A service is no reader of files.')
  return caller.kind === 'visitor' ? { kind: 'visitor', id: caller.visitorId } : { kind: 'user', id: caller.userId }
}

/**
 * Who uploads by a request, and who must be allowed to: what a service uploads, for somebody or for nobody, is the service's.
 *
 * @throws ServiceError 403 for a service that names no workspace
 */
export function uploadOf(caller: Principal): { workspaceId: string; uploader: Uploader; person: Reader | undefined } {
  const { workspaceId } = caller
  if (workspaceId === null) throw new ServiceError('forbidden', 'Files are uploaded in a workspace.')
  if (caller.kind === 'service') {
    const person = caller.userId === null ? undefined : ({ kind: 'user', id: caller.userId } as const)
    return { workspaceId, uploader: { kind: 'service' }, person }
  }
  const person = callersOwn(caller)
  return { workspaceId, uploader: person, person }
}

/** Null for a service, as in `files.uploader_id`. */
export const uploaderId = (uploader: Uploader): string | null => (uploader.kind === 'service' ? null : uploader.id)

/** On whose behalf bytes are moved. */
export const holdersOf = (workspaceId: string, uploader: Uploader, ip?: string): Holders => ({
  ...(uploader.kind !== 'service' && { person: uploader.id }),
  workspace: workspaceId,
  ...(ip !== undefined && { ip }),
})
