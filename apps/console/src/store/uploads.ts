import type { Parley } from '@parley/client/index'
import type { ChosenFile, Drafts } from './drafts.ts'
import type { Topics } from './topics.ts'
import { keyOf, type Place } from './windows.ts'

/** A file on its way to the server. */
export interface Upload {
  key: string
  name: string
  /** 0 to 1. */
  progress: number
}

const none: readonly Upload[] = []

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

  /**
   * Uploads a file, which then is one of the draft’s; one that is cancelled is forgotten.
   *
   * @throws ParleyError, ParleyConnectionError
   */
  async add(place: Place, file: File): Promise<void> {
    const key = crypto.randomUUID()
    const cancel = new AbortController()
    this.#cancels.set(key, cancel)
    this.#set(place, [...this.in(place), { key, name: file.name, progress: 0 }])
    const onProgress = ({ sentBytes, totalBytes }: { sentBytes: number; totalBytes?: number | undefined }) => {
      const progress = totalBytes ? sentBytes / totalBytes : 0
      this.#set(
        place,
        this.in(place).map((each) => (each.key === key ? { ...each, progress } : each)),
      )
    }
    try {
      const { data } = await this.#parley.files.upload(
        { files: [file], conversation_id: place.channelId },
        { signal: cancel.signal, onProgress },
      )
      this.#take(place, data.files)
    } catch (error) {
      if (!cancel.signal.aborted) throw error
    } finally {
      this.#cancels.delete(key)
      this.#set(
        place,
        this.in(place).filter((each) => each.key !== key),
      )
    }
  }

  cancel(key: string): void {
    this.#cancels.get(key)?.abort()
  }

  #take(place: Place, uploaded: readonly ChosenFile[]): void {
    const { content = '', files = [] } = this.#drafts.get(place) ?? {}
    this.#drafts.write(place, { content, files: [...files, ...uploaded] })
  }

  #set(place: Place, uploads: readonly Upload[]): void {
    if (uploads.length > 0) this.#byPlace.set(keyOf(place), uploads)
    else this.#byPlace.delete(keyOf(place))
    this.#topics.publish(`uploads:${keyOf(place)}`)
  }
}
