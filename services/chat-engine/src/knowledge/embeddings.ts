import type { ServiceRuntime } from '@parley/kit/runtime'
import { Counter } from 'prom-client'
import * as z from 'zod'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { claimUnembedded, findTexts, finishEmbedding, storeVectors } from './store/vectors.ts'

/** Texts that one request has. */
const batchSize = 64
/** How long a search waits for its question's vector; then it does without. */
const questionTimeoutMs = 2_000
const batchTimeoutMs = 60_000
/** After a failure searches do without for so long, so that none of them waits for an endpoint that is down. */
const restMs = 10_000
const sweepEveryMs = 5_000

const Answer = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).min(1).max(8_192) })),
})

export interface EmbeddingsOptions {
  /** The base of an OpenAI-compatible API, such as `https://api.openai.com/v1`. */
  url: string
  model: string
  apiKey: string | undefined
}

/** The vector of a question, and the model that it is of. */
export interface Meaning {
  model: string
  vector: number[]
}

export interface Embeddings {
  /** A question's vector; undefined where the endpoint gives none in time: text search serves by itself then. */
  meaningOf(question: string, signal?: AbortSignal): Promise<Meaning | undefined>
}

/**
 * Vectors by an OpenAI-compatible endpoint. A loop makes those of documents, in batches, and again when the model changes;
 * until a document has all of its vectors it is found by its words alone.
 */
export function createEmbeddings(
  { db, every, metrics }: Pick<ServiceRuntime<DB>, 'db' | 'every' | 'metrics'>,
  { url, model, apiKey }: EmbeddingsOptions,
): Embeddings {
  const endpoint = `${url.replace(/\/+$/, '')}/embeddings`
  const questions = new Counter({
    name: 'parley_knowledge_questions_total',
    help: 'Questions whose vector was asked for, by outcome: made, or failed, so that text search served by itself.',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  })
  let restsUntil = 0

  /** The vectors of texts, in their order, each of length 1. */
  async function embed(input: readonly string[], signal: AbortSignal): Promise<number[][]> {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(apiKey && { Authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify({ model, input }),
      signal,
    })
    if (!answer.ok) {
      await answer.body?.cancel()
      throw new Error(`The embeddings endpoint answered ${answer.status}.`)
    }
    const { data } = Answer.parse(await answer.json())
    const vectors = input.map((_, index) => data.find((each) => each.index === index)?.embedding)
    if (vectors.some((vector) => vector === undefined)) throw new Error('The embeddings endpoint left out a vector.')
    return vectors.map((vector) => normalised(vector!))
  }

  async function embedDocument(db: Db, signal: AbortSignal): Promise<boolean> {
    const key = await claimUnembedded(db, model)
    if (!key) return false
    for (let after = -1; ; ) {
      const texts = await findTexts(db, key, after, batchSize)
      if (texts.length === 0) break
      const vectors = await embed(
        texts.map(({ text }) => text),
        AbortSignal.any([signal, AbortSignal.timeout(batchTimeoutMs)]),
      )
      const isStored = await storeVectors(
        db,
        key,
        texts.map(({ ordinal }, index) => ({ ordinal, vector: vectors[index]! })),
      )
      if (!isStored) return true
      after = texts.at(-1)!.ordinal
    }
    await finishEmbedding(db, key, model)
    return true
  }

  every('embed-knowledge', sweepEveryMs, async (signal) => ((await embedDocument(db, signal)) ? 0 : undefined))

  return {
    async meaningOf(question, signal) {
      if (Date.now() < restsUntil) {
        questions.inc({ outcome: 'failed' })
        return undefined
      }
      const timeout = AbortSignal.timeout(questionTimeoutMs)
      try {
        const [vector] = await embed([question], signal ? AbortSignal.any([signal, timeout]) : timeout)
        questions.inc({ outcome: 'made' })
        return { model, vector: vector! }
      } catch {
        signal?.throwIfAborted()
        restsUntil = Date.now() + restMs
        questions.inc({ outcome: 'failed' })
        return undefined
      }
    },
  }
}

/** A vector of length 1: the product of two is the cosine between them. */
function normalised(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return length === 0 ? [...vector] : vector.map((each) => each / length)
}
