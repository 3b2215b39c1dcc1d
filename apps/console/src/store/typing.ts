import type { Topics } from './topics.ts'

/** Somebody is shown to be writing for so long after they were last said to; it is said once a second. */
const shownMs = 5_000
const none: readonly string[] = []

/** Who is writing, by channel. */
export class Typing {
  readonly #byChannel = new Map<string, Map<string, ReturnType<typeof setTimeout>>>()
  readonly #shown = new Map<string, readonly string[]>()
  readonly #topics: Topics

  constructor(topics: Topics) {
    this.#topics = topics
  }

  /** Their ids, the first who began first. */
  in(channelId: string): readonly string[] {
    return this.#shown.get(channelId) ?? none
  }

  begin(channelId: string, userId: string): void {
    const people = this.#byChannel.get(channelId) ?? new Map()
    clearTimeout(people.get(userId))
    people.set(
      userId,
      setTimeout(() => this.end(channelId, userId), shownMs),
    )
    this.#byChannel.set(channelId, people)
    this.#show(channelId)
  }

  /** They have written it, or stopped. */
  end(channelId: string, userId: string): void {
    const people = this.#byChannel.get(channelId)
    clearTimeout(people?.get(userId))
    if (!people?.delete(userId)) return
    if (people.size === 0) this.#byChannel.delete(channelId)
    this.#show(channelId)
  }

  close(): void {
    for (const people of this.#byChannel.values()) for (const timer of people.values()) clearTimeout(timer)
  }

  #show(channelId: string): void {
    const next = [...(this.#byChannel.get(channelId)?.keys() ?? [])]
    const before = this.in(channelId)
    if (next.length === before.length && next.every((id, at) => id === before[at])) return
    this.#shown.set(channelId, next)
    this.#topics.publish(`typing:${channelId}`)
  }
}
