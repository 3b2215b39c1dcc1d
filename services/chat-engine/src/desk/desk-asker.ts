import type { ServiceCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Context } from '../context.ts'
import { type Asker, createAsker } from '../engines/ask.ts'
import { AnswerRefused } from '../engines/ask-by-tool.ts'
import { toRefusal } from '../engines/refusal.ts'
import { overBudget, requireBudget } from '../usage/budgets.ts'
import { createPrices } from '../usage/prices.ts'
import { recordUsage } from '../usage/record.ts'

/** A visitor does not wait longer for an AI. */
const maxMs = 50_000

/**
 * Has something of the support desk's be written, within the workspace's budget and at its cost, be it whole or not.
 *
 * @param work gets what asks a model; null where there is none
 * @throws ServiceError as a call is to be answered
 */
export function createDeskAsker({ db, config, engine }: Pick<Context, 'db' | 'config' | 'engine'>) {
  const prices = createPrices(config.MODEL_PRICES)

  return async function ask<T>(
    { workspaceId, userId }: ServiceCaller,
    withinShare: <R>(work: () => Promise<R>) => Promise<R>,
    work: (asker: Asker | null, signal: AbortSignal) => Promise<T>,
  ): Promise<T & { model: string }> {
    if (workspaceId === null) throw new ServiceError('forbidden', 'It is done for a workspace.')
    const scope = { workspaceId, twinId: null }
    const asker = createAsker(engine, config.SUMMARY_MODEL, async ({ model, usage }) => {
      const pending = model === null ? 0 : prices.costOf(model, usage)
      const exceeded = await withinShare(() => overBudget(db, scope, pending))
      if (exceeded) throw exceeded
    })
    await withinShare(() => requireBudget(db, scope))
    try {
      const done = await work(engine.name === 'local' ? null : asker, AbortSignal.timeout(maxMs))
      return { ...done, model: asker.model ?? 'local' }
    } catch (error) {
      if (error instanceof AnswerRefused) throw new ServiceError('bad_gateway', error.message, { cause: error })
      throw toRefusal(error)
    } finally {
      const model = asker.model ?? (engine.name === 'local' ? 'local' : null)
      const entry = { ...scope, userId, runId: null, purpose: 'desk', usage: asker.usage } as const
      if (model !== null) await withinShare(() => recordUsage(db, prices, { ...entry, model }))
    }
  }
}

export type DeskAsker = ReturnType<typeof createDeskAsker>
