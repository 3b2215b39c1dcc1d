import type { FeedKind } from '@parley/contracts/feed'

/** A feed's newest `seq` and `rev`, or how far somebody has got towards them. */
export interface Head {
  seq: number
  rev: number
}

/** An event as it arrives; which one it is, its `type` says. */
export interface ReceivedEvent {
  type: string
  channel_id?: string | null
  conversation_id?: string | null
  seq: number | null
  rev: number | null
  /** Numbers right before it that are not for this reader, and no gap. */
  skips?: { from: number; to: number }
  data: unknown
}

/**
 * How far a client has got in one feed, and what that makes of the next event. Rows are counted by `seq`: one that is
 * repeated is known, one that comes too early shows a gap. Changes to rows already seen are counted by `rev`.
 */
export class FeedCursor implements Head {
  seq: number
  rev: number

  constructor({ seq, rev }: Head) {
    this.seq = seq
    this.rev = rev
  }

  /** The position of a client that receives a new row of a feed it had no position in. */
  static before(event: ReceivedEvent): FeedCursor {
    return new FeedCursor({ seq: (event.seq ?? 1) - 1, rev: (event.rev ?? 1) - 1 })
  }

  /** Steps over an event that is `new`; stays where it is at one that is `repeated` or comes after a `gap`. */
  take({ seq, rev, skips }: ReceivedEvent, effect: FeedKind['effects'][string]): 'new' | 'repeated' | 'gap' {
    if (seq === null || rev === null) return 'new'
    if (skips && skips.from <= this.seq + 1) this.seq = Math.max(this.seq, skips.to)
    if (seq > this.seq) {
      // A row that was removed before it was received leaves its tombstone in its place.
      if (effect === 'change' || seq > this.seq + 1) return 'gap'
      this.seq = seq
    } else if (effect === 'add' || rev <= this.rev) return 'repeated'
    this.rev = Math.max(this.rev, rev)
    return 'new'
  }

  moveTo({ seq, rev }: Head): void {
    this.seq = seq
    this.rev = rev
  }
}
