import { type AnalysisFailure, analyseConversation, storeAnalysis } from '@parley/contracts/summaries/jobs'
import { ServiceError } from '@parley/kit/errors'
import { insertJob, transaction } from '@parley/kit/outbox'
import type * as z from 'zod'
import type { Context, Db } from '../context.ts'
import { createAsker } from '../engines/ask.ts'
import { AnswerRefused } from '../engines/ask-by-tool.ts'
import { EngineError } from '../engines/engine.ts'
import { overBudget, requireBudget } from '../usage/budgets.ts'
import { createPrices } from '../usage/prices.ts'
import { recordUsage } from '../usage/record.ts'
import { analyse } from './analyse.ts'

type Result = z.input<typeof storeAnalysis.payload>['result']

/** Analyses conversations for the support desk, and hands back what was found out, or why nothing was. */
export function workAnalyseConversation({ db, config, engine, work }: Context): void {
  const prices = createPrices(config.MODEL_PRICES)
  const isLocal = engine.name === 'local'

  work(
    analyseConversation,
    async ({ workspace_id, conversation_id, messages, language }, { trace, signal, attempt }) => {
      const scope = { workspaceId: workspace_id, twinId: null }
      const asker = createAsker(engine, config.SUMMARY_MODEL, async ({ model, usage }) => {
        const exceeded = await overBudget(db, scope, model === null ? 0 : prices.costOf(model, usage))
        if (exceeded) throw exceeded
      })
      const record = async (tx: Db) => {
        const model = isLocal ? 'local' : asker.model
        if (model === null) return
        const entry = { ...scope, userId: null, runId: null, purpose: 'analysis', model, usage: asker.usage } as const
        await recordUsage(tx, prices, entry)
      }

      const analysing = async () => {
        await requireBudget(db, scope)
        return analyse(isLocal ? null : asker, messages, language, signal)
      }
      const result = await analysing().then(
        (analysis): Result => ({ status: 'done', analysis, model: asker.model ?? 'local' }),
        async (error): Promise<Result> => {
          const reason = failureOf(error, attempt >= analyseConversation.attempts)
          if (reason) return { status: 'failed', reason }
          await record(db)
          throw error
        },
      )
      await transaction(db, async (tx) => {
        await record(tx)
        await insertJob(tx, storeAnalysis, { workspace_id, conversation_id, result }, trace)
      })
    },
  )
}

/** Why there will be no analysis; undefined for what may pass, as long as there are attempts left, and for faults of ours. */
function failureOf(error: unknown, isLastAttempt: boolean): AnalysisFailure | undefined {
  if (error instanceof AnswerRefused) return error.reason
  if (error instanceof ServiceError && error.code === 'budget_exceeded') return 'budget_exceeded'
  if (!(error instanceof EngineError)) return undefined
  const isFinal = error.failure === 'rejected' || error.failure === 'context_exceeded'
  return isFinal || isLastAttempt ? 'unavailable' : undefined
}
