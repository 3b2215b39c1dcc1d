import type { Attachment, Draft as KeptDraft, Parley } from '@parley/client/index'
import type { Topics } from './topics.ts'
import { keyOf, type Place } from './windows.ts'

export type ChosenFile = Pick<Attachment, 'id' | 'name' | 'size' | 'type'>

/** What is being written in a place. */
export interface Draft {
  place: Place
  content: string
  files: readonly ChosenFile[]
  updatedAt: string
}

interface Options {
  parley: Parley
  topics: Topics
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** The beginning of the keys under which drafts are kept here: one of this person and workspace. */
  storageKey: string
  restMs?: number
}

/** What is being written, kept here with each key and on the server after a rest. The newest wins. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>()
  #list: readonly Draft[] = []
  readonly #resting = new Map<string, { place: Place; timer: ReturnType<typeof setTimeout> }>()
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
    for (const draft of this.#stored()) this.#drafts.set(keyOf(draft.place), draft)
    this.#relist()
  }

  get(place: Place): Draft | undefined {
    return this.#drafts.get(keyOf(place))
  }

  /** The one touched last first. */
  get all(): readonly Draft[] {
    return this.#list
  }

  /** Takes what other devices of this person have written. */
  async load(): Promise<void> {
    for await (const kept of this.#options.parley.drafts.list({ limit: 100 })) {
      const draft = fromServer(kept)
      const own = this.get(draft.place)
      if (!own || own.updatedAt < draft.updatedAt) this.#keep(draft)
    }
  }

  write(place: Place, { content, files }: Pick<Draft, 'content' | 'files'>): void {
    const isEmpty = content.trim() === '' && files.length === 0
    if (isEmpty && !this.get(place)) return
    if (isEmpty) this.#forget(place)
    else this.#keep({ place, content, files, updatedAt: new Date().toISOString() })
    this.#saveLater(place)
  }

  /** It was sent, or is not wanted. */
  remove(place: Place): void {
    if (!this.get(place)) return
    this.#forget(place)
    this.#saveLater(place)
  }

  /** Saves at once what rests: the page is about to go. */
  flush(): void {
    for (const { place, timer } of this.#resting.values()) {
      clearTimeout(timer)
      void this.#save(place)
    }
    this.#resting.clear()
  }

  #saveLater(place: Place): void {
    const key = keyOf(place)
    clearTimeout(this.#resting.get(key)?.timer)
    const timer = setTimeout(() => {
      this.#resting.delete(key)
      void this.#save(place)
    }, this.#options.restMs ?? 800)
    this.#resting.set(key, { place, timer })
  }

  async #save(place: Place): Promise<void> {
    const { content = '', files = [] } = this.get(place) ?? {}
    try {
      await this.#options.parley.drafts.put({
        channelId: place.channelId,
        parent_message_id: place.threadId ?? null,
        content,
        attachments: files.map(({ id }) => ({ id })),
      })
    } catch {
      // It is kept here; the next key tries again.
    }
  }

  #keep(draft: Draft): void {
    const key = keyOf(draft.place)
    this.#drafts.delete(key)
    this.#drafts.set(key, draft)
    this.#store(key)
  }

  #forget(place: Place): void {
    this.#drafts.delete(keyOf(place))
    this.#store(keyOf(place))
  }

  #store(key: string): void {
    const { storage, storageKey, topics } = this.#options
    try {
      storage.setItem(storageKey, JSON.stringify([...this.#drafts.values()]))
    } catch {
      // A full storage: the server keeps it.
    }
    this.#relist()
    topics.publish(`draft:${key}`)
    topics.publish('drafts')
  }

  #relist(): void {
    this.#list = [...this.#drafts.values()].reverse()
  }

  #stored(): Draft[] {
    try {
      return JSON.parse(this.#options.storage.getItem(this.#options.storageKey) ?? '[]') as Draft[]
    } catch {
      return []
    }
  }
}

const fromServer = ({ channel_id, parent_message_id, content, attachments, updated_at }: KeptDraft): Draft => ({
  place: { channelId: channel_id, threadId: parent_message_id ?? undefined },
  content,
  files: attachments ?? [],
  updatedAt: updated_at,
})
