import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import type { PublishedEvent } from '@parley/kit/envelope'

/** What an event does to its feed; one that no contract declares is taken for a change. */
export const effectOf = (contract: EventContract | undefined) =>
  contract?.delivery === 'sequenced' ? contract.effect : 'change'

/** An event with what of its data the readers of a view receive, and its `rev` as they count. */
export function shownTo(view: string, event: PublishedEvent, contract: EventContract | undefined): EventEnvelope {
  const shape = contract?.dataOf?.[view]
  if (!shape && !event.revs) return event
  const { revs, ...shown } = event
  return { ...shown, rev: revs?.[view] ?? event.rev, data: shape ? shape.parse(event.data) : event.data }
}

/**
 * How far the readers of a view have received a feed's rows. What lies between that and their next event is none of
 * theirs, which the event says, so that nobody takes it for a gap.
 */
export class ViewPosition {
  seq: number

  constructor(seq: number) {
    this.seq = seq
  }

  /** The event as these readers receive it. */
  next(event: EventEnvelope, contract: EventContract | undefined): EventEnvelope {
    const seq = event.seq ?? 0
    if (seq <= this.seq) return event
    const from = this.seq + 1
    const to = effectOf(contract) === 'change' ? seq : seq - 1
    this.seq = seq
    return to < from ? event : { ...event, skips: { from, to } }
  }
}
