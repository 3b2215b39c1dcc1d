import { getTenantVisitor } from '@parley/contracts/desk/visitors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { findVisitor } from '../store/visitors.ts'

export const getVisitorRoute = ({ db }: Context) =>
  route(getTenantVisitor, async ({ params, caller }) => {
    const visitor = await findVisitor(db, caller.workspaceId, params.id)
    if (!visitor) throw noSuchVisitor()
    return ok(visitor)
  })
