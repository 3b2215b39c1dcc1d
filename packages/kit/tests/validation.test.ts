import { endpoints } from '@parley/contracts/catalog'
import { title } from '@parley/contracts/endpoint'
import { Flag, Limit } from '@parley/contracts/fields'
import { SyncMessage } from '@parley/contracts/realtime'
import { validate } from '@parley/kit/validation'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const schema = z.object({
  text: z.string().min(1).max(3).optional(),
  list: z.array(z.string()).min(1).max(1).optional(),
  pair: z.array(z.string()).length(2).optional(),
  number: z.number().gt(0).max(10_000).optional(),
  whole: z.int().optional(),
  flag: z.boolean().optional(),
  kind: z.enum(['a', 'b']).optional(),
  one: z.literal('only').optional(),
  id: z.guid().optional(),
  at: z.iso.datetime().optional(),
  code: z.string().regex(/^x+$/).optional(),
  object: z.object({ needed: z.string() }).optional(),
  own: z.string('Must be a poem.').optional(),
})

describe('what is wrong with a field is said in our own sentence', () => {
  it.each([
    [{ text: 7 }, 'text', 'Must be a string.'],
    [{ text: null }, 'text', 'Must be a string.'],
    [{ text: '' }, 'text', 'Must not be empty.'],
    [{ text: 'long' }, 'text', 'Must have at most 3 characters.'],
    [{ list: 'x' }, 'list', 'Must be an array.'],
    [{ list: [] }, 'list', 'Must not be empty.'],
    [{ list: ['a', 'b'] }, 'list', 'Must have at most 1 item.'],
    [{ list: [7] }, 'list.0', 'Must be a string.'],
    [{ pair: ['a'] }, 'pair', 'Must have exactly 2 items.'],
    [{ number: '1' }, 'number', 'Must be a number.'],
    [{ number: 0 }, 'number', 'Must be more than 0.'],
    [{ number: 1e5 }, 'number', 'Must be at most 10,000.'],
    [{ whole: 1.5 }, 'whole', 'Must be a whole number.'],
    [{ flag: 'yes' }, 'flag', 'Must be true or false.'],
    [{ kind: 'c' }, 'kind', 'Must be one of “a”, “b”.'],
    [{ one: 'other' }, 'one', 'Must be “only”.'],
    [{ id: 'x' }, 'id', 'Must be a UUID.'],
    [{ at: 'noon' }, 'at', 'Must be a time in ISO 8601, such as 2030-01-31T09:30:00.000Z.'],
    [{ code: 'y' }, 'code', 'Must be of the documented form.'],
    [{ object: [] }, 'object', 'Must be an object.'],
    [{ object: {} }, 'object.needed', 'Required.'],
    [{ own: 7 }, 'own', 'Must be a poem.'],
    [null, '', 'Must be an object.'],
    ['text', '', 'Must be an object.'],
  ])('%j', (given, path, message) => {
    expect(validate(schema, given)).toEqual({ details: [{ path, message }] })
  })

  it('of each field that a strict schema does not know, cut where its name is long', () => {
    const strict = z.object({ inner: z.strictObject({ a: z.string() }) })
    const message = 'Is no documented field.'
    expect(validate(strict, { inner: { a: 'x', b: 1, ['c'.repeat(1_000)]: 2 } }).details).toEqual([
      { path: 'inner.b', message },
      { path: `inner.${'c'.repeat(100)}…`, message },
    ])
  })

  it('where several forms are possible, too', () => {
    expect(validate(Flag, 'yes').details).toEqual([{ path: '', message: 'Must be true or false.' }])
    expect(validate(Limit(), '101').details).toEqual([{ path: '', message: 'Must be at most 100.' }])
    expect(validate(SyncMessage, []).details).toEqual([{ path: '', message: 'Must be an object.' }])
  })

  it('names at most 50', () => {
    expect(validate(z.array(z.string()), Array(60).fill(7)).details).toHaveLength(50)
  })
})

/** Each field of an object, and the object itself, with each of these values. */
function* wrong(shape: z.ZodObject): Generator<unknown> {
  const values = [undefined, null, -1, 1.5, '', 'x'.repeat(5_000), [null], { x: [] }]
  yield* values
  for (const name of Object.keys(shape.shape)) for (const value of values) yield { [name]: value }
}

it('is never said in zod’s words, whatever an endpoint is given', () => {
  const zods = /Invalid|expected|received|Too (?:big|small)|Unrecognized|[<>]=/
  const foreign = new Set<string>()
  for (const endpoint of endpoints)
    for (const part of [endpoint.params, endpoint.query, endpoint.body])
      if (part)
        for (const given of wrong(part))
          for (const { message } of validate(part, given).details ?? [])
            if (zods.test(message)) foreign.add(`${title(endpoint)}: ${message}`)
  expect([...foreign]).toEqual([])
})
