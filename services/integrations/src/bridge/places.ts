/** Work side by side, in so many places: what hangs holds its own place, and no more of them than its connection's share. */
export interface Places {
  /** Waits until there is a free place. @returns how many there are */
  free(): Promise<number>
  /** How many more a connection may have: of those that have some, or fail. */
  shares(): Shares
  /** Has something done in a place. `onEnd` is called once that is free again. */
  run(connectionId: string, work: Promise<void>, onEnd?: () => void): void
  /** A connection whose work fails has one place until it succeeds: one that does not answer costs no more. */
  note(connectionId: string, isFailing: boolean): void
  /** Waits for all that runs. */
  ended(): Promise<void>
}

/** How many places some connections may still take; all others `perConnection`. */
export interface Shares {
  perConnection: number
  ids: string[]
  left: number[]
}

/** Longer than channels of a connection that fails are left alone. */
const failingMs = 600_000

/** @param count places of this process, of which one connection has at most `perConnection` */
export function createPlaces(count: number, perConnection: number): Places {
  const running = new Set<Promise<void>>()
  const held = new Map<string, number>()
  /** Until when: one that is gone would be remembered for ever. */
  const failing = new Map<string, number>()
  const failsNow = (id: string) => (failing.get(id) ?? 0) > performance.now()
  return {
    async free() {
      if (running.size >= count) await Promise.race(running)
      return count - running.size
    },
    shares() {
      for (const id of failing.keys()) if (!failsNow(id)) failing.delete(id)
      const ids = [...new Set([...held.keys(), ...failing.keys()])]
      const left = ids.map((id) => Math.max(0, (failsNow(id) ? 1 : perConnection) - (held.get(id) ?? 0)))
      return { perConnection, ids, left }
    },
    run(connectionId, work, onEnd) {
      held.set(connectionId, (held.get(connectionId) ?? 0) + 1)
      const task: Promise<void> = work.finally(() => {
        running.delete(task)
        const others = held.get(connectionId)! - 1
        if (others === 0) held.delete(connectionId)
        else held.set(connectionId, others)
        onEnd?.()
      })
      running.add(task)
    },
    note(connectionId, isFailing) {
      if (isFailing) failing.set(connectionId, performance.now() + failingMs)
      else failing.delete(connectionId)
    },
    async ended() {
      await Promise.all(running)
    },
  }
}
