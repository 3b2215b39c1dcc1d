import { type EventEnvelope, rooms } from '@parley/contracts/event'
import type { Head } from '@parley/contracts/realtime'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import { forRoom, settle } from './retell.ts'
import type { Changes, Place } from './store/changes.ts'

export interface FeedOptions {
  /** Tells everyone in the message's rooms, at once. */
  emit: (message: RoomMessage) => void
  readChanges: (channel: Place, position: { seq: number; rev: number | null }, max: number) => Promise<Changes>
  holdMs: number
  log: Log
  count: { filled(events: number): void; repeated(): void }
}

/** Messages held at once; what comes beyond that is read from PostgreSQL. */
const maxHeld = 256
const pageSize = 500
const retryMs = 500
/** How many messages a newcomer is told that were written between their joining and our hearing of it. */
const maxMissed = 100

/**
 * What is told of one channel: every change once, in `rev` order, and so every message in `seq` order. What comes early
 * is held; what does not come is read from PostgreSQL; what comes twice is dropped.
 */
export class RoomFeed {
  readonly channel: Place
  readonly room: string
  /** How far everyone in the room has been told. */
  seq = 0
  rev = 0
  readonly #options: FeedOptions
  readonly #held = new Map<number, RoomMessage>()
  /** The highest rev known to exist. */
  #known = 0
  #isLive = false
  #isClosed = false
  #pauses = 0
  #filling: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(channel: Place, options: FeedOptions) {
    this.channel = channel
    this.room = rooms.channel(channel.channelId)
    this.#options = options
  }

  /** Starts telling what comes after `head`, which must have been read after the room was subscribed to. */
  begin(head: Head): void {
    if (this.#isLive) return
    this.seq = head.seq
    this.rev = head.rev
    this.#isLive = true
    this.#drain()
  }

  /** A change was published, perhaps early, late or again. */
  receive(message: RoomMessage): void {
    const rev = message.event.rev ?? 0
    if (this.#isLive && rev <= this.rev) {
      this.#options.count.repeated()
      return
    }
    if (rev === this.rev + 1 && this.#isFree()) {
      this.#tell(message)
      this.#drain()
      return
    }
    this.#known = Math.max(this.#known, rev)
    if (this.#held.size < maxHeld) this.#held.set(rev, message)
    this.#arm(this.#options.holdMs)
  }

  /** The channel is known to have got as far as this. */
  expect(head: Head): void {
    if (head.rev <= this.rev) return
    this.#known = Math.max(this.#known, head.rev)
    this.#arm(this.#options.holdMs)
  }

  /**
   * Lets newcomers in, with what was written after their joining and told before they were in the room. Nothing is
   * told meanwhile, so that they miss nothing and hear nothing twice.
   *
   * @param enter is called once with what they missed; it puts them into the room
   */
  async admit(joinedSeq: number, enter: (missed: EventEnvelope[]) => void): Promise<void> {
    await this.#filling
    this.#pauses++
    try {
      const isRecent = this.seq > joinedSeq && this.seq - joinedSeq <= maxMissed
      const { events } = isRecent
        ? await this.#options.readChanges(this.channel, { seq: joinedSeq, rev: this.rev }, maxMissed)
        : { events: [] }
      const missed = events.filter(({ seq }) => (seq ?? 0) > joinedSeq && (seq ?? 0) <= this.seq)
      enter(settle(missed, this.rev))
    } finally {
      this.#pauses--
      this.#drain()
    }
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#held.clear()
  }

  #isFree(): boolean {
    return this.#isLive && this.#pauses === 0 && this.#filling === undefined
  }

  #tell(message: RoomMessage): void {
    const { seq, rev } = message.event
    this.rev = rev ?? this.rev
    this.seq = Math.max(this.seq, seq ?? 0)
    this.#options.emit(message)
  }

  /** Tells what is held and next in turn, and waits for what is missing before the rest. */
  #drain(): void {
    if (!this.#isFree() || this.#isClosed) return
    for (let next = this.#held.get(this.rev + 1); next; next = this.#held.get(this.rev + 1)) {
      this.#held.delete(this.rev + 1)
      this.#tell(next)
    }
    for (const rev of this.#held.keys()) if (rev <= this.rev) this.#held.delete(rev)
    if (this.#known > this.rev) this.#arm(this.#options.holdMs)
    else this.#disarm()
  }

  #arm(ms: number): void {
    if (this.#timer || this.#isClosed || !this.#isFree()) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#known > this.rev && this.#isFree()) this.#filling = this.#fill()
    }, ms)
  }

  #forget(): void {
    this.#known = this.rev
    for (const rev of this.#held.keys()) if (rev > this.rev + 1) this.#held.delete(rev)
  }

  #disarm(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Reads and tells what is missing. The rows are the truth: whatever they answer is where the room stands. */
  async #fill(): Promise<void> {
    let failed = false
    let told = 0
    try {
      let hasMore = true
      while (hasMore && !this.#isClosed) {
        const page = await this.#options.readChanges(this.channel, this, pageSize)
        if (this.#isClosed) return
        const events = forRoom(page.events, this, { rev: page.rev, isEnd: !page.hasMore })
        for (const event of events) this.#options.emit({ rooms: [this.room], event, trace: null })
        told += page.events.length
        this.seq = page.seq
        this.rev = page.rev
        hasMore = page.hasMore
      }
      this.#options.count.filled(told)
      // What is published is committed: what was announced and is not there is gone with its channel.
      if (told === 0) this.#forget()
    } catch (error) {
      failed = true
      this.#options.log.debug({ err: error, ...this.channel }, 'a gap could not be filled; trying again')
    } finally {
      this.#filling = undefined
      if (failed) this.#arm(retryMs)
      else this.#drain()
    }
  }
}
