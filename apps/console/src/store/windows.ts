import type { Message, Parley, Tombstone } from '@parley/client/index'
import { ParleyError } from '@parley/client/parley-error'
import { isTombstone, type Messages } from './messages.ts'
import type { Topics } from './topics.ts'

/** What a window is of: the roots of a channel, or the replies of a thread. */
export interface Place {
  channelId: string
  /** The thread’s root. */
  threadId?: string | undefined
}

export const keyOf = ({ channelId, threadId }: Place): string => threadId ?? channelId

/** Messages that follow one another in one place, oldest first. */
export interface Window {
  place: Place
  /** `missing`: what it was to be opened at is deleted, or none of it. */
  status: 'loading' | 'ready' | 'failed' | 'missing'
  ids: readonly string[]
  hasOlder: boolean
  /** Whether there is something behind its end; what is written then is only counted. */
  hasNewer: boolean
  /** Messages that came since, behind its end. */
  newerCount: number
  isLoadingMore: boolean
  /** What it was opened at, to be shown in its middle. */
  target?: string | undefined
  /** Of a thread: how far this person has read it, and whether they follow it. */
  thread?: { lastReadId: string | undefined; isFollowing: boolean; unreadCount: number } | undefined
  /** Grows whenever it is opened anew. */
  opened: number
}

/** At most so many rows are in a window, and in the page. */
export const maxRows = 300
const pageRows = 50
const maxWindows = 30
/** An import and a sweep change a history many times in a row. */
const reloadMs = 1_000

