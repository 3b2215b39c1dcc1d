import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSpool, type Spool } from '@parley/files/spool'
import { createGate } from '@parley/kit/gate'
import type { GatewayContext } from '../context.ts'

/** Below it, `uploads/`. */
export const pictureFolder = join(tmpdir(), 'parley-gateway')

const shares = { person: 2, workspace: 16, ip: 16 }
const sweepEveryMs = 600_000

/**
 * Where pictures of people lie while they come in: a folder for each, and as many at once as one person, workspace and
 * IP address may have. Pictures themselves are rows: a few kilobytes that every replica of the gateway shows.
 */
export function openPictureSpool({ metrics, every }: Pick<GatewayContext, 'metrics' | 'every'>): Spool {
  const uploads = createGate({
    name: 'avatars',
    atOnce: 32,
    shares,
    maxWaiting: { total: 128, perHolder: 16 },
    maxWaitMs: 30_000,
    retryAfterSeconds: 5,
    metrics,
  })
  const spool = createSpool(pictureFolder, uploads)
  every('sweep-avatar-uploads', sweepEveryMs, spool.sweep)
  return spool
}
