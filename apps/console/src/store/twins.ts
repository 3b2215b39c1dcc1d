import type { Parley, Twin } from '@parley/client/index'
import type { Topics } from './topics.ts'

/** The twins of the workspace, by id. */
export class Twins {
  #byId: ReadonlyMap<string, Twin> = new Map()
  #loading: Promise<void> | undefined
  readonly #parley: Parley
  readonly #topics: Topics

  constructor(parley: Parley, topics: Topics) {
    this.#parley = parley
    this.#topics = topics
  }

  get(id: string): Twin | undefined {
    return this.#byId.get(id)
  }

  get all(): readonly Twin[] {
    return [...this.#byId.values()]
  }

  /** The same until one changes. */
  get byId(): ReadonlyMap<string, Twin> {
    return this.#byId
  }

  /** Asked for once; later ones come as events. */
  load(): Promise<void> {
    this.#loading ??= this.#loadAll().catch((error: unknown) => {
      this.#loading = undefined
      throw error
    })
    return this.#loading
  }

  put(twin: Twin): void {
    this.#byId = new Map(this.#byId).set(twin.id, twin)
    this.#topics.publish('twins')
  }

  remove(id: string): void {
    const others = new Map(this.#byId)
    others.delete(id)
    this.#byId = others
    this.#topics.publish('twins')
  }

  async #loadAll(): Promise<void> {
    const listed = new Map<string, Twin>()
    for await (const twin of this.#parley.twins.list({ limit: 100 })) listed.set(twin.id, twin)
    this.#byId = listed
    this.#topics.publish('twins')
  }
}
