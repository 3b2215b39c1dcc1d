import type { Parley } from '@parley/client/index'
import type { Unread } from './unread.ts'
import type { Place } from './windows.ts'
import { keyOf } from './windows.ts'

/** A marker moves at most so often. */
const restMs = 2_000

/** Moves read markers to the newest message that was in view, forward alone and not with each row. */
export class Reading {
  readonly #parley: Parley
  readonly #unread: Unread
  readonly #wanted = new Map<string, { place: Place; messageId: string; seq: number }>()
  readonly #sent = new Map<string, number>()
  readonly #held = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parley: Parley, unread: Unread) {
    this.#parley = parley
    this.#unread = unread
  }

  /** A message was looked at for a while. */
  see(place: Place, messageId: string, seq: number): void {
    const key = keyOf(place)
    if (this.#held.has(key) || seq <= (this.#wanted.get(key)?.seq ?? this.#sent.get(key) ?? 0)) return
    this.#wanted.set(key, { place, messageId, seq })
    if (this.#timer !== undefined) return
    this.#flush()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#flush()
    }, restMs)
  }

  /** A marker was moved back on purpose: it stays there until the place is opened again. */
  hold(place: Place): void {
    this.#held.add(keyOf(place))
    this.#sent.delete(keyOf(place))
    this.#wanted.delete(keyOf(place))
  }

  release(place: Place): void {
    this.#held.delete(keyOf(place))
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #flush(): void {
    for (const [key, { place, messageId, seq }] of this.#wanted) {
      this.#wanted.delete(key)
      this.#sent.set(key, seq)
      this.#move(place, messageId).catch(() => this.#sent.delete(key))
    }
  }

  async #move(place: Place, messageId: string): Promise<void> {
    if (place.threadId === undefined) await this.#unread.readTo(place.channelId, messageId)
    else await this.#parley.messages.markThreadRead({ id: place.threadId, last_read_message_id: messageId })
  }
}
