import { type EventEnvelope, type Facts, rooms } from '@parley/contracts/event'
import { publishAfterCommit } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'

/** What `post_message` and `publish_change` return of the event that they have written into the outbox. */
export interface WrittenEvent<T> {
  event: EventEnvelope<T> & { channel_id: string }
  outbox_position: number
  written_at: number
  /** What jobs ask about it. */
  facts: Facts
}

/** Publishes a message's event to its channel once it is committed. */
export function publishMessageEvent<T>(db: Db, written: WrittenEvent<T>, trace: Trace) {
  const { event, outbox_position, written_at, facts } = written
  publishAfterCommit(db, [
    {
      position: outbox_position,
      id: event.id,
      kind: 'event',
      name: event.type,
      rooms: [rooms.channel(event.channel_id)],
      payload: event,
      options: facts,
      trace,
      written_at,
    },
  ])
}
