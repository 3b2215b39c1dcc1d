/**
 * What has changed, by name: `message:<id>`, `channel:<id>`, `unread`. A watcher is called once for all changes of one turn
 * of the event loop, so that a hundred events that come together draw a row once.
 */
export class Topics {
  readonly #watchers = new Map<string, Set<() => void>>()
  readonly #changed = new Set<string>()
  #isQueued = false

  /** Calls the watcher after changes of a topic; returns how to stop. */
  watch(topic: string, watcher: () => void): () => void {
    const watchers = this.#watchers.get(topic) ?? new Set()
    this.#watchers.set(topic, watchers.add(watcher))
    return () => {
      watchers.delete(watcher)
      if (watchers.size === 0 && this.#watchers.get(topic) === watchers) this.#watchers.delete(topic)
    }
  }

  publish(topic: string): void {
    if (!this.#watchers.has(topic)) return
    this.#changed.add(topic)
    if (this.#isQueued) return
    this.#isQueued = true
    queueMicrotask(() => this.#call())
  }

  /** Calls them now: what somebody types is drawn before the browser puts the caret of a text that was changed at its end. */
  flush(): void {
    this.#call()
  }

  #call(): void {
    this.#isQueued = false
    const watchers = new Set([...this.#changed].flatMap((topic) => [...(this.#watchers.get(topic) ?? [])]))
    this.#changed.clear()
    for (const watcher of watchers) watcher()
  }
}
