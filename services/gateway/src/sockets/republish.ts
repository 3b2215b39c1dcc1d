import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import type { Head } from '@parley/contracts/realtime'
import { derivedId } from '@parley/kit/derived-id'
import { effectOf } from './feeds/view-position.ts'

type ContractOf = (type: string) => EventContract | undefined
type Numbered = EventEnvelope & { seq: number; rev: number }

/**
 * Caps each event's `rev` at what its reader has received completely. A row that is sent late comes at its `seq` with
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
 * Turns what a feed's source returns to one reader into events for a room. Sockets that have synced by themselves are
 * ahead of the room and drop rows that they have, so a row that has changed is sent as its change, too:
 *
 *     room at seq 4, rev 7; message 5 was created by rev 8 and edited by rev 9; a socket has synced up to seq 5, rev 8
 *     changes returns  created(seq 5, rev 9)
 *     room receives    created(seq 5, rev 8), which that socket drops, and updated(seq 5, rev 9), which it takes
 *
 * @param from the room's position
 * @param page its position afterwards, and the `seq` of each new row that was changed since it was added
 */
export function toRoomEvents(
  events: EventEnvelope[],
  from: Head,
  page: { rev: number; changed: readonly number[] },
  contractOf: ContractOf,
): EventEnvelope[] {
  const numbered = events as Numbered[]
  // All events are as they were published.
  if (page.changed.length === 0 && numbered.every(({ rev }) => rev <= page.rev)) return numbered.toSorted(byRev)
  const changed = new Set(page.changed)
  const written: Numbered[] = []
  const changes: Numbered[] = []
  for (const event of numbered) {
    // Of imported rows only changes are delivered, and come after all that was written.
    const isWritten = event.seq > (written.at(-1)?.seq ?? from.seq) && effectOf(contractOf(event.type)) !== 'change'
    if (isWritten) written.push(event)
    else changes.push(event)
    if (isWritten && changed.has(event.seq) && event.rev <= page.rev) changes.push(asChange(event, contractOf))
  }
  return clampRevs([...written, ...changes.sort(byRev)], page.rev)
}

const byRev = (a: Numbered, b: Numbered) => a.rev - b.rev

/** The event of the latest change, under the id with which it was published. */
function asChange(event: Numbered, contractOf: ContractOf): Numbered {
  const contract = contractOf(event.type)
  if (contract?.delivery !== 'sequenced' || contract.changedBy === undefined) return event
  return { ...event, id: derivedId(`${event.id}${event.rev}`), type: contract.changedBy }
}