/** The windows that were looked at last. A live message is added to one that ends at the present alone. */
export class Windows {
  readonly #windows = new Map<string, Window>()
  readonly #parley: Parley
  readonly #messages: () => Messages
  readonly #topics: Topics
  readonly #seqs = new Map<string, number>()
  #opened = 0
  readonly #reloads = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(parley: Parley, messages: () => Messages, topics: Topics) {
    this.#parley = parley
    this.#messages = messages
    this.#topics = topics
  }

  get(place: Place): Window | undefined {
    return this.#windows.get(keyOf(place))
  }

  shows(id: string): boolean {
    for (const window of this.#windows.values()) if (window.ids.includes(id)) return true
    return this.#windows.has(id)
  }

  /** Opens a place at its end, at a message, or at the first that was posted after a time; what is open there stays. */
  async open(place: Place, at: { messageId?: string | undefined; time?: string | undefined } = {}): Promise<void> {
    const known = this.get(place)
    if (known?.status === 'ready' || known?.status === 'loading') {
      this.#touch(known)
      const hasTarget = at.messageId === undefined ? !known.hasNewer : known.ids.includes(at.messageId)
      if (at.time === undefined && hasTarget) {
        if (at.messageId !== undefined || known.target !== undefined)
          this.#set(place, { target: at.messageId, opened: ++this.#opened })
        return
      }
    }
    await this.#load(place, at)
  }

  /** Loads a place anew at its end. */
  async toPresent(place: Place): Promise<void> {
    await this.#load(place, {})
  }

  /** Loads a place that is open anew, such as after an import into its history. */
  async reload(channelId: string): Promise<void> {
    const stale = [...this.#windows.values()].filter(({ place }) => place.channelId === channelId)
    await Promise.all(stale.map(({ place }) => this.#load(place, {})))
  }

  /** Reloads what is open of a channel at its end, once it has stopped changing; whoever reads older messages stays there. */
  reloadSoon(channelId: string): void {
    clearTimeout(this.#reloads.get(channelId))
    const reload = () => {
      this.#reloads.delete(channelId)
      for (const { place, hasNewer } of [...this.#windows.values()])
        if (place.channelId === channelId && !hasNewer) void this.#load(place, {})
    }
    this.#reloads.set(channelId, setTimeout(reload, reloadMs))
  }

  /** Forgets what was to be reloaded. */
  stop(): void {
    for (const timer of this.#reloads.values()) clearTimeout(timer)
  }

  async #load(place: Place, at: { messageId?: string | undefined; time?: string | undefined }): Promise<void> {
    const opened = ++this.#opened
    this.#windows.delete(keyOf(place))
    this.#set(place, { ...empty(place), opened })
    this.#trim()
    const isCurrent = () => this.get(place)?.opened === opened
    try {
      const page = await this.#page(place, at)
      if (!isCurrent()) return
      if (at.messageId !== undefined && !page.ids.includes(at.messageId)) {
        this.#set(place, { status: 'missing' })
        return
      }
      const early = this.get(place)!.ids
      const ids = page.hasNewer ? page.ids : this.#ordered([...page.ids, ...early])
      this.#set(place, {
        ...page,
        ids,
        status: 'ready',
        target: at.messageId ?? (at.time === undefined ? undefined : page.middle),
        newerCount: 0,
      })
    } catch (error) {
      const isMissing = error instanceof ParleyError && (error.status === 404 || error.status === 400)
      if (isCurrent()) this.#set(place, { status: isMissing ? 'missing' : 'failed' })
    }
  }

  async #page({ channelId, threadId }: Place, at: { messageId?: string | undefined; time?: string | undefined }) {
    const query = { channel_id: channelId, thread_id: threadId }
    const around = at.messageId !== undefined ? { around: at.messageId } : at.time ? { around_at: at.time } : undefined
    let answer = await this.#parley.messages.list({ ...query, limit: around || !threadId ? pageRows : 100, ...around })
    let isEnd = true
    if (!around && threadId && answer.meta.has_more) {
      // A thread is listed from its beginning; what is looked for is its end.
      answer = await this.#parley.messages.list({ ...query, limit: 100, offset: answer.meta.total - 100 })
      isEnd = true
    }
    const ids = this.#take(threadId ? answer.data : [...answer.data].reverse())
    const { has_more = false, has_previous = false } = answer.meta
    const isNewestFirst = !threadId
    return {
      ids,
      hasOlder: around ? (isNewestFirst ? has_more : has_previous) : threadId ? answer.meta.total > 100 : has_more,
      hasNewer: around ? (isNewestFirst ? has_previous : has_more) : !isEnd,
      middle: ids.find((id) => (this.#messages().get(id)?.created_at ?? '') >= (at.time ?? '')) ?? ids.at(-1),
      thread: threadId
        ? {
            lastReadId: answer.meta.last_read_message_id,
            isFollowing: answer.meta.is_following ?? false,
            unreadCount: answer.meta.unread_count ?? 0,
          }
        : undefined,
    }
  }

  /** Loads what comes before or behind; as much goes at the other end. */
  async loadMore(place: Place, direction: 'older' | 'newer'): Promise<void> {
    const window = this.get(place)
    const edge = direction === 'older' ? window?.ids[0] : window?.ids.at(-1)
    const isThere = direction === 'older' ? window?.hasOlder : window?.hasNewer
    if (window?.status !== 'ready' || window.isLoadingMore || !isThere || edge === undefined) return
    const { opened } = window
    this.#set(place, { isLoadingMore: true })
    try {
      const { data, meta } = await this.#parley.messages.list({
        channel_id: place.channelId,
        thread_id: place.threadId,
        limit: pageRows,
        ...(direction === 'older' ? { before: edge } : { after: edge }),
      })
      const now = this.get(place)
      if (now?.opened !== opened) return
      const page = this.#take(data)
      const ids = this.#ordered([...now.ids, ...page])
      const surplus = Math.max(ids.length - maxRows, 0)
      if (direction === 'older')
        this.#set(place, {
          ids: ids.slice(0, ids.length - surplus),
          hasOlder: meta.has_more,
          hasNewer: now.hasNewer || surplus > 0,
          isLoadingMore: false,
        })
      else
        this.#set(place, {
          ids: ids.slice(surplus),
          hasNewer: meta.has_more,
          hasOlder: now.hasOlder || surplus > 0,
          isLoadingMore: false,
          ...(!meta.has_more && { newerCount: 0 }),
        })
    } catch {
      // Whoever scrolls on asks again.
      if (this.get(place)?.opened === opened) this.#set(place, { isLoadingMore: false })
    }
  }

  /** A message was written. */
  receive(message: Message): void {
    const place = { channelId: message.channel_id, threadId: message.parent_message_id ?? undefined }
    const window = this.get(place)
    if (!window) return
    this.#seqs.set(message.id, message.seq)
    if (window.hasNewer && window.status === 'ready') {
      this.#set(place, { newerCount: window.newerCount + 1 })
      return
    }
    if (window.ids.includes(message.id)) return
    const ids = this.#ordered([...window.ids, message.id])
    const surplus = Math.max(ids.length - maxRows, 0)
    this.#set(place, { ids: ids.slice(surplus), hasOlder: window.hasOlder || surplus > 0 })
  }

  /** A message was deleted. */
  drop({ id, channel_id }: Pick<Tombstone, 'id' | 'channel_id'>, parentId?: string | null): void {
    const place = { channelId: channel_id, threadId: parentId ?? undefined }
    const window = this.get(place)
    if (window?.ids.includes(id)) this.#set(place, { ids: window.ids.filter((each) => each !== id) })
  }

  setThread(place: Place, changes: Partial<NonNullable<Window['thread']>>): void {
    const window = this.get(place)
    if (window?.thread) this.#set(place, { thread: { ...window.thread, ...changes } })
  }

  close(channelId: string): void {
    for (const { place } of [...this.#windows.values()])
      if (place.channelId === channelId) this.#windows.delete(keyOf(place))
    this.#topics.publish(`window:${channelId}`)
  }

  #take(rows: readonly (Message | Tombstone)[]): string[] {
    const ids: string[] = []
    for (const row of rows) {
      if (isTombstone(row)) continue
      this.#messages().put(row)
      this.#seqs.set(row.id, row.seq)
      ids.push(row.id)
    }
    return ids
  }

  /** By number, each once. */
  #ordered(ids: readonly string[]): string[] {
    const seqOf = (id: string) => this.#seqs.get(id) ?? 0
    return [...new Set(ids)].sort((a, b) => seqOf(a) - seqOf(b))
  }

  #set(place: Place, changes: Partial<Window>): void {
    const key = keyOf(place)
    this.#windows.set(key, { ...(this.#windows.get(key) ?? empty(place)), ...changes })
    this.#topics.publish(`window:${key}`)
  }

  #touch(window: Window): void {
    this.#windows.delete(keyOf(window.place))
    this.#windows.set(keyOf(window.place), window)
  }

  #trim(): void {
    for (const [key, { ids }] of this.#windows) {
      if (this.#windows.size <= maxWindows) return
      this.#windows.delete(key)
      for (const id of ids) this.#seqs.delete(id)
    }
  }
}

const empty = (place: Place): Window => ({
  place,
  status: 'loading',
  ids: [],
  hasOlder: false,
  hasNewer: false,
  newerCount: 0,
  isLoadingMore: false,
  opened: 0,
})
