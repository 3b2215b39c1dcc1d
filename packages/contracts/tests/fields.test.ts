import { endpoints } from '@parley/contracts/catalog'
import { createChannel } from '@parley/contracts/channels/channels'
import { VisitedPage } from '@parley/contracts/desk/widget'
import { title } from '@parley/contracts/endpoint'
import { Flag, Integer, Metadata } from '@parley/contracts/fields'
import { bodyLimits } from '@parley/contracts/limits'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const problem = (value: unknown) => Metadata.safeParse(value).error?.issues[0]?.message

describe('metadata', () => {
  it('is refused beyond 16 KiB of JSON, counted in bytes', () => {
    expect(problem({ text: 'x'.repeat(16_000) })).toBeUndefined()
    expect(problem({ text: 'é'.repeat(8_200) })).toBe('Must be at most 16384 bytes of JSON.')
  })

  it('is refused beyond 16 levels', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { inner: nested(levels - 1) })
    expect(problem(nested(16))).toBeUndefined()
    expect(problem(nested(17))).toMatch(/16 levels/)
  })

  it.each([1e21, -1e308, 1e-7])('is refused with %d, which PostgreSQL would write out in full', (number) => {
    expect(problem({ list: [number] })).toMatch(/Numbers/)
  })

  it.each([0, -1.5, 1e20, 0.000001, Number.MAX_SAFE_INTEGER])('may hold %d', (number) => {
    expect(problem({ number })).toBeUndefined()
  })
})

describe('a request with several faults', () => {
  it('has each named, also where one check spans fields', () => {
    const paths = createChannel.body
      .safeParse({ workspace_id: 'x', channel_type: 'text' })
      .error?.issues.map(({ path }) => path.join('.'))
    expect(paths).toEqual(['workspace_id', 'name'])
    expect(createChannel.body.safeParse('text').success).toBe(false)
    expect(
      createChannel.body
        .safeParse({ channel_type: 'dm', member_ids: 7 })
        .error?.issues.map(({ path }) => path.join('.')),
    ).toEqual(['workspace_id', 'member_ids'])
  })
})

/** What JavaScript would make a number of, and nobody means as one. */
const oddNumbers = [
  '0x10',
  '0b1',
  '0o7',
  '1e1',
  '+5',
  ' 5',
  '5 ',
  '5.0',
  '5.',
  '.5',
  '05',
  '-0',
  '',
  ' ',
  '1_0',
  '٥',
  '５',
]
const notNumbers = [
  'abc',
  'NaN',
  'Infinity',
  'true',
  'null',
  '[]',
  ['5'],
  ['5', '5'],
  true,
  null,
  {},
  5.5,
  '1'.repeat(400),
]

describe('a whole number', () => {
  const schema = Integer({ min: -10, max: 100 })

  it('is read from decimal digits', () => {
    for (const [given, read] of [
      ['0', 0],
      ['5', 5],
      ['100', 100],
      ['-7', -7],
      [5, 5],
    ] as const)
      expect(schema.parse(given)).toBe(read)
  })

  it.each([...oddNumbers, ...notNumbers])('is not read from %j', (given) => {
    expect(schema.safeParse(given).success).toBe(false)
  })

  it('is bounded, and says so', () => {
    expect(schema.safeParse('101').error?.issues).toMatchObject([{ code: 'too_big' }])
    expect(schema.safeParse('-11').error?.issues).toMatchObject([{ code: 'too_small' }])
    expect(schema.safeParse('9'.repeat(16)).success).toBe(false)
  })
})

describe('a number in the query or path', () => {
  const numeric = endpoints.flatMap((endpoint) =>
    [endpoint.query, endpoint.params].flatMap((schema) =>
      Object.entries(schema?.shape ?? {})
        .filter(([, field]) => {
          const json = z.toJSONSchema(field as z.ZodType, { io: 'input', unrepresentable: 'any' })
          return /"type":"(integer|number)"/.test(JSON.stringify(json))
        })
        .map(([name, field]) => [`${name} of ${title(endpoint)}`, field as z.ZodType] as const),
    ),
  )

  it('is known to be one', () => {
    expect(numeric.length).toBeGreaterThan(10)
  })

  it.each(numeric)('%s: is decimal digits and nothing else', (_name, field) => {
    for (const given of oddNumbers) expect([given, field.safeParse(given).success]).toEqual([given, false])
    expect(field.safeParse('1').success).toBe(true)
  })
})

describe('a flag', () => {
  it('is what the document says, letter for letter', () => {
    expect(['true', '1', 'false', '0', true, false].map((given) => Flag.parse(given))).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ])
    for (const given of ['TRUE', 'True', 'yes', 'on', '', ' true', '01', 1, 0, null, ['true']])
      expect([given, Flag.safeParse(given).success]).toEqual([given, false])
  })
})

describe('a list', () => {
  it('that is too long is not looked into: that would cost more than parsing it', () => {
    let looks = 0
    const element = z.string().refine(() => {
      looks += 1
      return true
    })
    const schema = z.array(element).max(3)
    expect(schema.safeParse(Array(5_000).fill('x')).error?.issues).toMatchObject([{ code: 'too_big' }])
    expect(looks).toBe(0)
    expect(schema.parse(['a', 'b', 'c'])).toEqual(['a', 'b', 'c'])
  })
})

describe('a body', () => {
  it('is as large as its endpoint has a use for: 8 KiB for all of /api/auth', () => {
    for (const { path, bodyLimitBytes, upload } of endpoints.filter(({ body }) => body)) {
      if (path.startsWith('/api/auth/')) expect([path, bodyLimitBytes]).toEqual([path, 8 * 1024])
      else if (!upload) expect(Object.values(bodyLimits)).toContain(bodyLimitBytes)
    }
  })
})

describe('a visited page', () => {
  it('is kept without what signs in to it', () => {
    const { url } = VisitedPage.parse({ url: 'https://ada:secret@shop.example/lamps?page=2#top' })
    expect(url).toBe('https://shop.example/lamps?page=2#top')
  })
})
