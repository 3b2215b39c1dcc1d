/** Work side by side, in so many places: what hangs holds its own place, and no more of them than its owner's share, which is a connection or a workspace. */
export interface Places {
  /** Waits until there is a free place. @returns how many there are */
  free(): Promise<number>
  /** How many more an owner may have: of those that have some, or fail. */
  shares(): Shares
  /** Has something done in a place. `onEnd` is called once that is free again. */
  run(owner: string, work: Promise<void>, onEnd?: () => void): void
  /** An owner whose work fails has one place until it succeeds: one that does not answer costs no more. */
  note(owner: string, isFailing: boolean): void
  /** Waits for all that runs. */
  ended(): Promise<void>
}

/** How many places some owners may still take; all others `perOwner`. */
export interface Shares {
  perOwner: number
  ids: string[]
  left: number[]
}

/** Longer than what fails is left alone. */
const failingMs = 600_000

/** @param count places of this process, of which one owner has at most `perOwner` */
export function createPlaces(count: number, perOwner: number): Places {
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
      const left = ids.map((id) => Math.max(0, (failsNow(id) ? 1 : perOwner) - (held.get(id) ?? 0)))
      return { perOwner, ids, left }
    },
    run(owner, work, onEnd) {
      held.set(owner, (held.get(owner) ?? 0) + 1)
      const task: Promise<void> = work.finally(() => {
        running.delete(task)
        const others = held.get(owner)! - 1
        if (others === 0) held.delete(owner)
        else held.set(owner, others)
        onEnd?.()
      })
      running.add(task)
    },
    note(owner, isFailing) {
      if (isFailing) failing.set(owner, performance.now() + failingMs)
      else failing.delete(owner)
    },
    async ended() {
      await Promise.all(running)
    },
  }
}
