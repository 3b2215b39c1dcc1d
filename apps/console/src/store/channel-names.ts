import type { Parley } from '@parley/client/index'
import type { Channels } from './channels.ts'
import type { Topics } from './topics.ts'

/** Names that one call asks for. */
const atOnce = 50
/** Names that are remembered at most. */
const maxKnown = 2_000

/** The channels that texts name, as far as this person can see them: their own, and others once they were asked for. */
export class ChannelNames {
  /** Undefined: there is none for them. */
  readonly #found = new Map<string, string | undefined>()
  readonly #wanted = new Set<string>()
  readonly #parley: Parley
  readonly #workspaceId: string
  readonly #channels: Channels
  readonly #topics: Topics

  constructor(parley: Parley, workspaceId: string, channels: Channels, topics: Topics) {
    this.#parley = parley
    this.#workspaceId = workspaceId
    this.#channels = channels
    this.#topics = topics
  }

  /** The id of a channel; one that is not known is asked for, and the topic `channels` says when it is there. */
  idOf(name: string): string | undefined {
    const known = this.#channels.named(name)
    if (known) return known.id
    if (!this.#found.has(name)) this.#want(name)
    return this.#found.get(name)
  }

  /** A channel was made, renamed or deleted: what was known of its name and of itself is asked for again. */
  forget({ id, name }: { id: string; name?: string }): void {
    for (const [known, foundId] of this.#found) if (foundId === id || known === name) this.#found.delete(known)
    this.#topics.publish('channels')
  }

  #want(name: string): void {
    if (this.#wanted.size === 0) queueMicrotask(() => void this.#load())
    if (this.#found.size >= maxKnown) this.#found.clear()
    this.#wanted.add(name)
    this.#found.set(name, undefined)
  }

  async #load(): Promise<void> {
    const names = [...this.#wanted]
    this.#wanted.clear()
    for (let at = 0; at < names.length; at += atOnce) {
      const some = names.slice(at, at + atOnce)
      try {
        const { channels } = await this.#parley.channels.list({
          workspace_id: this.#workspaceId,
          names: some,
          limit: atOnce,
        })
        for (const { id, name } of channels) this.#found.set(name, id)
        if (channels.length > 0) this.#topics.publish('channels')
      } catch {
        // They stay words; whatever shows them later asks again.
        for (const name of some) this.#found.delete(name)
      }
    }
  }
}
