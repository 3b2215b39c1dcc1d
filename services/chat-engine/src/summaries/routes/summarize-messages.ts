import { defaultSummarized, summarizeMessages } from '@parley/contracts/summaries/summarize'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { createAsker } from '../../engines/ask.ts'
import { toRefusal } from '../../engines/refusal.ts'
import { mayReadChannel } from '../../store/runs.ts'
import { overBudget, requireBudget } from '../../usage/budgets.ts'
import { createPrices } from '../../usage/prices.ts'
import { recordUsage } from '../../usage/record.ts'
import { readPassage } from '../passage.ts'
import { summarize } from '../summarize.ts'

export function summarizeMessagesRoute({ db, config, engine, messaging }: Context) {
  const prices = createPrices(config.MODEL_PRICES)

  return slowRoute(summarizeMessages, (request) => {
    const { body, caller, trace, withinShare } = request
    const { workspaceId, userId } = caller
    const scope = { workspaceId, twinId: null }
    const asked = {
      channelId: body.channel_id,
      threadId: body.thread_id ?? null,
      since: body.since ?? null,
      count: body.messageCount ?? null,
      most: defaultSummarized,
      forAnswer: false,
    }
    const asker = createAsker(engine, config.SUMMARY_MODEL, async ({ model, usage }) => {
      const pending = model === null ? 0 : prices.costOf(model, usage)
      const exceeded = await withinShare(() => overBudget(db, scope, pending))
      if (exceeded) throw exceeded
    })
    const record = (tx: typeof db, model: string) =>
      recordUsage(tx, prices, { ...scope, userId, runId: null, purpose: 'summary', model, usage: asker.usage })
    /** A stored answer is for whoever can still read the channel. */
    const recheck = async (tx: typeof db) => {
      if (!(await mayReadChannel(tx, caller, asked.channelId))) throw new ServiceError('not_found', 'No such channel.')
    }

    const work = async () => {
      const signal = AbortSignal.timeout(config.SUMMARY_MAX_MS)
      try {
        const passage = await readPassage(messaging, asked, { workspaceId, userId, trace, signal })
        if (passage.messages.length > 0) await withinShare(() => requireBudget(db, scope))
        const data = await summarize(engine.name === 'local' ? null : asker, passage, signal)
        return await transact(
          db,
          request,
          async (tx) => {
            if (data.model !== null) await record(tx, data.model)
            return ok({ success: true as const, data, meta: {} })
          },
          { recheck },
        )
      } catch (error) {
        // What was asked before something failed has its price all the same.
        if (asker.model !== null) await withinShare(() => record(db, asker.model!))
        throw toRefusal(error)
      }
    }
    return claimed(db, request, work, recheck)
  })
}
