import type { Topics } from './topics.ts'

/**
 * Where “New” stands in a channel that is open: behind the message that was read last when it was opened, or before the one
 * that was marked unread since. Null is before the first message there is.
 */
export class Dividers {
  readonly #after = new Map<string, string | null>()
  readonly #topics: Topics

  constructor(topics: Topics) {
    this.#topics = topics
  }

  get(channelId: string): string | null | undefined {
    return this.#after.get(channelId)
  }

  set(channelId: string, lastReadId: string | null | undefined): void {
    if (lastReadId === undefined) this.#after.delete(channelId)
    else this.#after.set(channelId, lastReadId)
    this.#topics.publish(`divider:${channelId}`)
  }
}
