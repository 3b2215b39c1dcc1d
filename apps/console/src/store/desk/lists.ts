import type { Topics } from '../topics.ts'
import type { DeskCalls } from './calls.ts'
import type { Conversations, DeskConversation } from './conversations.ts'
import { compare, type Filter, type Listed, matches, type Sort } from './filter.ts'

/** Conversations of one kind, in their order. */
export interface List {
  filter: Filter
  sort: Sort
  status: 'loading' | 'ready' | 'failed'
  ids: readonly string[]
  hasMore: boolean
  isLoadingMore: boolean
}

export const keyOf = ({ filter, sort }: Listed): string => JSON.stringify([sort, filter])

const pageRows = 30
const maxLists = 12

/** The lists that were looked at last. What changes moves within them, into them and out of them. */
export class Lists {
  readonly #lists = new Map<string, List>()
  readonly #calls: DeskCalls
  readonly #conversations: Conversations
  readonly #topics: Topics
  readonly #myId: string

  constructor(calls: DeskCalls, conversations: Conversations, topics: Topics, myId: string) {
    this.#calls = calls
    this.#conversations = conversations
    this.#topics = topics
    this.#myId = myId
  }

  get(listed: Listed): List | undefined {
    return this.#lists.get(keyOf(listed))
  }

  async open(listed: Listed): Promise<void> {
    const known = this.get(listed)
    if (known && known.status !== 'failed') {
      this.#lists.delete(keyOf(listed))
      this.#lists.set(keyOf(listed), known)
      return
    }
    this.#set(listed, { ...empty, ...listed })
    if (this.#lists.size > maxLists) this.#lists.delete(this.#lists.keys().next().value!)
    await this.#load(listed)
  }

  /** Loads what is shown anew: events may have been missed. */
  async reload(): Promise<void> {
    await Promise.all([...this.#lists.values()].map((list) => this.#load(list)))
  }

  async #load(listed: Listed): Promise<void> {
    try {
      const page = await this.#page(listed)
      this.#set(listed, { status: 'ready', ids: this.#ordered(listed, page.ids), hasMore: page.hasMore })
    } catch {
      // What is shown stays so, until it can be loaded.
      if (this.get(listed)?.status === 'loading') this.#set(listed, { status: 'failed' })
    }
  }

  async loadMore(listed: Listed): Promise<void> {
    const list = this.get(listed)
    if (list?.status !== 'ready' || list.isLoadingMore || !list.hasMore) return
    this.#set(listed, { isLoadingMore: true })
    try {
      const page = await this.#page(listed, list.ids.at(-1))
      const ids = this.#ordered(listed, [...(this.get(listed)?.ids ?? []), ...page.ids])
      this.#set(listed, { ids, hasMore: page.hasMore, isLoadingMore: false })
    } catch {
      // The button that asks for more is there again.
      this.#set(listed, { isLoadingMore: false })
    }
  }

  async #page({ filter, sort }: Listed, before?: string) {
    const { conversations } = await this.#calls.list(filter, sort, { before, limit: pageRows })
    for (const conversation of conversations) this.#conversations.put(conversation)
    return { ids: conversations.map(({ id }) => id), hasMore: conversations.length === pageRows }
  }

  /** A conversation is not what it was. */
  receive(conversation: DeskConversation): void {
    for (const list of this.#lists.values()) {
      const isIn = list.ids.includes(conversation.id)
      // What a text finds, only the server knows.
      const isFound = list.filter.search === undefined || isIn
      if (isFound && matches(conversation, list.filter, this.#myId)) this.#insert(list, conversation.id)
      else if (isIn) this.#drop(list, conversation.id)
    }
  }

  remove(id: string): void {
    for (const list of this.#lists.values()) if (list.ids.includes(id)) this.#drop(list, id)
  }

  #insert(list: List, id: string): void {
    const ids = this.#ordered(list, [...list.ids, id])
    // Behind the end of what is loaded it comes with the next page.
    const isBehind = list.hasMore && !list.ids.includes(id) && ids.at(-1) === id
    const isSame = ids.length === list.ids.length && ids.every((each, at) => each === list.ids[at])
    if (!isBehind && !isSame) this.#set(list, { ids })
  }

  #drop(list: List, id: string): void {
    this.#set(list, { ids: list.ids.filter((each) => each !== id) })
  }

  #ordered(listed: Listed, ids: readonly string[]): string[] {
    const known = [...new Set(ids)].flatMap((id) => this.#conversations.get(id) ?? [])
    const shown = known.filter((each) => matches(each, listed.filter, this.#myId))
    return shown.sort((a, b) => compare(listed.sort, a, b)).map(({ id }) => id)
  }

  #set(listed: Listed, changes: Partial<List>): void {
    const key = keyOf(listed)
    const { filter, sort } = listed
    this.#lists.set(key, { ...(this.#lists.get(key) ?? { ...empty, filter, sort }), ...changes })
    this.#topics.publish(`desk:list:${key}`)
  }
}

const empty = { status: 'loading', ids: [], hasMore: false, isLoadingMore: false } as const
