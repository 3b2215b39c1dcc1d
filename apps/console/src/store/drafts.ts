import type { Attachment, Draft as KeptDraft, Parley } from '@parley/client/index'
import { Kept, type TabStorage } from './kept.ts'
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

/** As it is kept here: an empty one is a removal that the server has not taken yet. */
interface KeptHere extends Draft {
  isUnsaved: boolean
}

interface Options {
  parley: Parley
  topics: Topics
  storage: TabStorage
  /** Under which drafts are kept here, each: one of this person and workspace. */
  storageKey: string
  restMs?: number
}

/**
 * What is being written, kept here with each key and on the server after a rest. The newest wins; what the server has not
 * taken yet, a removal too, is newer than what it has.
 */
export class Drafts {
  readonly #drafts = new Map<string, Draft>()
  /** Where something changed that the server has not taken yet. */
  readonly #unsaved = new Map<string, Place>()
  /** By place, when it last changed here or was saved, in the order of such moments. */
  readonly #changedAt = new Map<string, number>()
  #moments = 0
  #list: readonly Draft[] = []
  readonly #resting = new Map<string, { place: Place; timer: ReturnType<typeof setTimeout> }>()
  readonly #options: Options
  readonly #kept: Kept<KeptHere>
  readonly #stop: () => void

  constructor(options: Options) {
    this.#options = options
    this.#kept = new Kept(options.storage, options.storageKey)
    const kept = this.#kept.entries().sort(([, a], [, b]) => a.updatedAt.localeCompare(b.updatedAt))
    for (const [key, draft] of kept) this.#take(key, draft)
    this.#relist()
    this.#stop = this.#kept.watch((key, draft) => {
      this.#take(key, draft)
      this.#changedAt.set(key, ++this.#moments)
      this.#publish(key)
    })
  }

  get(place: Place): Draft | undefined {
    return this.#drafts.get(keyOf(place))
  }

  /** The one touched last first. */
  get all(): readonly Draft[] {
    return this.#list
  }

  /** Takes what other devices of this person have written, and saves what could not be saved before. */
  async load(): Promise<void> {
    const since = this.#moments
    const isNewer = (key: string) => this.#unsaved.has(key) || (this.#changedAt.get(key) ?? 0) > since
    const listed = new Set<string>()
    for await (const kept of this.#options.parley.drafts.list({ limit: 100 })) {
      const draft = fromServer(kept)
      const key = keyOf(draft.place)
      listed.add(key)
      if (isNewer(key)) continue
      const own = this.#drafts.get(key)
      if (!own || own.updatedAt < draft.updatedAt) this.#keep(draft)
    }
    // They were sent or removed elsewhere.
    for (const [key, { place }] of [...this.#drafts]) if (!listed.has(key) && !isNewer(key)) this.#forget(place)
    for (const [key, place] of this.#unsaved) if (!this.#resting.has(key)) this.#saveLater(place)
  }

  write(place: Place, written: Pick<Draft, 'content' | 'files'>): void {
    if (isEmpty(written)) {
      this.remove(place)
      return
    }
    this.#touch(place)
    this.#keep({ ...written, place, updatedAt: new Date().toISOString() })
    this.#saveLater(place)
  }

  /** It was sent, or is not wanted. */
  remove(place: Place): void {
    if (!this.get(place)) return
    this.#touch(place)
    this.#forget(place)
    this.#saveLater(place)
  }

  /** Saves at once what rests: the page is about to go. */
  close(): void {
    this.#stop()
    for (const { place, timer } of this.#resting.values()) {
      clearTimeout(timer)
      void this.#save(place)
    }
    this.#resting.clear()
  }

  #touch(place: Place): void {
    this.#unsaved.set(keyOf(place), place)
    this.#changedAt.set(keyOf(place), ++this.#moments)
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
    const key = keyOf(place)
    const draft = this.get(place)
    const { content = '', files = [] } = draft ?? {}
    try {
      await this.#options.parley.drafts.put({
        channelId: place.channelId,
        parent_message_id: place.threadId ?? null,
        content,
        attachments: files.map(({ id }) => ({ id })),
      })
    } catch {
      return // It is kept here: the next key tries again, and so does the next connection.
    }
    this.#changedAt.set(key, ++this.#moments)
    if (this.get(place) !== draft) return
    this.#unsaved.delete(key)
    this.#store(key)
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

  /** Takes what is kept of a place, by this tab before a reload or by another. */
  #take(key: string, kept: KeptHere | undefined): void {
    this.#drafts.delete(key)
    this.#unsaved.delete(key)
    if (kept?.isUnsaved) this.#unsaved.set(key, kept.place)
    if (kept && !isEmpty(kept)) this.#drafts.set(key, kept)
  }

  #store(key: string): void {
    const draft = this.#drafts.get(key)
    const unsaved = this.#unsaved.get(key)
    if (draft) this.#kept.set(key, { ...draft, isUnsaved: unsaved !== undefined })
    else if (unsaved) this.#kept.set(key, { place: unsaved, content: '', files: [], updatedAt: '', isUnsaved: true })
    else this.#kept.delete(key)
    this.#publish(key)
  }

  #publish(key: string): void {
    this.#relist()
    this.#options.topics.publish(`draft:${key}`)
    this.#options.topics.publish('drafts')
  }

  #relist(): void {
    this.#list = [...this.#drafts.values()].reverse()
  }
}

const isEmpty = ({ content, files }: Pick<Draft, 'content' | 'files'>): boolean =>
  content.trim() === '' && files.length === 0

const fromServer = ({ channel_id, parent_message_id, content, attachments, updated_at }: KeptDraft): Draft => ({
  place: { channelId: channel_id, threadId: parent_message_id ?? undefined },
  content,
  files: attachments ?? [],
  updatedAt: updated_at,
})
