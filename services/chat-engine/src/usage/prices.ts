import * as z from 'zod'
import type { Usage } from '../engines/engine.ts'

const Dollars = z.number().min(0).max(10_000)

/** US dollars per million tokens or, such as for pictures, for each answer, as an operator gives them. */
const GivenPrice = z.union([
  z
    .strictObject({ input: Dollars, output: Dollars, cache_read: Dollars.optional(), cache_write: Dollars.optional() })
    .transform(({ input, output, cache_read, cache_write }) => priceOf(input, output, cache_read, cache_write)),
  z.strictObject({ each: Dollars }).transform(({ each }) => ({ ...free, each })),
])

/** `MODEL_PRICES`: prices by model, beside the built-in ones and before them. */
export const ModelPrices = z
  .string()
  .default('{}')
  .transform((text, context) => {
    try {
      return z.record(z.string(), GivenPrice).parse(JSON.parse(text))
    } catch {
      context.addIssue('Must be JSON: {"<model>": {"input": 3, "output": 15, "cache_read": 0.3, "cache_write": 3.75}}.')
      return z.NEVER
    }
  })
  .describe(
    'JSON: US dollars per million tokens of models, where they differ from the built-in prices: {"<model>": {"input": 3, "output": 15}}. `cache_read` is a tenth of `input`, `cache_write` 1.25 times as much, unless given. Of models that make pictures or videos, US dollars for each: {"<model>": {"each": 0.04}}.',
  )

/** US dollars per million tokens of each kind, and for each answer. */
export interface Price {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  each: number
}

/** What models cost. */
export interface Prices {
  /**
   * What usage has cost, in billionths of a US dollar, a whole number.
   *
   * @returns null where the model's price is not known
   */
  costOf(model: string, usage: Usage): number | null
}

function priceOf(input: number, output: number, cacheRead = input / 10, cacheWrite = input * 1.25): Price {
  return { input, output, cacheRead, cacheWrite, each: 0 }
}

const free = priceOf(0, 0)

/**
 * Anthropic's list prices, the newest of each family first. Writing to the cache for five minutes. A model that costs more
 * for long prompts is priced as for short ones.
 */
const listPrices: readonly [models: readonly string[], price: Price][] = [
  [['claude-fable-5-1', 'claude-mythos-5-1'], priceOf(10, 50, 0.25)],
  [['claude-fable-5', 'claude-mythos-5'], priceOf(10, 50)],
  [['claude-opus-5-5'], priceOf(4, 20, 0.2)],
  [['claude-opus-5', 'claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6', 'claude-opus-4-5'], priceOf(5, 25)],
  [['claude-opus-4-1', 'claude-opus-4-0', 'claude-opus-4', 'claude-3-opus'], priceOf(15, 75)],
  [['claude-sonnet-5-5'], priceOf(2, 10, 0.1)],
  [['claude-sonnet-5'], priceOf(2, 10)],
  [['claude-sonnet-4-6', 'claude-sonnet-4-5', 'claude-sonnet-4-0', 'claude-sonnet-4'], priceOf(3, 15)],
  [['claude-3-7-sonnet', 'claude-3-5-sonnet'], priceOf(3, 15)],
  [['claude-haiku-5-5'], priceOf(0.1, 0.5)],
  [['claude-haiku-4-5'], priceOf(1, 5)],
  [['claude-3-5-haiku'], priceOf(0.8, 4)],
  [['claude-3-haiku'], priceOf(0.25, 1.25, 0.03, 0.3)],
]

/** `claude-haiku-4-5-20251001` and `claude-3-5-haiku-latest` are their models of a day. */
const version = /-(?:\d{8}|latest)$/
const family = /^claude-(?:[\d-]+-)?(fable|mythos|opus|sonnet|haiku)(?:-|$)/

/**
 * Prices of the Claude models, with an operator's own before them. A model that is not listed costs as the newest of its
 * family that is; one of no known family has no price. The engine `local` is free.
 */
export function createPrices(own: Readonly<Record<string, Price>> = {}): Prices {
  const listed = listPrices.flatMap(([models, price]) => models.map((model) => [model, price] as const))
  const byModel = new Map<string, Price>([...listed, ['local', free], ...Object.entries(own)])
  function find(model: string): Price | undefined {
    const name = model.replace(version, '')
    return byModel.get(model) ?? byModel.get(name) ?? newestOf(family.exec(name)?.[1])
  }
  return {
    costOf(model, usage) {
      const price = find(model)
      if (!price) return null
      const perMillion =
        usage.inputTokens * price.input +
        usage.outputTokens * price.output +
        usage.cacheReadTokens * price.cacheRead +
        usage.cacheWriteTokens * price.cacheWrite
      return Math.round(perMillion * 1_000 + price.each * 1_000_000_000)
    },
  }
}

const newestOf = (name: string | undefined): Price | undefined =>
  name === undefined
    ? undefined
    : listPrices.find(([models]) => models.some((model) => model.includes(`-${name}`)))?.[1]
