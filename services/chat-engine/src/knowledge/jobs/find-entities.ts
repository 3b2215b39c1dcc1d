import { findEntities } from '@parley/contracts/knowledge/jobs'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import type { Context, Db } from '../../context.ts'
import { type Asker, createAsker } from '../../engines/ask.ts'
import { AnswerRefused } from '../../engines/ask-by-tool.ts'
import { EngineError, type EngineFailure } from '../../engines/engine.ts'
import { sumTokensOfDay } from '../../store/usage.ts'
import { overBudget } from '../../usage/budgets.ts'
import { createPrices } from '../../usage/prices.ts'
import { recordUsage } from '../../usage/record.ts'
import { findGraph } from '../entities.ts'
import { type Graph, mergeGraphs } from '../graph.ts'
import { askForGraph } from '../model-entities.ts'
import { maxGraphChars } from '../reading.ts'
import { readPassages, replaceGraph } from '../store/chunks.ts'
import { findSearchedVersion, type VersionKey } from '../store/documents.ts'

/** Passages that a model is given in one turn, which are 20,000 characters or so, and turns of a document. */
const passagesAtOnce = 16
const maxTurns = 10

/** What may be otherwise a while later. */
const passing: readonly EngineFailure[] = ['busy', 'unreachable', 'slow']

/** Has a model find the entities of documents that rules have read. Where it cannot, what rules have found stays. */
export function workFindEntities({ db, config, engine, work }: Context): void {
  const prices = createPrices(config.MODEL_PRICES)

  work(
    findEntities,
    async ({ workspace_id: workspaceId, document_id: documentId, version }, { signal, log }) => {
      const key = { workspaceId, documentId, version }
      const found = await findSearchedVersion(db, key)
      if (!found || engine.name === 'local') return
      const { title, twinId, userId } = found
      const asker = createAsker(engine, config.SUMMARY_MODEL, async ({ model, usage }) => {
        const exceeded = await overBudget(db, { workspaceId, twinId }, model === null ? 0 : prices.costOf(model, usage))
        if (exceeded) throw exceeded
        const used = await sumTokensOfDay(db, workspaceId, 'knowledge')
        const pending = Object.values(usage).reduce((sum, tokens) => sum + tokens, 0)
        if (used + pending >= config.KNOWLEDGE_DAY_TOKENS)
          throw new ServiceError('budget_exceeded', 'The workspace has used KNOWLEDGE_DAY_TOKENS of today.')
      })
      const record = async (tx: Db) => {
        const { model, usage } = asker
        if (model === null) return
        await recordUsage(tx, prices, { workspaceId, userId, twinId, runId: null, purpose: 'knowledge', model, usage })
      }
      let graph: Graph
      try {
        graph = await graphOf(db, key, asker, title, signal)
      } catch (error) {
        await record(db)
        if (!isFinal(error)) throw error
        log.info({ err: error, ...key }, 'no model has found a document’s entities; what rules have found stays')
        return
      }
      await transaction(db, async (tx) => {
        await replaceGraph(tx, key, graph)
        await record(tx)
      })
    },
    { concurrency: 2 },
  )
}

/**
 * By a model as far as it is given the document, and by rules beyond. What it has found is paid for, and kept: a part that
 * it gives no usable answer about is left to rules, and where it fails otherwise, all that follows.
 *
 * @throws what it fails with before it has found anything
 */
async function graphOf(db: Db, key: VersionKey, asker: Asker, title: string, signal: AbortSignal): Promise<Graph> {
  const graphs: Graph[] = []
  const rest: string[] = []
  let restLength = 0
  let turns = 0
  let refusal: AnswerRefused | undefined
  for await (const passages of readPassages(db, key, passagesAtOnce)) {
    if (turns < maxTurns) {
      turns += 1
      try {
        graphs.push(await askForGraph(asker, { title, text: passages.join('\n\n') }, signal))
        continue
      } catch (error) {
        if (error instanceof AnswerRefused) refusal = error
        else if (isOfModel(error) && graphs.length > 0) turns = maxTurns
        else throw error
      }
    }
    rest.push(...passages)
    restLength += passages.join('').length
    if (restLength > maxGraphChars) break
  }
  if (refusal && graphs.length === 0) throw refusal
  return mergeGraphs([...graphs, await findGraph(rest)])
}

/** Whether the model cannot be asked, or may not. */
const isOfModel = (error: unknown): boolean =>
  error instanceof EngineError || (error instanceof ServiceError && error.code === 'budget_exceeded')

const isFinal = (error: unknown): boolean =>
  error instanceof AnswerRefused ||
  (isOfModel(error) && !(error instanceof EngineError && passing.includes(error.failure)))
