import type { DeskMessage, Note } from '@parley/client/index'
import type { Topics } from '../topics.ts'
import type { DeskCalls } from './calls.ts'

/** What is written in a conversation: messages, and notes that its visitor never sees. */
export type Entry = DeskMessage | Note

export const isNote = (entry: Entry): entry is Note => 'authorId' in entry

/** All of a conversation from some point on, by number; notes stand behind the message whose number they have. */
export interface Timeline {
  status: 'loading' | 'ready' | 'failed'
  entries: readonly Entry[]
  /** The first page of messages that is loaded; before it there are others. */
  firstPage: number
  isLoadingMore: boolean
  /** Grows whenever it is loaded anew. */
  opened: number
}

const pageRows = 100
const maxTimelines = 20

/** The conversations that were opened last. Pages of a conversation do not move: what is new comes behind. */
export class Timelines {
  readonly #timelines = new Map<string, Timeline>()
  readonly #notes = new Map<string, readonly Note[]>()
  readonly #calls: DeskCalls
  readonly #topics: Topics
  #opened = 0

  constructor(calls: DeskCalls, topics: Topics) {
    this.#calls = calls
    this.#topics = topics
  }

  get(id: string): Timeline | undefined {
    return this.#timelines.get(id)
  }

  async open(id: string): Promise<void> {
    const known = this.#timelines.get(id)
    if (known && known.status !== 'failed') {
      this.#timelines.delete(id)
      this.#timelines.set(id, known)
      return
    }
    const opened = ++this.#opened
    this.#set(id, { ...empty, opened })
    this.#trim()
    try {
      const [end, notes] = await Promise.all([this.#end(id), this.#calls.notes(id)])
      if (this.get(id)?.opened !== opened) return
      this.#notes.set(id, notes)
      this.#merge(id, end.messages, { status: 'ready', firstPage: end.page })
    } catch {
      if (this.get(id)?.opened === opened) this.#set(id, { status: 'failed' })
    }
  }

  /** The last page of its messages, and the one before where that has few. */
  async #end(id: string): Promise<{ messages: DeskMessage[]; page: number }> {
    const first = await this.#calls.messages(id, { page: 1, limit: pageRows })
    const last = Math.max(Math.ceil(first.total / pageRows), 1)
    if (last === 1) return { messages: first.messages, page: 1 }
    const before = last === 2 ? first : await this.#calls.messages(id, { page: last - 1, limit: pageRows })
    const { messages } = await this.#calls.messages(id, { page: last, limit: pageRows })
    return { messages: [...before.messages, ...messages], page: last - 1 }
  }

  async loadOlder(id: string): Promise<void> {
    const timeline = this.get(id)
    if (timeline?.status !== 'ready' || timeline.isLoadingMore || timeline.firstPage === 1) return
    const page = timeline.firstPage - 1
    this.#set(id, { isLoadingMore: true })
    try {
      const { messages } = await this.#calls.messages(id, { page, limit: pageRows })
      this.#merge(id, messages, { firstPage: page, isLoadingMore: false })
    } catch {
      // Whoever scrolls on asks again.
      this.#set(id, { isLoadingMore: false })
    }
  }

  /** Takes what was written since, in all that are open: events may have been missed. */
  async catchUp(): Promise<void> {
    await Promise.allSettled(
      [...this.#timelines].map(async ([id, { entries, status }]) => {
        if (status !== 'ready') return
        const seq = entries.at(-1)?.seq ?? 0
        for (let after = seq; ; ) {
          const { messages } = await this.#calls.messages(id, { after_seq: after, limit: pageRows })
          this.#merge(id, messages)
          after = messages.at(-1)?.seq ?? after
          if (messages.length < pageRows) break
        }
        const lastRev = Math.max(0, ...(this.#notes.get(id) ?? []).map(({ rev }) => rev))
        for (const note of await this.#calls.notes(id, lastRev)) this.receive(note)
      }),
    )
  }

  receive(entry: Entry): void {
    if (!this.#timelines.has(entry.conversationId)) return
    if (isNote(entry)) this.#notes.set(entry.conversationId, [...(this.#notes.get(entry.conversationId) ?? []), entry])
    this.#merge(entry.conversationId, [entry])
  }

  /** Asks for a message anew, since the URLs of its files expire; returns them. */
  async refresh({ conversationId, seq }: DeskMessage): Promise<DeskMessage['attachments']> {
    const { messages } = await this.#calls.messages(conversationId, { after_seq: seq - 1, limit: 1 })
    this.#merge(conversationId, messages)
    return messages[0]?.attachments ?? []
  }

  remove(id: string): void {
    this.#timelines.delete(id)
    this.#notes.delete(id)
    this.#topics.publish(`desk:timeline:${id}`)
  }

  #merge(id: string, entries: readonly Entry[], changes: Partial<Timeline> = {}): void {
    const timeline = { ...(this.get(id) ?? empty), ...changes }
    const byId = new Map([...timeline.entries, ...entries].map((entry) => [entry.id, entry]))
    const from = timeline.firstPage === 1 ? 0 : firstSeqOf([...byId.values()])
    for (const note of this.#notes.get(id) ?? []) if (note.seq >= from) byId.set(note.id, note)
    this.#set(id, { ...timeline, entries: [...byId.values()].sort(byPlace) })
  }

  #set(id: string, changes: Partial<Timeline>): void {
    this.#timelines.set(id, { ...(this.get(id) ?? empty), ...changes })
    this.#topics.publish(`desk:timeline:${id}`)
  }

  #trim(): void {
    if (this.#timelines.size > maxTimelines) this.remove(this.#timelines.keys().next().value!)
  }
}

const byPlace = (a: Entry, b: Entry) => a.seq - b.seq || revOf(a) - revOf(b)
/** Notes come after their message, in the order in which they were written. */
const revOf = (entry: Entry) => (isNote(entry) ? entry.rev : 0)

const firstSeqOf = (entries: readonly Entry[]) =>
  Math.min(...entries.filter((entry) => !isNote(entry)).map(({ seq }) => seq))

const empty: Timeline = { status: 'loading', entries: [], firstPage: 1, isLoadingMore: false, opened: 0 }
