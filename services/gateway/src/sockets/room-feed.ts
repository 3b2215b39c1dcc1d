import { type EventEnvelope, rooms } from '@parley/contracts/event'
import type { Head } from '@parley/contracts/realtime'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import { clampRevs, toRoomEvents } from './republish.ts'
import type { Changes, ChannelRef } from './store/changes.ts'

export interface FeedOptions {
  /** Emits to everyone in the message's rooms, synchronously. */
  emit: (message: RoomMessage) => void
  readChanges: (channel: ChannelRef, position: { seq: number; rev: number | null }, max: number) => Promise<Changes>
  gapDelayMs: number
  log: Log
  count: { filled(events: number): void; repeated(): void }
}

/** Messages buffered at once; what comes beyond that is read from PostgreSQL. */
const maxBuffered = 256
const pageSize = 500
const retryMs = 500
/** Messages that a new member is sent: those written between their joining and its event. */
const maxMissed = 100

/**
 * One channel's events: every change once, in `rev` order, and so every message in `seq` order. What comes early is
 * buffered; what is missing is read from PostgreSQL; what comes twice is dropped.
 */
export class RoomFeed {
  readonly channel: ChannelRef
  readonly room: string
  /** The position up to which everyone in the room has received events. */
  seq = 0
  rev = 0
  readonly #options: FeedOptions
  readonly #buffered = new Map<number, RoomMessage>()
  /** The highest rev known to exist. */
  #known = 0
  #isLive = false
  #isClosed = false
  #pauses = 0
  #filling: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(channel: ChannelRef, options: FeedOptions) {
    this.channel = channel
    this.room = rooms.channel(channel.channelId)
    this.#options = options
  }

  /** Starts with the event after `head`, which must have been read after the room was subscribed to. */
  begin(head: Head): void {
    if (this.#isLive) return
    this.seq = head.seq
    this.rev = head.rev
    this.#isLive = true
    this.#emitBuffered()
  }

  /** A change was published, perhaps early, late or again. */
  receive(message: RoomMessage): void {
    const rev = message.event.rev ?? 0
    if (this.#isLive && rev <= this.rev) {
      this.#options.count.repeated()
      return
    }
    if (rev === this.rev + 1 && this.#isFree()) {
      this.#emit(message)
      this.#emitBuffered()
      return
    }
    this.#known = Math.max(this.#known, rev)
    if (this.#buffered.size < maxBuffered) this.#buffered.set(rev, message)
    this.#arm(this.#options.gapDelayMs)
  }

  /** The channel's head in PostgreSQL: what is missing up to it is read. */
  expect(head: Head): void {
    if (head.rev <= this.rev) return
    this.#known = Math.max(this.#known, head.rev)
    this.#arm(this.#options.gapDelayMs)
  }

  /**
   * Admits new members to the room, with what was written after they joined and emitted before they were in the room. Nothing is
   * emitted meanwhile, so that they miss nothing and receive nothing twice.
   *
   * @param enter called once with what they missed; puts them into the room
   */
  async admit(joinedSeq: number, enter: (missed: EventEnvelope[]) => void): Promise<void> {
    await this.#filling
    this.#pauses++
    try {
      const isRecent = this.seq > joinedSeq && this.seq - joinedSeq <= maxMissed
      const page = isRecent
        ? await this.#options.readChanges(this.channel, { seq: joinedSeq, rev: this.rev }, maxMissed)
        : undefined
      // All of them or none, where they are too long for one page.
      const events = page && page.seq >= this.seq ? page.events : []
      const missed = events.filter(({ seq }) => (seq ?? 0) > joinedSeq && (seq ?? 0) <= this.seq)
      enter(clampRevs(missed, this.rev))
    } finally {
      this.#pauses--
      this.#emitBuffered()
    }
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#buffered.clear()
  }

  #isFree(): boolean {
    return this.#isLive && this.#pauses === 0 && this.#filling === undefined
  }

  #emit(message: RoomMessage): void {
    const { seq, rev } = message.event
    this.rev = rev ?? this.rev
    this.seq = Math.max(this.seq, seq ?? 0)
    this.#options.emit(message)
  }

  /** Emits what is buffered and next in order, and waits for what is missing before the rest. */
  #emitBuffered(): void {
    if (!this.#isFree() || this.#isClosed) return
    for (let next = this.#buffered.get(this.rev + 1); next; next = this.#buffered.get(this.rev + 1)) {
      this.#buffered.delete(this.rev + 1)
      this.#emit(next)
    }
    for (const rev of this.#buffered.keys()) if (rev <= this.rev) this.#buffered.delete(rev)
    if (this.#known > this.rev) this.#arm(this.#options.gapDelayMs)
    else this.#disarm()
  }

  #arm(ms: number): void {
    if (this.#timer || this.#isClosed || !this.#isFree()) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#known > this.rev && this.#isFree()) this.#filling = this.#fill()
    }, ms)
  }

  #clear(): void {
    this.#known = this.rev
    for (const rev of this.#buffered.keys()) if (rev > this.rev + 1) this.#buffered.delete(rev)
  }

  #disarm(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Reads and emits what is missing. The rows are the truth: their position becomes the room's. */
  async #fill(): Promise<void> {
    let failed = false
    let count = 0
    try {
      let hasMore = true
      while (hasMore && !this.#isClosed) {
        const page = await this.#options.readChanges(this.channel, this, pageSize)
        if (this.#isClosed) return
        const events = toRoomEvents(page.events, this, { rev: page.rev, isEnd: !page.hasMore })
        for (const event of events) this.#options.emit({ rooms: [this.room], event, trace: null })
        count += page.events.length
        this.seq = page.seq
        this.rev = page.rev
        hasMore = page.hasMore
      }
      this.#options.count.filled(count)
      // What is published is committed: a change that is not found was deleted with its channel.
      if (count === 0) this.#clear()
    } catch (error) {
      failed = true
      this.#options.log.debug({ err: error, ...this.channel }, 'a gap could not be filled; retrying')
    } finally {
      this.#filling = undefined
      if (failed) this.#arm(retryMs)
      else this.#emitBuffered()
    }
  }
}
