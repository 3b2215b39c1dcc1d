import { updateAgentVisitor, updateTenantVisitor } from '@parley/contracts/desk/visitors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { searchTextOf } from '../domain/visitor-text.ts'
import { findVisitor, lockVisitor, updateVisitor, type VisitorChange } from '../store/visitors.ts'

export const updateTenantVisitorRoute = (ctx: Context) =>
  route(updateTenantVisitor, async ({ params, body, caller }) => {
    const { userName: name, userEmail: email, userPhone: phone, tags, notes } = body
    return ok(await changeVisitor(ctx, caller.workspaceId, params.id, { name, email, phone, tags, notes }))
  })

export const updateAgentVisitorRoute = (ctx: Context) =>
  route(updateAgentVisitor, async ({ params, body, caller }) =>
    ok(await changeVisitor(ctx, caller.workspaceId, params.id, body)),
  )

/** The visitor as they are then. */
const changeVisitor = async ({ db }: Context, workspaceId: string, id: string, change: VisitorChange) =>
  transaction(db, async (tx) => {
    const before = await lockVisitor(tx, workspaceId, id)
    if (!before) throw noSuchVisitor()
    const { name = before.name, email = before.email, phone = before.phone } = change
    await updateVisitor(tx, workspaceId, id, change, searchTextOf({ ...before, name, email, phone }))
    return (await findVisitor(tx, workspaceId, id))!
  })
