import type { Caller } from '@parley/kit/assertion'
import type { Holders } from '@parley/kit/gate'
import type { Reader } from './url-signer.ts'

/** Who uploads: somebody, or the service by itself. */
export type Uploader = Reader | { kind: 'service' }

export const callersOwn = ({ userId }: Caller): Reader => ({ kind: 'user', id: userId })

/** Null for a service, as in `files.uploader_id`. */
export const uploaderId = (uploader: Uploader): string | null => (uploader.kind === 'service' ? null : uploader.id)

/** On whose behalf bytes are moved. */
export const holdersOf = (workspaceId: string, uploader: Uploader, ip?: string): Holders => ({
  ...(uploader.kind !== 'service' && { person: uploader.id }),
  workspace: workspaceId,
  ...(ip !== undefined && { ip }),
})
