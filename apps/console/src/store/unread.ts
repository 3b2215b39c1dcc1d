import type { Message, Output, Parley } from '@parley/client/index'
import { eventually } from './eventually.ts'
import type { Topics } from './topics.ts'

type Counted = Output<'listUnread'>['channels'][number]

export interface UnreadChannel extends Omit<Counted, 'last_read_message_id'> {
  /** Null where nothing was ever read; undefined as long as the server has not said. */
  last_read_message_id: string | null | undefined
}

const askAgainMs = 300

/**
 * What this person has not read, by channel: as the server counted it last, and what came since. Whatever else moves a
 * marker makes it be asked for again, so that there is one source of it.
 */
export class Unread {
  #channels = new Map<string, UnreadChannel>()
  #ids: readonly string[] = []
  #threads = 0
  /** By channel, when it last changed here, in the order of such moments: an answer that was asked for before is older. */
  readonly #changedAt = new Map<string, number>()
  #moments = 0
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
    const since = this.#moments
    const { channels, unread_threads } = await this.#parley.channels.listUnread({ workspace_id: this.#workspaceId })
    const before = this.#channels
    const hasChanged = ({ channel_id }: { channel_id: string }) => this.#isChangedSince(channel_id, since)
    const changed = [...before.values()].filter(hasChanged)
    const listed = channels.filter((each) => !hasChanged(each))
    this.#channels = new Map([...listed, ...changed].map((each) => [each.channel_id, each]))
    if (changed.length > 0) this.askAgain()
    this.#threads = unread_threads
    this.#isLoaded = true
    this.#publish(...new Set([...before.keys(), ...this.#channels.keys()]))
  }

  /** Marks a channel read to its end. */
  async markRead(channelId: string): Promise<void> {
    const { data } = await this.#parley.messages.list({ channel_id: channelId, limit: 1 })
    const [newest] = data
    if (!newest) return
    await this.readTo(channelId, newest.id)
  }

  /** Marks a channel read up to a message. What comes while it is marked is not in the answer, and stays unread. */
  async readTo(channelId: string, messageId: string): Promise<void> {
    const since = this.#moments
    const answer = await this.#parley.channels.markRead({ id: channelId, last_read_message_id: messageId })
    const { last_read_message_id, unread_count } = answer
    if (unread_count > 0 || this.#isChangedSince(channelId, since)) this.askAgain()
    else this.#put({ channel_id: channelId, last_read_message_id, unread_count, mention_count: 0 })
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
      last_read_message_id: known?.last_read_message_id,
      unread_count: Math.min((known?.unread_count ?? 0) + 1, 1_000),
      mention_count: (known?.mention_count ?? 0) + Number(mentionsMe),
    })
    if (!known) this.askAgain()
  }

  /** It is asked for once for all that happens within a moment. */
  askAgain(): void {
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined
      void eventually(() => this.load(), this.#closing.signal)
    }, askAgainMs)
  }

  forget(channelId: string): void {
    this.#changedAt.set(channelId, ++this.#moments)
    if (this.#channels.delete(channelId)) this.#publish(channelId)
  }

  close(): void {
    clearTimeout(this.#asking)
    this.#closing.abort()
  }

  #isChangedSince(channelId: string, moment: number): boolean {
    return (this.#changedAt.get(channelId) ?? 0) > moment
  }

  #put(channel: UnreadChannel): void {
    this.#changedAt.set(channel.channel_id, ++this.#moments)
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
