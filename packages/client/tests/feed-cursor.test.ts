import { FeedCursor, type ReceivedEvent } from '@parley/client/feed-cursor'
import { describe, expect, it } from 'vitest'

const effects = { created: 'add', updated: 'change', deleted: 'remove' } as const

/** What `take` is called with. */
const event = (
  what: keyof typeof effects,
  seq: number,
  rev: number,
  more: Partial<ReceivedEvent> = {},
): [ReceivedEvent, (typeof effects)[typeof what]] => [
  { type: `message.${what}`, seq, rev, data: {}, ...more },
  effects[what],
]

describe('a cursor', () => {
  it('takes each message once and notices one that is missing', () => {
    const cursor = new FeedCursor({ seq: 4, rev: 9 })
    expect(cursor.take(...event('created', 4, 7))).toBe('repeated')
    expect(cursor.take(...event('created', 6, 11))).toBe('gap')
    expect(cursor.take(...event('created', 5, 10))).toBe('new')
    expect(cursor.take(...event('created', 6, 11))).toBe('new')
    expect(cursor).toMatchObject({ seq: 6, rev: 11 })
  })

  it('takes each change to a message it has seen once, by rev', () => {
    const cursor = new FeedCursor({ seq: 4, rev: 9 })
    expect(cursor.take(...event('updated', 2, 9))).toBe('repeated')
    expect(cursor.take(...event('updated', 2, 10))).toBe('new')
    expect(cursor.take(...event('deleted', 2, 10))).toBe('repeated')
    expect(cursor.take(...event('updated', 5, 12))).toBe('gap')
    expect(cursor).toMatchObject({ seq: 4, rev: 10 })
  })

  it('counts the tombstone of a message it never saw as that message', () => {
    const cursor = new FeedCursor({ seq: 4, rev: 9 })
    expect(cursor.take(...event('deleted', 6, 12))).toBe('gap')
    expect(cursor.take(...event('deleted', 5, 11))).toBe('new')
    expect(cursor.take(...event('created', 6, 12))).toBe('new')
  })

  it('takes a replayed message by seq even where its rev is that of an earlier claim', () => {
    const cursor = new FeedCursor({ seq: 4, rev: 9 })
    expect(cursor.take(...event('created', 5, 9))).toBe('new')
    expect(cursor.take(...event('created', 6, 9))).toBe('new')
    expect(cursor.take(...event('updated', 1, 10))).toBe('new')
  })

  it('takes what has no number as it comes', () => {
    const cursor = new FeedCursor({ seq: 4, rev: 9 })
    expect(cursor.take(...event('updated', 1, 1, { seq: null, rev: null }))).toBe('new')
    expect(cursor).toMatchObject({ seq: 4, rev: 9 })
  })

  it('steps over numbers that are not for it, and no others', () => {
    const cursor = new FeedCursor({ seq: 4, rev: 9 })
    expect(cursor.take(...event('created', 9, 14, { skips: { from: 7, to: 8 } }))).toBe('gap')
    expect(cursor).toMatchObject({ seq: 4, rev: 9 })
    expect(cursor.take(...event('created', 9, 14, { skips: { from: 4, to: 8 } }))).toBe('new')
    expect(cursor.take(...event('updated', 12, 15, { skips: { from: 10, to: 12 } }))).toBe('new')
    expect(cursor.take(...event('created', 9, 16, { skips: { from: 4, to: 8 } }))).toBe('repeated')
    expect(cursor).toMatchObject({ seq: 12, rev: 15 })
  })
})
