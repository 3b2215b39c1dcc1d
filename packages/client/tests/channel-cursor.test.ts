import { ChannelCursor } from '@parley/client/channel-cursor'
import type { EventEnvelope } from '@parley/contracts/event'
import { describe, expect, it } from 'vitest'

const event = (type: string, seq: number, rev: number): EventEnvelope => ({
  id: crypto.randomUUID(),
  type: `message.${type}`,
  workspace_id: crypto.randomUUID(),
  channel_id: crypto.randomUUID(),
  seq,
  rev,
  at: new Date().toISOString(),
  data: {},
})

describe('a cursor', () => {
  it('takes each message once and notices one that is missing', () => {
    const cursor = new ChannelCursor({ seq: 4, rev: 9 })
    expect(cursor.take(event('created', 4, 7))).toBe('repeated')
    expect(cursor.take(event('created', 6, 11))).toBe('gap')
    expect(cursor.take(event('created', 5, 10))).toBe('new')
    expect(cursor.take(event('created', 6, 11))).toBe('new')
    expect(cursor).toMatchObject({ seq: 6, rev: 11 })
  })

  it('takes each change to a message it has seen once, by rev', () => {
    const cursor = new ChannelCursor({ seq: 4, rev: 9 })
    expect(cursor.take(event('updated', 2, 9))).toBe('repeated')
    expect(cursor.take(event('updated', 2, 10))).toBe('new')
    expect(cursor.take(event('deleted', 2, 10))).toBe('repeated')
    expect(cursor.take(event('updated', 5, 12))).toBe('gap')
    expect(cursor).toMatchObject({ seq: 4, rev: 10 })
  })

  it('counts the tombstone of a message it never saw as that message', () => {
    const cursor = new ChannelCursor({ seq: 4, rev: 9 })
    expect(cursor.take(event('deleted', 6, 12))).toBe('gap')
    expect(cursor.take(event('deleted', 5, 11))).toBe('new')
    expect(cursor.take(event('created', 6, 12))).toBe('new')
  })

  it('takes a replayed message by seq even where its rev is that of an earlier claim', () => {
    const cursor = new ChannelCursor({ seq: 4, rev: 9 })
    expect(cursor.take(event('created', 5, 9))).toBe('new')
    expect(cursor.take(event('created', 6, 9))).toBe('new')
    expect(cursor.take(event('updated', 1, 10))).toBe('new')
  })

  it('takes what has no number as it comes', () => {
    const cursor = new ChannelCursor({ seq: 4, rev: 9 })
    expect(cursor.take({ ...event('created', 1, 1), type: 'typing', seq: null, rev: null })).toBe('new')
    expect(cursor).toMatchObject({ seq: 4, rev: 9 })
  })
})
