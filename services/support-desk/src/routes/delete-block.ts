import { deleteBlock, unblockVisitor } from '@parley/contracts/desk/blocks'
import { audited } from '@parley/kit/audit'
import { deleteAnswersAbout } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchBlock } from '../domain/refusals.ts'
import * as store from '../store/blocks.ts'

export const deleteBlockRoute = ({ db }: Context) =>
  route(deleteBlock, async (request) => {
    const { params, caller } = request
    await audited(db, request, async (tx) => {
      if (!(await store.deleteBlock(tx, caller.workspaceId, { id: params.id }))) throw noSuchBlock()
      await deleteAnswersAbout(tx, params.id)
    })
    return ok({ success: true as const })
  })

export const unblockVisitorRoute = ({ db }: Context) =>
  route(unblockVisitor, async ({ params, caller }) => {
    if (!(await store.deleteBlock(db, caller.workspaceId, { visitorId: params.id }))) throw noSuchBlock()
    return ok({ success: true as const })
  })
