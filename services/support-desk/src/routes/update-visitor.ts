import { updateTenantVisitor } from '@parley/contracts/desk/visitors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { searchTextOf } from '../domain/visitor-text.ts'
import { findVisitor, lockVisitor, updateVisitor } from '../store/visitors.ts'

export const updateVisitorRoute = ({ db }: Context) =>
  route(updateTenantVisitor, async ({ params: { id }, body, caller: { workspaceId } }) => {
    const { userName: name, userEmail: email, userPhone: phone, tags, notes } = body
    const visitor = await transaction(db, async (tx) => {
      const before = await lockVisitor(tx, workspaceId, id)
      if (!before) throw noSuchVisitor()
      const after = {
        ...before,
        ...(name !== undefined && { name }),
        ...(email !== undefined && { email }),
        ...(phone !== undefined && { phone }),
      }
      await updateVisitor(tx, workspaceId, id, { name, email, phone, tags, notes }, searchTextOf(after))
      return findVisitor(tx, workspaceId, id)
    })
    return ok(visitor!)
  })
