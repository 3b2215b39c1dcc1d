/** What a browser keeps for all its tabs. */
export interface TabStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
  /** Of all that is kept. */
  keys(): string[]
  /** Calls the watcher with each key that another tab has changed; returns how to stop. */
  watch(watcher: (key: string) => void): () => void
}

/** Values that are kept over reloads, each under a key of its own: what a tab keeps, no other writes over. */
export class Kept<T> {
  readonly #storage: TabStorage
  readonly #prefix: string

  constructor(storage: TabStorage, key: string) {
    this.#storage = storage
    this.#prefix = `${key}:`
  }

  entries(): [name: string, value: T][] {
    return this.#storage.keys().flatMap((key): [string, T][] => {
      const value = this.#read(key)
      return value === undefined ? [] : [[key.slice(this.#prefix.length), value]]
    })
  }

  get(name: string): T | undefined {
    return this.#read(this.#prefix + name)
  }

  set(name: string, value: T): void {
    try {
      this.#storage.setItem(this.#prefix + name, JSON.stringify(value))
    } catch {
      // A full storage: this tab has it all the same, and loses it by a reload alone.
    }
  }

  delete(name: string): void {
    this.#storage.removeItem(this.#prefix + name)
  }

  /** Calls the watcher with what another tab has changed, as it is now; undefined is nothing. */
  watch(watcher: (name: string, value: T | undefined) => void): () => void {
    return this.#storage.watch((key) => {
      if (key.startsWith(this.#prefix)) watcher(key.slice(this.#prefix.length), this.#read(key))
    })
  }

  #read(key: string): T | undefined {
    if (!key.startsWith(this.#prefix)) return undefined
    try {
      return (JSON.parse(this.#storage.getItem(key) ?? 'null') as T | null) ?? undefined
    } catch {
      return undefined // Nothing that can be read.
    }
  }
}
