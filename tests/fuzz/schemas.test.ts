import { endpoints } from '@parley/contracts/catalog'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type * as z from 'zod'
import { fieldsOf } from './from-schema.ts'
import { classicValues, hostileText, hostileValue } from './hostile.ts'

const ids = ['019a0000-0000-7000-8000-000000000000', 'ch_7zzzzzzzzzzzzzzzzzzzzzzzzz']
const schemas = endpoints.flatMap(({ name, params, query, body }) =>
  Object.entries({ params, query, body }).flatMap(([part, schema]) =>
    schema ? [[`${part} of ${name}`, schema as z.ZodObject] as const] : [],
  ),
)

/** Addresses whose parsers throw: most inputs of these forms are not reached by chance. */
const address = fc
  .tuple(fc.constantFrom('a@', 'https://', 'http://['), fc.stringMatching(/^(?:xn--)?[\w.\-:%\]]{0,12}$/))
  .map(([scheme, host]) => `${scheme}xn--${host}.example`)

/** An object that cannot be compared with a number, nor written into a text. */
const unprintable = { toString: null, valueOf: null }

describe('a schema', () => {
  it.each(schemas)('answers whatever it is given, and never throws: the %s', (_name, schema) => {
    for (const value of [...classicValues, unprintable]) schema.safeParse(value)
    const fields = Object.entries(fieldsOf(schema, ids)).map(([name, declared]) => {
      for (const value of [...classicValues, unprintable]) schema.safeParse({ [name]: value })
      const any = fc.oneof(declared, hostileValue, hostileText, address)
      return [name, any] as const
    })
    const input = fc.record(Object.fromEntries(fields), { requiredKeys: [] })
    fc.assert(
      fc.property(input, (given) => {
        schema.safeParse(given)
      }),
      { numRuns: 50 },
    )
  })
})
