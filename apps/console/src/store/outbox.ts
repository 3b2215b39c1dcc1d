import type { Attachment, Message, Parley } from '@parley/client/index'
import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { mayPass } from './eventually.ts'
import type { Topics } from './topics.ts'
import { keyOf, type Place } from './windows.ts'

/** A message on its way. */
export interface Outgoing {
  /** Its `Idempotency-Key`, and `metadata.client_id` of the message that it becomes. */
  key: string
  place: Place
  content: string
  files: readonly Pick<Attachment, 'id' | 'name' | 'size' | 'type'>[]
  createdAt: string
  /** `waiting`: to be tried again by itself; `failed`: refused, and its author decides. */
  state: 'sending' | 'waiting' | 'failed'
  /** Why it was refused, as the server says it. */
  refusal?: string | undefined
}

export type NewMessage = Pick<Outgoing, 'place' | 'content' | 'files'>

interface Options {
  parley: Parley
  topics: Topics
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Where it is kept over reloads: one of this person and workspace. */
  storageKey: string
  onSent: (message: Message) => void
  firstDelayMs?: number
}

const longestDelayMs = 30_000
const none: readonly Outgoing[] = []

const grouped = (messages: readonly Outgoing[]) => Map.groupBy(messages, ({ place }) => keyOf(place))

/** What was written and is not known to be stored: sent in order in each channel, until it is or is refused. */
export class Outbox {
  #messages: readonly Outgoing[] = []
  #byPlace: ReadonlyMap<string, readonly Outgoing[]> = new Map()
  readonly #options: Options
  /** Channels in which one is being sent. */
  readonly #running = new Set<string>()
  /** Those that wait for their next try. */
  readonly #wake = new Set<() => void>()

  constructor(options: Options) {
    this.#options = options
    this.#messages = this.#stored()
    this.#byPlace = grouped(this.#messages)
    for (const { place } of this.#messages) void this.#run(place.channelId)
  }

  /** Those of one place, oldest first. */
  in(place: Place): readonly Outgoing[] {
    return this.#byPlace.get(keyOf(place)) ?? none
  }

  get all(): readonly Outgoing[] {
    return this.#messages
  }

  add(message: NewMessage): void {
    this.#set([
      ...this.#messages,
      { ...message, key: crypto.randomUUID(), createdAt: new Date().toISOString(), state: 'sending' },
    ])
    void this.#run(message.place.channelId)
  }

  retry(key: string): void {
    this.#change(key, { state: 'sending', refusal: undefined })
    const place = this.#messages.find((each) => each.key === key)?.place
    if (place) void this.#run(place.channelId)
  }

  /** Takes one out; returns it as it was. */
  remove(key: string): Outgoing | undefined {
    const found = this.#messages.find((each) => each.key === key)
    if (found) this.#set(this.#messages.filter((each) => each !== found))
    return found
  }

  /** The network is back: what waits is tried at once. */
  wake(): void {
    for (const wake of [...this.#wake]) wake()
  }

  /** An event may come before the answer: the message is stored, whatever becomes of the request. */
  settle(message: Message): void {
    const key = message.metadata.client_id
    if (typeof key === 'string') this.remove(key)
  }

  async #run(channelId: string): Promise<void> {
    if (this.#running.has(channelId)) return
    this.#running.add(channelId)
    for (let tries = 0; ; ) {
      const next = this.#messages.find(({ place, state }) => place.channelId === channelId && state !== 'failed')
      if (!next) break
      const isDone = await this.#attempt(next)
      tries = isDone ? 0 : tries + 1
      if (!isDone) await this.#pause(tries)
    }
    this.#running.delete(channelId)
  }

  /** Whether it is stored or refused, and so the next one’s turn. */
  async #attempt({ key, place, content, files }: Outgoing): Promise<boolean> {
    this.#change(key, { state: 'sending' })
    try {
      const { data } = await this.#options.parley.messages.post(
        {
          channel_id: place.channelId,
          parent_message_id: place.threadId,
          content,
          metadata: { client_id: key },
          attachments: files.map(({ id }) => ({ id })),
        },
        { idempotencyKey: key, maxRetries: 0 },
      )
      this.#options.onSent(data)
      this.remove(key)
      return true
    } catch (error) {
      if (!(error instanceof ParleyError || error instanceof ParleyConnectionError)) throw error
      const isPassing = mayPass(error)
      this.#change(key, isPassing ? { state: 'waiting' } : { state: 'failed', refusal: error.message })
      return !isPassing
    }
  }

  #pause(tries: number): Promise<void> {
    const { firstDelayMs = 1_000 } = this.#options
    const ms = Math.min(firstDelayMs * 2 ** (tries - 1), longestDelayMs)
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#wake.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      this.#wake.add(wake)
    })
  }

  #change(key: string, changes: Partial<Outgoing>): void {
    this.#set(this.#messages.map((each) => (each.key === key ? { ...each, ...changes } : each)))
  }

  #set(messages: readonly Outgoing[]): void {
    const changed = new Set([...this.#messages, ...messages].map(({ place }) => keyOf(place)))
    this.#messages = messages
    this.#byPlace = grouped(messages)
    const { storage, storageKey, topics } = this.#options
    try {
      if (messages.length > 0) storage.setItem(storageKey, JSON.stringify(messages))
      else storage.removeItem(storageKey)
    } catch {
      // A full storage: they are sent all the same, and lost by a reload alone.
    }
    for (const key of changed) topics.publish(`outbox:${key}`)
  }

  #stored(): Outgoing[] {
    try {
      const stored = JSON.parse(this.#options.storage.getItem(this.#options.storageKey) ?? '[]') as Outgoing[]
      return stored.map((each) => (each.state === 'failed' ? each : { ...each, state: 'waiting' }))
    } catch {
      return []
    }
  }
}
