import { defineEvent, type EventEnvelope } from '@parley/contracts/event'
import { channelFeed } from '@parley/contracts/feeds'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { faultOf } from '../src/envelope.ts'

const written = defineEvent({
  type: 'test.written',
  audience: 'The suite.',
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'add',
  data: z.object({ id: z.string(), by: z.object({ name: z.string() }) }),
})
const event = { seq: 1, rev: 1, channel_id: 'c', data: { id: 'm', by: { name: 'Ada' } } } as unknown as EventEnvelope

it('an event that is as its contract declares it has no fault', () => expect(faultOf(written, event)).toBeUndefined())

it.for<[string, Partial<EventEnvelope>, string]>([
  ['is not numbered', { seq: null }, 'test.written is sequenced, and its seq is null, its rev 1.'],
  ['names no feed', { channel_id: null }, 'test.written has no channel_id.'],
  ['lacks a field', { data: { id: 'm', by: {} } }, 'test.written: data.by.name: '],
  [
    'has one too many',
    { data: { id: 'm', by: { name: 'Ada', age: 3 } } },
    'test.written: data.by.age is not declared.',
  ],
])('one that %s has', ([, change, fault]) => expect(faultOf(written, { ...event, ...change })).toContain(fault))
