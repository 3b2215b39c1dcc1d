import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import { type FeedContract, roomOf } from '@parley/contracts/feed'
import type { Head } from '@parley/contracts/realtime'
import type { Log } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import type { Changes, FeedRef } from './feeds/source.ts'
import { effectOf, shownTo, ViewPosition } from './feeds/view-position.ts'
import { clampRevs, toRoomEvents } from './republish.ts'

export interface FeedOptions {
  /** Emits to everyone in the message's rooms, synchronously. */
  emit: (message: RoomMessage) => void
  contractOf: (type: string) => EventContract | undefined
  /** Reads what readers of a view have missed, passing over what is not theirs. */
  readChanges: (feed: FeedRef, view: string, position: Head, max: number) => Promise<Changes>
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

/** Those who read the feed in the same view. */
interface Readers {
  view: string
  room: string
  position: ViewPosition
}

/**
 * One feed's events: every change once, in `rev` order, and so every row in `seq` order. What comes early is buffered;
 * what is missing is read from PostgreSQL; what comes twice is dropped. Each view's room receives those of its view.
 */
export class RoomFeed {
  readonly ref: FeedRef
  /** Each view's room, the main one first. */
  readonly rooms: readonly string[]
  /** The position up to which everyone in the rooms has received events. */
  seq = 0
  rev = 0
  readonly #contract: FeedContract
  readonly #options: FeedOptions
  readonly #readers: readonly Readers[]
  readonly #buffered = new Map<number, RoomMessage>()
  /** The highest rev known to exist. */
  #known = 0
  #isLive = false
  #isClosed = false
  #pauses = 0
  #filling: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param rooms each view's, where they are shared with other feeds */
  constructor(feed: FeedContract, ref: FeedRef, options: FeedOptions, rooms?: Readonly<Record<string, string>>) {
    this.ref = ref
    this.#contract = feed
    this.rooms = feed.views.map((view) => rooms?.[view] ?? roomOf(feed, ref.id, view))
    this.#options = options
    this.#readers = feed.views.map((view, index) => ({ view, room: this.rooms[index]!, position: new ViewPosition(0) }))
  }

  /** Starts with the event after `head`, which must have been read after the room was subscribed to. */
  begin(head: Head): void {
    if (this.#isLive) return
    this.seq = head.seq
    this.rev = head.rev
    for (const { position } of this.#readers) position.seq = head.seq
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

  /** The feed's head in PostgreSQL: what is missing up to it is read. */
  expect(head: Head): void {
    if (head.rev <= this.rev) return
    this.#known = Math.max(this.#known, head.rev)
    this.#arm(this.#options.gapDelayMs)
  }

  /** Reads what is missing up to the head at once; resolves when it is emitted, or cannot be now. */
  async catchUp(head: Head): Promise<void> {
    this.expect(head)
    await this.#filling
    if (this.#known <= this.rev || !this.#isFree() || this.#isClosed) return
    this.#disarm()
    this.#filling = this.#fill()
    await this.#filling
  }

  /**
   * Admits people to one of the rooms, with what was written after they joined and emitted before they were in it. Nothing
   * is emitted meanwhile, so that they miss nothing and receive nothing twice.
   *
   * @param since the feed's newest `seq` when they joined
   * @param enter called once with what they missed; puts them into the room, and out of the feed's others
   */
  async admit(room: string, since: number, enter: (missed: EventEnvelope[], others: string[]) => void): Promise<void> {
    const { contractOf, readChanges } = this.#options
    const { view } = this.#readers.find((readers) => readers.room === room)!
    // Whoever waited for the same may have begun to read again.
    while (this.#filling) await this.#filling
    this.#pauses++
    try {
      const isRecent = this.seq > since && this.seq - since <= maxMissed
      const page = isRecent ? await readChanges(this.ref, view, { seq: since, rev: this.rev }, maxMissed) : undefined
      // All of them or none, where they are too long for one page.
      const events = page && page.seq >= this.seq ? page.events : []
      const missed = events.filter(({ seq }) => (seq ?? 0) > since && (seq ?? 0) <= this.seq)
      const position = new ViewPosition(since)
      enter(
        clampRevs(missed, this.rev).map((event) => {
          const contract = contractOf(event.type)
          return position.next(shownTo(view, event, contract), contract)
        }),
        this.rooms.filter((other) => other !== room),
      )
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
    this.#show(message)
  }

  /** The rooms whose readers see events of a kind; what no contract declares is for the first view alone. */
  roomsFor(contract: EventContract | undefined): string[] {
    return this.#readersOf(contract).map(({ room }) => room)
  }

  #readersOf(contract: EventContract | undefined): readonly Readers[] {
    if (!contract) return this.#readers.slice(0, 1)
    const { views } = contract
    return views ? this.#readers.filter(({ view }) => views.includes(view)) : this.#readers
  }

  #show(message: RoomMessage): void {
    const { emit, contractOf } = this.#options
    const contract = contractOf(message.event.type)
    const rooms: string[] = []
    for (const { view, room, position } of this.#readersOf(contract)) {
      const event = position.next(shownTo(view, message.event, contract), contract)
      // Whoever skips nothing receives the same bytes.
      if (event === message.event) rooms.push(room)
      else emit({ ...message, rooms: [room], event })
    }
    if (rooms.length > 0) emit({ ...message, rooms })
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

  /** A change that was read, as it was published, where it has come already: it says what has happened. */
  #publishedAs(event: EventEnvelope): RoomMessage | undefined {
    const isChange = effectOf(this.#options.contractOf(event.type)) === 'change'
    return this.#contract.changesAreWhole && isChange ? this.#buffered.get(event.rev ?? 0) : undefined
  }

  /** Reads and emits what is missing. The rows are the truth: their position becomes the room's. */
  async #fill(): Promise<void> {
    const { contractOf, readChanges } = this.#options
    const before = this.rev
    let failed = false
    let count = 0
    try {
      let hasMore = true
      while (hasMore && !this.#isClosed) {
        const page = await readChanges(this.ref, this.#readers[0]!.view, this, pageSize)
        if (this.#isClosed) return
        const events = toRoomEvents(page.events, this, page, contractOf)
        for (const event of events) this.#show(this.#publishedAs(event) ?? { rooms: [], event, trace: null })
        count += page.events.length
        this.seq = page.seq
        this.rev = page.rev
        hasMore = page.hasMore
      }
      this.#options.count.filled(count)
      // What is published is committed: a change that is not found was deleted with its feed.
      if (this.rev === before) this.#clear()
    } catch (error) {
      failed = true
      this.#options.log.debug({ err: error, ...this.ref }, 'a gap could not be filled; retrying')
    } finally {
      this.#filling = undefined
      if (failed) this.#arm(retryMs)
      else this.#emitBuffered()
    }
  }
}
