import { type Block, maxBlocks } from '@parley/contracts/desk/blocks'
import { ServiceError } from '@parley/kit/errors'
import { applyVisitorRevocation, type RevocationContext, recordVisitorRevocation } from '@parley/kit/revocations'
import type { Trace } from '@parley/kit/trace'
import type { Db } from './context.ts'
import { noSuchVisitor } from './domain/refusals.ts'
import { type Blocked, countBlocks, listBlockedVisitors, upsertBlock } from './store/blocks.ts'
import { lockDesk } from './store/desks.ts'
import { lockVisitor } from './store/visitors.ts'

/** Whose sockets and credentials have to be looked at again, once what blocks them has committed. */
type Concerned = { workspaceId: string; visitorIds: string[] }

/**
 * Blocks somebody, and publishes that their sockets are to be checked. After the commit call `applyBlock`.
 *
 * @throws ServiceError 404 for a visitor who is not there, 409 where the workspace has as many blocks as it may
 */
export async function block(
  tx: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  what: Blocked,
  given: { reason: string | null; expiresInHours: number | null },
  trace: Trace,
): Promise<{ made: Block; concerned: Concerned }> {
  await lockDesk(tx, workspaceId)
  if (what.visitorId !== null && !(await lockVisitor(tx, workspaceId, what.visitorId))) throw noSuchVisitor()
  const count = await countBlocks(tx, workspaceId)
  const made = await upsertBlock(tx, workspaceId, what, { ...given, createdBy: userId })
  if (count >= maxBlocks && (await countBlocks(tx, workspaceId)) > maxBlocks)
    throw new ServiceError('conflict', `A workspace has at most ${maxBlocks.toLocaleString('en')} blocks.`)
  const visitorIds = await listBlockedVisitors(tx, workspaceId, made.id)
  for (const visitorId of visitorIds) await recordVisitorRevocation(tx, { workspaceId, visitorId }, trace)
  return { made, concerned: { workspaceId, visitorIds } }
}

/** After the commit: every gateway checks the credentials of those whom a block concerns. */
export async function applyBlock(ctx: RevocationContext, { workspaceId, visitorIds }: Concerned): Promise<void> {
  await Promise.all(visitorIds.map((visitorId) => applyVisitorRevocation(ctx, { workspaceId, visitorId })))
}
