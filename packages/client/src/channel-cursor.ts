/** A channel's newest `seq` and `rev`, or how far somebody has got towards them. */
export interface Head {
  seq: number
  rev: number
}

/** An event as it arrives; which one it is, its `type` says. */
export interface ReceivedEvent {
  type: string
  channel_id?: string | null
  seq: number | null
  rev: number | null
  data: unknown
}

/**
 * How far a client has got in one channel, and what that makes of the next event. Messages are counted by `seq`: one
 * that is repeated is known, one that comes too early shows a gap. Changes to messages already seen are counted by `rev`.
 */
export class ChannelCursor implements Head {
  seq: number
  rev: number

  constructor({ seq, rev }: Head) {
    this.seq = seq
    this.rev = rev
  }

  /** The position of a client that receives a new message of a channel it had no position in. */
  static before(event: ReceivedEvent): ChannelCursor {
    return new ChannelCursor({ seq: (event.seq ?? 1) - 1, rev: (event.rev ?? 1) - 1 })
  }

  /** Steps over an event that is `new`; stays where it is at one that is `repeated` or comes after a `gap`. */
  take({ type, seq, rev }: ReceivedEvent): 'new' | 'repeated' | 'gap' {
    if (seq === null || rev === null) return 'new'
    const isCreation = type === 'message.created'
    if (seq > this.seq) {
      // A message that was deleted before it was received leaves its tombstone in its place.
      const fills = isCreation || type === 'message.deleted'
      if (!fills || seq > this.seq + 1) return 'gap'
      this.seq = seq
    } else if (isCreation || rev <= this.rev) return 'repeated'
    this.rev = Math.max(this.rev, rev)
    return 'new'
  }

  moveTo({ seq, rev }: Head): void {
    this.seq = seq
    this.rev = rev
  }
}
