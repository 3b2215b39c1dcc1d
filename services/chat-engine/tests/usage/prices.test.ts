import { describe, expect, it } from 'vitest'
import { createPrices, ModelPrices } from '../../src/usage/prices.ts'

const usage = (given: object) => ({
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  ...given,
})
const million = {
  inputTokens: 1_000_000,
  outputTokens: 1_000_000,
  cacheReadTokens: 1_000_000,
  cacheWriteTokens: 1_000_000,
}
const dollarsOf = (model: string, prices = createPrices()) => {
  const each = (kind: string) => prices.costOf(model, usage({ [kind]: 1_000_000 }))
  return Object.keys(million).map((kind) => {
    const billionths = each(kind)
    return billionths === null ? null : billionths / 1e9
  })
}

describe('a model', () => {
  it.each([
    ['claude-opus-4-6', [5, 25, 0.5, 6.25]],
    ['claude-opus-4-20250514', [15, 75, 1.5, 18.75]],
    ['claude-sonnet-4-6', [3, 15, 0.3, 3.75]],
    ['claude-sonnet-4-20250514', [3, 15, 0.3, 3.75]],
    ['claude-sonnet-5-5', [2, 10, 0.1, 2.5]],
    ['claude-haiku-4-5-20251001', [1, 5, 0.1, 1.25]],
    ['claude-haiku-5-5', [0.1, 0.5, 0.01, 0.125]],
    ['claude-3-5-haiku-latest', [0.8, 4, 0.08, 1]],
    ['claude-3-haiku-20240307', [0.25, 1.25, 0.03, 0.3]],
    ['local', [0, 0, 0, 0]],
  ])('%s has its list price', (model, dollars) => {
    expect(dollarsOf(model)).toEqual(dollars)
  })

  it.each([
    ['claude-opus-9', 'claude-opus-5-5'],
    ['claude-sonnet-4-9-20270101', 'claude-sonnet-5-5'],
    ['claude-3-9-haiku', 'claude-haiku-5-5'],
    ['claude-mythos-7', 'claude-mythos-5-1'],
  ])('%s, which is not listed, costs as the newest of its family', (model, newest) => {
    expect(dollarsOf(model)).toEqual(dollarsOf(newest))
  })

  it.each(['gpt-5', 'claude', 'claude-opusculum-1', 'constructor', ''])(
    '%s of no known family has no price',
    (model) => {
      expect(dollarsOf(model)).toEqual([null, null, null, null])
    },
  )

  it('costs what the operator says, by its name or its dated name', () => {
    const own = ModelPrices.parse(
      '{"gpt-5":{"input":2,"output":8},"claude-opus-4-6":{"input":4,"output":20,"cache_read":0}}',
    )
    expect(dollarsOf('gpt-5', createPrices(own))).toEqual([2, 8, 0.2, 2.5])
    expect(dollarsOf('claude-opus-4-6-20260101', createPrices(own))).toEqual([4, 20, 0, 5])
  })

  it('that makes pictures has a price for each, whatever it says it has used', () => {
    const prices = createPrices(ModelPrices.parse('{"pictures-1":{"each":0.04}}'))
    expect(prices.costOf('pictures-1', usage({ outputTokens: 1_056 }))).toBe(40_000_000)
  })

  it('costs a whole number of billionths, whatever was used', () => {
    const all = usage({ inputTokens: 1, outputTokens: 1, cacheReadTokens: 1, cacheWriteTokens: 1 })
    expect(createPrices().costOf('claude-haiku-5-5', all)).toBe(100 + 500 + 10 + 125)
  })
})

describe('MODEL_PRICES', () => {
  it.each([
    'x',
    '[]',
    '{"a":{}}',
    '{"a":{"each":-1}}',
    '{"a":{"input":-1,"output":1}}',
    '{"a":{"input":1,"output":1,"inptu":2}}',
  ])('is refused where it is %s', (text) => {
    expect(ModelPrices.safeParse(text).error?.issues[0]?.message).toMatch(/^Must be JSON/)
  })
})
