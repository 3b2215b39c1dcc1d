import type { EventEnvelope } from '@parley/contracts/event'
import { messageCreated, messageUpdated } from '@parley/contracts/events'
import type { Head } from '@parley/contracts/realtime'
import { derivedId } from './derived-id.ts'

type Numbered = EventEnvelope & { seq: number; rev: number }

/**
 * Caps each event's `rev` at what its reader has received completely. A message that is sent late comes at its `seq` with
 * its latest `rev`, ahead of changes with lower ones: a reader who stopped there would never ask for those.
 *
 * @param endRev the reader's position after the last event
 */
export function clampRevs(events: EventEnvelope[], endRev: number): EventEnvelope[] {
  let cap = endRev
  return events
    .toReversed()
    .map((event) => {
      const own = event.rev ?? 0
      const rev = Math.min(own, cap)
      cap = Math.min(cap, own - 1)
      return rev === own ? event : { ...event, rev }
    })
    .reverse()
}

/**
 * Turns what `messaging.changes` answers to one reader into events for a room. Most sockets in it are at the room's
 * position; some have synced by themselves and are ahead. They drop a message that they have, and would lose a change
 * that it carries: whatever may have been changed since it was written is sent as that change, too.
 *
 * @param from the room's position
 * @param to its position afterwards; `isEnd` when nothing is left to read
 */
export function toRoomEvents(
  events: EventEnvelope[],
  from: Head,
  to: { rev: number; isEnd: boolean },
): EventEnvelope[] {
  const numbered = events as Numbered[]
  // Every change is its message's only one: all events are as they were published.
  if (to.isEnd && numbered.length === to.rev - from.rev) return numbered.toSorted(byRev)
  const written = numbered.filter(({ seq }) => seq > from.seq)
  const changed = numbered.filter(({ seq }) => seq <= from.seq)
  const repeated = findChanged(written, numbered, from.rev).filter(({ rev }) => rev <= to.rev)
  return clampRevs([...written, ...[...changed, ...repeated.map(asChange)].sort(byRev)], to.rev)
}

const byRev = (a: Numbered, b: Numbered) => a.rev - b.rev

/**
 * The messages that may be older than their `rev`: the change that created them has no event of its own any more.
 * Messages are created in `seq` order, so a message's first `rev` lies between those of its neighbours.
 */
function findChanged(written: Numbered[], events: Numbered[], fromRev: number): Numbered[] {
  const revs = events.map(({ rev }) => rev)
  const found: Numbered[] = []
  let latest = Number.POSITIVE_INFINITY
  for (let index = written.length - 1; index >= 0; index--) {
    const earliest = fromRev + index + 1
    latest = Math.min(latest, written[index]!.rev - 1)
    const eventsWithin = revs.filter((rev) => rev >= earliest && rev <= latest).length
    if (eventsWithin < latest - earliest + 1) found.push(written[index]!)
  }
  return found
}

/** The event of the latest change, under the id with which it was published. */
function asChange(event: Numbered): Numbered {
  if (event.type !== messageCreated.type) return event
  const { id } = event.data as { id: string }
  return { ...event, id: derivedId(`${id}${event.rev}`), type: messageUpdated.type }
}
