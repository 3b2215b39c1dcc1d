import type { Principal } from '@parley/kit/assertion'
import type { Holders } from '@parley/kit/gate'
import type { Reader } from './url-signer.ts'

/** Who uploads: somebody, or the service by itself. */
export type Uploader = Reader | { kind: 'service' }

/** @throws Error for a service, whose files are nobody's of their own: it has `files.store` */
export function callersOwn(caller: Principal): Reader {
  if (caller.kind === 'service') throw new Error('A service uploads by files.store.')
  return caller.kind === 'visitor' ? { kind: 'visitor', id: caller.visitorId } : { kind: 'user', id: caller.userId }
}

/** Null for a service, as in `files.uploader_id`. */
export const uploaderId = (uploader: Uploader): string | null => (uploader.kind === 'service' ? null : uploader.id)

/** On whose behalf bytes are moved. */
export const holdersOf = (workspaceId: string, uploader: Uploader, ip?: string): Holders => ({
  ...(uploader.kind !== 'service' && { person: uploader.id }),
  workspace: workspaceId,
  ...(ip !== undefined && { ip }),
})
