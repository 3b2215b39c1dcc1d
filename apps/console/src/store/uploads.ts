import type { Parley } from '@parley/client/index'
import type { ChosenFile, Drafts } from './drafts.ts'
import { isRefusal, type Refusal, refusalOf } from './refusal.ts'
import type { Topics } from './topics.ts'
import { keyOf, type Place } from './windows.ts'

/** A file on its way to the server, or one that did not get there. */
export interface Upload {
  key: string
  file: File
  /** 0 to 1. */
  progress: number
  /** Why it failed: it waits until it is tried again or removed, and holds up nothing. */
  refusal?: Refusal | undefined
}

const none: readonly Upload[] = []

export const isRunning = ({ refusal }: Upload): boolean => refusal === undefined

/** Files that are being uploaded for what is written in a place, whichever place is looked at meanwhile. */
export class Uploads {
  readonly #byPlace = new Map<string, readonly Upload[]>()
  readonly #cancels = new Map<string, AbortController>()
  readonly #parley: Parley
  readonly #topics: Topics
  readonly #drafts: Drafts

  constructor(parley: Parley, topics: Topics, drafts: Drafts) {
    this.#parley = parley
    this.#topics = topics
    this.#drafts = drafts
  }

  in(place: Place): readonly Upload[] {
    return this.#byPlace.get(keyOf(place)) ?? none
  }

  /** Uploads a file, which then is one of the draft’s; one that fails stays, and says why. */
  add(place: Place, file: File): void {
    const upload = { key: crypto.randomUUID(), file, progress: 0 }
    this.#set(place, [...this.in(place), upload])
    void this.#attempt(place, upload)
  }

  retry(place: Place, key: string): void {
    const failed = this.in(place).find((each) => each.key === key && !isRunning(each))
    if (!failed) return
    this.#change(place, key, { progress: 0, refusal: undefined })
    void this.#attempt(place, failed)
  }

  /** Forgets one, wherever it is on its way. */
  remove(place: Place, key: string): void {
    this.#cancels.get(key)?.abort()
    this.#set(
      place,
      this.in(place).filter((each) => each.key !== key),
    )
  }

  async #attempt(place: Place, { key, file }: Upload): Promise<void> {
    const cancel = new AbortController()
    this.#cancels.set(key, cancel)
    try {
      const { data } = await this.#parley.files.upload(
        { files: [file], conversation_id: place.channelId },
        {
          signal: cancel.signal,
          onProgress: ({ sentBytes, totalBytes }) =>
            this.#change(place, key, { progress: totalBytes ? sentBytes / totalBytes : 0 }),
        },
      )
      if (cancel.signal.aborted) return
      this.remove(place, key)
      this.#take(place, data.files)
    } catch (error) {
      if (cancel.signal.aborted) return
      this.#change(place, key, { refusal: refusalOf(error) })
      if (!isRefusal(error)) throw error
    } finally {
      this.#cancels.delete(key)
    }
  }

  #take(place: Place, uploaded: readonly ChosenFile[]): void {
    const { content = '', files = [] } = this.#drafts.get(place) ?? {}
    this.#drafts.write(place, { content, files: [...files, ...uploaded] })
  }

  #change(place: Place, key: string, changes: Partial<Upload>): void {
    this.#set(
      place,
      this.in(place).map((each) => (each.key === key ? { ...each, ...changes } : each)),
    )
  }

  #set(place: Place, uploads: readonly Upload[]): void {
    if (uploads.length > 0) this.#byPlace.set(keyOf(place), uploads)
    else this.#byPlace.delete(keyOf(place))
    this.#topics.publish(`uploads:${keyOf(place)}`)
  }
}
