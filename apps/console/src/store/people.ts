import type { Parley, User } from '@parley/client/index'
import type { Topics } from './topics.ts'

export type PresenceStatus = NonNullable<User['status']>

const atOnce = 100

/** People of the workspace as far as they were shown or asked for, with their presence. */
export class People {
  readonly #byId = new Map<string, User>()
  readonly #presence = new Map<string, PresenceStatus>()
  /** Asked for by what is drawn now, in one request for all. */
  readonly #wanted = new Set<string>()
  readonly #asked = new Set<string>()
  #isQueued = false
  readonly #parley: Parley
  readonly #topics: Topics

  constructor(parley: Parley, topics: Topics) {
    this.#parley = parley
    this.#topics = topics
  }

  /** A person as far as known; who is not is asked for, and the topic `person:<id>` says when they are there. */
  get(id: string): User | undefined {
    const known = this.#byId.get(id)
    if (!known && !this.#asked.has(id)) this.#want(id)
    return known
  }

  presence(id: string): PresenceStatus | undefined {
    return this.#presence.get(id) ?? this.#byId.get(id)?.status ?? undefined
  }

  put(...people: User[]): void {
    for (const person of people) {
      this.#byId.set(person.user_id, person)
      if (person.status) this.#presence.set(person.user_id, person.status)
      this.#topics.publish(`person:${person.user_id}`)
    }
  }

  setPresence(id: string, status: PresenceStatus): void {
    this.#presence.set(id, status)
    this.#topics.publish(`person:${id}`)
  }

  /** After an absence: whoever was online may have gone, and those who are still are said anew. */
  forgetPresence(): void {
    const known = [...this.#presence.keys()]
    this.#presence.clear()
    for (const [id, person] of this.#byId) this.#byId.set(id, { ...person, status: null })
    for (const id of known) this.#topics.publish(`person:${id}`)
  }

  #want(id: string): void {
    this.#wanted.add(id)
    this.#asked.add(id)
    if (this.#isQueued) return
    this.#isQueued = true
    queueMicrotask(() => {
      this.#isQueued = false
      void this.#load()
    })
  }

  async #load(): Promise<void> {
    const ids = [...this.#wanted]
    this.#wanted.clear()
    for (let at = 0; at < ids.length; at += atOnce) {
      const some = ids.slice(at, at + atOnce)
      try {
        const { data } = await this.#parley.users.list({ ids: some, limit: atOnce })
        this.put(...data)
      } catch {
        // Whatever shows them asks again.
        for (const id of some) this.#asked.delete(id)
      }
    }
  }
}
