import { updateAgentVisitor, updateTenantVisitor } from '@parley/contracts/desk/visitors'
import { transaction } from '@parley/kit/outbox'
import { ok, type Request, route } from '@parley/kit/route'
import { changeVisitor } from '../changing-visitors.ts'
import type { Context } from '../context.ts'
import { findVisitor, type VisitorChange } from '../store/visitors.ts'

export const updateTenantVisitorRoute = (ctx: Context) =>
  route(updateTenantVisitor, (request) => {
    const { userName: name, userEmail: email, userPhone: phone, tags, notes } = request.body
    return change(ctx, request, { name, email, phone, tags, notes })
  })

export const updateAgentVisitorRoute = (ctx: Context) =>
  route(updateAgentVisitor, (request) => change(ctx, request, request.body))

/** The visitor as they are then. */
const change = async (
  { db }: Context,
  { params: { id }, caller: { workspaceId }, trace }: Request<typeof updateTenantVisitor | typeof updateAgentVisitor>,
  changed: VisitorChange,
) => {
  const visitor = await transaction(db, async (tx) => {
    await changeVisitor(tx, { workspaceId, id, trace }, changed)
    return findVisitor(tx, workspaceId, id)
  })
  return ok(visitor!)
}
