import { getAgentVisitor, getTenantVisitor, type VisitorDetails } from '@parley/contracts/desk/visitors'
import { ok, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { findBlockOf } from '../store/blocks.ts'
import { findVisitor } from '../store/visitors.ts'

export const getTenantVisitorRoute = ({ db }: Context) =>
  route(getTenantVisitor, async ({ params, caller }) => ok(await getVisitor(db, caller.workspaceId, params.id)))

export const getAgentVisitorRoute = ({ db }: Context) =>
  route(getAgentVisitor, async ({ params, caller }) => ok(await getVisitor(db, caller.workspaceId, params.id)))

async function getVisitor(db: Db, workspaceId: string, id: string): Promise<VisitorDetails> {
  const visitor = await findVisitor(db, workspaceId, id)
  if (!visitor) throw noSuchVisitor()
  return { ...visitor, block: (await findBlockOf(db, workspaceId, id)) ?? null }
}
