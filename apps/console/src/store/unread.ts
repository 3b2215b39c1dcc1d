import type { Message, Output, Parley, ReadMarker } from '@parley/client/index'
import { eventually } from './eventually.ts'
import type { Topics } from './topics.ts'

export type UnreadChannel = Output<'listUnread'>['channels'][number]

const askAgainMs = 300

/**
 * What this person has not read, by channel: as the server counted it last, and what came since. Whatever else moves a
 * marker makes it be asked for again, so that there is one source of it.
 */
export class Unread {
  #channels = new Map<string, UnreadChannel>()
  #ids: readonly string[] = []
  #threads = 0
  #isLoaded = false
  #asking: ReturnType<typeof setTimeout> | undefined
  readonly #closing = new AbortController()
  readonly #parley: Parley
  readonly #workspaceId: string
  readonly #topics: Topics

  constructor(parley: Parley, workspaceId: string, topics: Topics) {
    this.#parley = parley
    this.#workspaceId = workspaceId
    this.#topics = topics
  }

  in(channelId: string): UnreadChannel | undefined {
    return this.#channels.get(channelId)
  }

  /** The channels in which something is, the same list until it is another. */
  get ids(): readonly string[] {
    return this.#ids
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Threads that they follow and have not read to their end. */
  get threads(): number {
    return this.#threads
  }

  /** Of all channels: what a tab’s title says. */
  get mentions(): number {
    return [...this.#channels.values()].reduce((sum, { mention_count }) => sum + mention_count, 0)
  }

  get hasAny(): boolean {
    return this.#ids.length > 0
  }

  async load(): Promise<void> {
    const { channels, unread_threads } = await this.#parley.channels.listUnread({ workspace_id: this.#workspaceId })
    const before = this.#channels
    this.#channels = new Map(channels.map((each) => [each.channel_id, each]))
    this.#threads = unread_threads
    this.#isLoaded = true
    this.#publish(...new Set([...before.keys(), ...this.#channels.keys()]))
  }

  /** Marks a channel read to its end. */
  async markRead(channelId: string): Promise<void> {
    const { data } = await this.#parley.messages.list({ channel_id: channelId, limit: 1 })
    const [newest] = data
    if (!newest) return
    await this.#parley.channels.markRead({ id: channelId, last_read_message_id: newest.id })
    this.read({ channel_id: channelId, last_read_message_id: newest.id }, true)
  }

  async markAllRead(): Promise<void> {
    await this.#parley.channels.markAllRead({ workspace_id: this.#workspaceId })
    await this.load()
  }

  /** Somebody else wrote a message that is no reply. */
  count(message: Message, mentionsMe: boolean): void {
    const known = this.#channels.get(message.channel_id)
    this.#put({
      channel_id: message.channel_id,
      last_read_message_id: known?.last_read_message_id ?? null,
      unread_count: Math.min((known?.unread_count ?? 0) + 1, 1_000),
      mention_count: (known?.mention_count ?? 0) + Number(mentionsMe),
    })
  }

  /** This person has read, here or elsewhere, up to a message; to the end where nothing came after it. */
  read({ channel_id, last_read_message_id }: Pick<ReadMarker, 'channel_id' | 'last_read_message_id'>, isEnd: boolean) {
    if (isEnd) this.#put({ channel_id, last_read_message_id, unread_count: 0, mention_count: 0 })
    else this.askAgain()
  }

  /** It is asked for once for all that happens within a moment. */
  askAgain(): void {
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined
      void eventually(() => this.load(), this.#closing.signal)
    }, askAgainMs)
  }

  forget(channelId: string): void {
    if (this.#channels.delete(channelId)) this.#publish(channelId)
  }

  close(): void {
    clearTimeout(this.#asking)
    this.#closing.abort()
  }

  #put(channel: UnreadChannel): void {
    this.#channels.set(channel.channel_id, channel)
    this.#publish(channel.channel_id)
  }

  #publish(...channelIds: string[]): void {
    const ids = [...this.#channels.values()]
      .filter(({ unread_count }) => unread_count > 0)
      .map((each) => each.channel_id)
    if (ids.join() !== this.#ids.join()) this.#ids = ids
    for (const id of channelIds) this.#topics.publish(`unread:${id}`)
    this.#topics.publish('unread')
  }
}
