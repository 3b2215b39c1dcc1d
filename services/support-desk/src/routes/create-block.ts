import { blockVisitor, createBlock } from '@parley/contracts/desk/blocks'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import { applyBlock, block } from '../blocking.ts'
import type { Context } from '../context.ts'
import { blockedBy } from '../domain/blocked.ts'

export const createBlockRoute = (ctx: Context) =>
  route(createBlock, async (request) => {
    const { body, caller, trace } = request
    const what = blockedBy(body.kind, body.value)
    return applied(ctx, (keep) =>
      transact(
        ctx.db,
        request,
        async (tx) => {
          const { made, concerned } = await block(tx, caller, what, body, trace)
          keep(concerned)
          return ok(made)
        },
        // Of an address, as long as its block is there: an erased visitor’s receipt names it.
        { about: ({ id }) => what.visitorId ?? id },
      ),
    )
  })

export const blockVisitorRoute = (ctx: Context) =>
  route(blockVisitor, async (request) => {
    const { params, body, caller, trace } = request
    const what = { visitorId: params.id, network: null, email: null }
    return applied(ctx, (keep) =>
      transact(
        ctx.db,
        request,
        async (tx) => {
          const { made, concerned } = await block(tx, caller, what, body, trace)
          keep(concerned)
          return ok(made)
        },
        { about: () => params.id },
      ),
    )
  })

type Concerned = Parameters<typeof applyBlock>[1]

/** Applies what a transaction has decided, once it has committed; a replayed answer has decided nothing. */
async function applied<A>(ctx: Context, work: (keep: (concerned: Concerned) => void) => Promise<A>): Promise<A> {
  let kept: Concerned | undefined
  const answer = await work((concerned) => {
    kept = concerned
  })
  if (kept) await applyBlock(ctx, kept)
  return answer
}
