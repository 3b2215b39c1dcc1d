import type { Attachment, Message, Parley } from '@parley/client/index'
import { ParleyError } from '@parley/client/parley-error'
import { mayPass } from './eventually.ts'
import { Kept, type TabStorage } from './kept.ts'
import { type Refusal, refusalOf } from './refusal.ts'
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
  /** Why it was refused. */
  refusal?: Refusal | undefined
}

export type NewMessage = Pick<Outgoing, 'place' | 'content' | 'files'>

interface Options {
  parley: Parley
  topics: Topics
  storage: TabStorage
  /** Under which they are kept over reloads, each: one of this person and workspace. */
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
  readonly #kept: Kept<Outgoing>
  readonly #stop: () => void
  /** Channels in which one is being sent. */
  readonly #running = new Set<string>()
  /** Those that wait for their next try. */
  readonly #wake = new Set<() => void>()

  constructor(options: Options) {
    this.#options = options
    this.#kept = new Kept(options.storage, options.storageKey)
    this.#messages = this.#kept
      .entries()
      .map(([, each]): Outgoing => (each.state === 'failed' ? each : { ...each, state: 'waiting' }))
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    this.#byPlace = grouped(this.#messages)
    // Another tab has sent it, or its author has given it up there.
    this.#stop = this.#kept.watch((key, message) => {
      if (message === undefined) this.remove(key)
    })
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
    const key = crypto.randomUUID()
    const outgoing = { ...message, key, createdAt: new Date().toISOString(), state: 'sending' } as const
    this.#kept.set(key, outgoing)
    this.#set([...this.#messages, outgoing])
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
    if (!found) return undefined
    this.#kept.delete(key)
    this.#set(this.#messages.filter((each) => each !== found))
    return found
  }

  /** The network is back: what waits is tried at once. */
  wake(): void {
    for (const wake of [...this.#wake]) wake()
  }

  close(): void {
    this.#stop()
  }

  /** An event may come before the answer: the message is stored, whatever becomes of the request. */
  settle(message: Message): void {
    const key = message.metadata.client_id
    if (typeof key === 'string') this.remove(key)
  }

  async #run(channelId: string): Promise<void> {
    if (this.#running.has(channelId)) return
    this.#running.add(channelId)
    try {
      for (let tries = 0; ; ) {
        const next = this.#messages.find(({ place, state }) => place.channelId === channelId && state !== 'failed')
        if (!next) break
        const isDone = await this.#attempt(next)
        tries = isDone ? 0 : tries + 1
        if (!isDone) await this.#pause(tries)
      }
    } finally {
      this.#running.delete(channelId)
    }
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
      const isPassing = mayPass(error)
      this.#change(key, isPassing ? { state: 'waiting' } : { state: 'failed', refusal: refusalOf(error) })
      // What is no answer is a mistake of ours: it is reported, and its author can try again.
      if (!isPassing && !(error instanceof ParleyError)) throw error
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
    const found = this.#messages.find((each) => each.key === key)
    if (!found) return
    const changed = { ...found, ...changes }
    this.#kept.set(key, changed)
    this.#set(this.#messages.map((each) => (each === found ? changed : each)))
  }

  #set(messages: readonly Outgoing[]): void {
    const changed = new Set([...this.#messages, ...messages].map(({ place }) => keyOf(place)))
    this.#messages = messages
    this.#byPlace = grouped(messages)
    for (const key of changed) this.#options.topics.publish(`outbox:${key}`)
  }
}
