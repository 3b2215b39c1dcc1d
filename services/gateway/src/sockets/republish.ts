import type { EventEnvelope } from '@parley/contracts/event'
import { messageCreated, messageUpdated } from '@parley/contracts/messages/events'
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
 * Turns what `messaging.changes` returns to one reader into events for a room. Sockets that have synced by themselves are
 * ahead of the room and drop messages that they have, so a message that may have changed is sent as its change, too:
 *
 *     room at seq 4, rev 7; message 5 was created by rev 8 and edited by rev 9; a socket has synced up to seq 5, rev 8
 *     changes returns  created(seq 5, rev 9)
 *     room receives    created(seq 5, rev 8), which that socket drops, and updated(seq 5, rev 9), which it takes
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
 * The messages that may have changed since they were created, which leaves a rev without an event. Messages are created
 * in `seq` order, so a message's first rev lies between those of its neighbours: after rev 7, `created(seq 5, rev 9)`
 * alone misses rev 8, so message 5 was created by 8 and changed by 9. With `created(seq 5, rev 8)` none is missing.
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
