import { setTimeout as sleep } from 'node:timers/promises'

/** What a step usually costs is judged by the median of so many. */
const judgedBy = 5
/** A step that takes up to this many times as long as usual is undisturbed: others were, or it had more to do. */
const tolerated = 1.3
/** For each time more than that as which a step took, how many times as long the work rests. */
const steepness = 12
/** It goes on at a tenth of its speed however busy others are. */
const maxRest = 9
/** So long it rests at most, whatever a step took. */
const maxRestMs = 10_000
/** What it usually costs rises by so much with each step, so that a database that has grown is not taken for a busy one. */
const drift = 1.001

/** Work in the background that makes room for others. */
export interface Pace {
  /**
   * Runs a step, after the rest that the steps before have made necessary.
   *
   * @param units how much the step does: messages, bytes
   * @param signal ends a rest; its reason is thrown
   */
  step<T>(units: number, work: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** For how long to rest after a step that took so long, for work that takes its rests itself. In milliseconds. */
  restAfter(ms: number, units: number): number
}

/**
 * Paces steps by how long they take: where people use the same database or the same cores, a step takes longer than it
 * did before, and the work rests in proportion, up to nine tenths of the time. It needs no word from those it makes room
 * for, on whichever machine they are. Steps that run at the same time are compared with such, and rest together.
 *
 * @param fewest units that a step must have to be judged by: below, its fixed costs are most of it
 */
export function createPace({ fewest, now = () => performance.now() }: { fewest: number; now?: () => number }): Pace {
  /** By how many steps run at once: what a unit lately took, and took when undisturbed, in milliseconds. */
  const costs = new Map<number, { recent: number[]; usual: number }>()
  let running = 0
  let restUntil = 0

  function restAfter(ms: number, units: number, atOnce = 1): number {
    if (units < fewest) return 0
    const cost = costs.get(atOnce) ?? { recent: [], usual: Number.POSITIVE_INFINITY }
    costs.set(atOnce, cost)
    cost.recent = [...cost.recent, ms / units].slice(-judgedBy)
    if (cost.recent.length < judgedBy) return 0
    const lately = cost.recent.toSorted((a, b) => a - b)[judgedBy >> 1]!
    cost.usual = Math.min(lately, cost.usual * drift)
    const times = Math.min(maxRest, Math.max(0, (lately / cost.usual - tolerated) * steepness))
    return Math.min(maxRestMs, ms * times)
  }

  return {
    restAfter: (ms, units) => restAfter(ms, units),
    async step(units, work, signal) {
      for (let rest = restUntil - now(); rest > 0; rest = restUntil - now()) await sleep(rest, undefined, { signal })
      running += 1
      const [atOnce, startedAt] = [running, now()]
      try {
        const result = await work()
        const endedAt = now()
        restUntil = Math.max(restUntil, endedAt + restAfter(endedAt - startedAt, units, atOnce))
        return result
      } finally {
        running -= 1
      }
    },
  }
}
