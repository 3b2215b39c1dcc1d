import type { Context } from '../context.ts'
import { platformOf } from '../platforms/registry.ts'
import type { ConnectionRow } from './connection.ts'
import { eventsUrlOf } from './resource.ts'
import { listConnections } from './store.ts'

const endMs = 5_000

/** Has the platform send nothing any more. Where that fails, what it sends is refused. */
export async function endThere({ clients, log, publicOrigin }: Context, connection: ConnectionRow): Promise<void> {
  if (connection.credentials === null) return
  try {
    const client = clients.of(connection)
    const signal = AbortSignal.timeout(endMs)
    await client.unsubscribe?.(eventsUrlOf(publicOrigin, connection.platform, connection.id), signal)
    // What a person pasted stays theirs.
    if (platformOf(connection.platform).isGranted?.(clients.credentialsOf(connection))) await client.revoke?.(signal)
  } catch (error) {
    log.info({ err: error, connection: connection.id }, 'a platform that is disconnected could not be informed')
  }
}

/** The same of all that a workspace has connected, before it is deleted: a workspace has one connection to a platform. */
export async function endAll(ctx: Context, workspaceId: string): Promise<void> {
  const connections = await listConnections(ctx.db, workspaceId)
  await Promise.all(connections.map((connection) => endThere(ctx, connection)))
}
