import { createChannel } from '@parley/contracts/channels/channels'
import { Metadata } from '@parley/contracts/fields'
import { describe, expect, it } from 'vitest'

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
