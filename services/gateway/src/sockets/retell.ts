import type { EventEnvelope } from '@parley/contracts/event'
import { messageCreated, messageUpdated } from '@parley/contracts/events'
import type { Head } from '@parley/contracts/realtime'
import { derivedId } from './derived-id.ts'

type Numbered = EventEnvelope & { seq: number; rev: number }

/**
 * Makes each event's `rev` one that its reader may count on having heard up to. A message told late comes at its `seq`
 * with its latest `rev`, ahead of changes with lower ones: a reader who broke off there would never ask for those.
 *
 * @param endRev where the reader stands after the last event
 */
export function settle(events: EventEnvelope[], endRev: number): EventEnvelope[] {
  let claim = endRev
  return events
    .toReversed()
    .map((event) => {
      const own = event.rev ?? 0
      const rev = Math.min(own, claim)
      claim = Math.min(claim, own - 1)
      return rev === own ? event : { ...event, rev }
    })
    .reverse()
}

/**
 * What `messaging.changes` answers for one reader, made fit for a room. Most in it stand where the room does; some have
 * asked PostgreSQL themselves and are ahead. To those a message comes as a repetition, and with it a change that it
 * carries would be lost: whatever may have been changed since it was written is told again as that change.
 *
 * @param from where the room stands
 * @param to where it stands afterwards; `isEnd` when nothing is left to read
 */
export function forRoom(events: EventEnvelope[], from: Head, to: { rev: number; isEnd: boolean }): EventEnvelope[] {
  const numbered = events as Numbered[]
  // Every change is its message's only one: it all comes as it would have come live.
  if (to.isEnd && numbered.length === to.rev - from.rev) return numbered.toSorted(byRev)
  const written = numbered.filter(({ seq }) => seq > from.seq)
  const changed = numbered.filter(({ seq }) => seq <= from.seq)
  const again = findChanged(written, numbered, from.rev).filter(({ rev }) => rev <= to.rev)
  return settle([...written, ...[...changed, ...again.map(asChange)].sort(byRev)], to.rev)
}

const byRev = (a: Numbered, b: Numbered) => a.rev - b.rev

/**
 * The messages that may be older than their `rev`. Each of these was written by a change that nothing is told of any
 * more; and messages are written in `seq` order, so not before those with a lower `seq` nor after those with a higher.
 */
function findChanged(written: Numbered[], events: Numbered[], fromRev: number): Numbered[] {
  const revs = events.map(({ rev }) => rev)
  const found: Numbered[] = []
  let latest = Number.POSITIVE_INFINITY
  for (let index = written.length - 1; index >= 0; index--) {
    const earliest = fromRev + index + 1
    latest = Math.min(latest, written[index]!.rev - 1)
    const toldWithin = revs.filter((rev) => rev >= earliest && rev <= latest).length
    if (toldWithin < latest - earliest + 1) found.push(written[index]!)
  }
  return found
}

/** The event of the latest change; its id is the one that it would have had live. */
function asChange(event: Numbered): Numbered {
  if (event.type !== messageCreated.type) return event
  const { id } = event.data as { id: string }
  return { ...event, id: derivedId(`${id}${event.rev}`), type: messageUpdated.type }
}
