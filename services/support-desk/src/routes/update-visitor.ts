import type { GivenAttributes } from '@parley/contracts/desk/attributes'
import { updateAgentVisitor, updateTenantVisitor } from '@parley/contracts/desk/visitors'
import { transaction } from '@parley/kit/outbox'
import { ok, type Request, route } from '@parley/kit/route'
import { changeVisitor } from '../changing-visitors.ts'
import type { Context } from '../context.ts'
import { requireAttributes } from '../domain/attribute-values.ts'
import { listAttributes } from '../store/attributes.ts'
import { findVisitor, type VisitorChange } from '../store/visitors.ts'

export const updateTenantVisitorRoute = (ctx: Context) =>
  route(updateTenantVisitor, (request) => {
    const { userName: name, userEmail: email, userPhone: phone, ...others } = request.body
    return change(ctx, request, { name, email, phone, ...others })
  })

export const updateAgentVisitorRoute = (ctx: Context) =>
  route(updateAgentVisitor, (request) => change(ctx, request, request.body))

type Changed = Omit<VisitorChange, 'attributes'> & { attributes?: GivenAttributes | undefined }

/** The visitor as they are then. */
const change = async (
  { db }: Context,
  { params: { id }, caller: { workspaceId }, trace }: Request<typeof updateTenantVisitor | typeof updateAgentVisitor>,
  { attributes: given, ...changed }: Changed,
) => {
  const visitor = await transaction(db, async (tx) => {
    const attributes = given && requireAttributes(await listAttributes(tx, workspaceId), given)
    await changeVisitor(tx, { workspaceId, id, trace }, { ...changed, attributes })
    return findVisitor(tx, workspaceId, id)
  })
  return ok(visitor!)
}
