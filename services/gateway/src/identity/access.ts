import { rooms } from '@parley/contracts/event'
import { accessChanged } from '@parley/contracts/identity/events'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { invalidateCredential, invalidatePerson } from './revocations.ts'

/** Whose access has changed: a person's in a workspace, or that of one session or key of theirs. */
export interface AccessChange {
  /** Null for someone who is in none. */
  workspaceId: string | null
  userId: string
  credentialId?: string
}

/** Writes down, in the transaction that changes access, that open sockets and streams are to be checked. */
export async function recordAccessChanges(tx: Db, changes: AccessChange[], trace: Trace): Promise<void> {
  const events = changes.flatMap(({ workspaceId, userId, credentialId }) => {
    if (workspaceId === null) return [] // they have no sockets
    const data = { user_id: userId, credential_id: credentialId ?? null }
    return [{ event: accessChanged, workspaceId, rooms: [rooms.user(workspaceId, userId), rooms.access], data }]
  })
  await insertEvents(tx, events, trace)
}

/** After commit: every gateway reads the credentials again, and sockets are notified. Answer only when this has resolved. */
export async function applyAccessChanges(ctx: GatewayContext, changes: AccessChange[]): Promise<void> {
  await Promise.all(
    changes.map(({ workspaceId, userId, credentialId }) =>
      credentialId ? invalidateCredential(ctx, credentialId) : invalidatePerson(ctx, workspaceId, userId),
    ),
  )
}
