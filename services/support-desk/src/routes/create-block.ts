import { blockVisitor, createBlock } from '@parley/contracts/desk/blocks'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request, route } from '@parley/kit/route'
import { applyBlock, block } from '../blocking.ts'
import type { Context } from '../context.ts'
import { blockedBy } from '../domain/blocked.ts'
import type { Blocked } from '../store/blocks.ts'

export const createBlockRoute = (ctx: Context) =>
  route(createBlock, (request) => blocking(ctx, request, blockedBy(request.body.kind, request.body.value)))

export const blockVisitorRoute = (ctx: Context) =>
  route(blockVisitor, (request) => blocking(ctx, request, { visitorId: request.params.id, network: null, email: null }))

/** Blocks, and once that has committed has credentials checked; a replayed answer has decided nothing. */
async function blocking(
  ctx: Context,
  request: Request<typeof createBlock> | Request<typeof blockVisitor>,
  what: Blocked,
) {
  const { body, caller, trace } = request
  let concerned: Parameters<typeof applyBlock>[1] | undefined
  const answer = await transact(
    ctx.db,
    request,
    async (tx) => {
      const blocked = await block(tx, caller, what, body, trace)
      concerned = blocked.concerned
      return ok(blocked.made)
    },
    // Of an address, as long as its block is there: an erased visitor’s receipt names it.
    { about: ({ id }) => what.visitorId ?? id },
  )
  if (concerned) await applyBlock(ctx, concerned)
  return answer
}
