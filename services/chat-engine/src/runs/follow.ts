import type { Loops } from '@parley/kit/loops'
import { isLast, type RunEvent, type RunRef } from './run.ts'

export interface FollowersOptions {
  /** The events of runs after a number each, in order. */
  read: (
    wanted: readonly { run: RunRef; after: number }[],
    limit: number,
  ) => Promise<{ runId: string; event: RunEvent }[]>
  /** How often runs of other processes are looked at. */
  pollMs: number
  every: Loops['every']
}

/** Somebody who receives a run's events. */
interface Follower {
  run: RunRef
  /** The number of the last event in `queue`, or that was taken out of it. */
  last: number
  queue: RunEvent[]
  /** What was delivered before all ahead of it was read. */
  early: Map<number, RunEvent>
  /** Whether the run is this process's, which delivers its events here. */
  isLocal: boolean
  wake: () => void
}

const maxEvents = 5_000

/**
 * Whoever follows runs in this process, from any event on: events of runs of this process come as soon as they are
 * stored, those of others are read every `pollMs`, all of them by one query. The log is the truth; whatever is missing
 * between two events is read from it.
 */
export function createFollowers({ read, pollMs, every }: FollowersOptions) {
  const followers = new Map<string, Set<Follower>>()
  /** Those whose runs' events have to be read. */
  const reading = new Set<Follower>()

  const reader = every('follow-runs', pollMs, async () => {
    if (reading.size === 0) return
    const wanted = [...reading]
    const found = await read(
      wanted.map(({ run, last }) => ({ run, after: last })),
      maxEvents,
    )
    const byRun = Map.groupBy(found, ({ runId }) => runId)
    for (const follower of wanted) {
      // Those between that the database has not are lost: it crashed before they were on disk.
      for (const { event } of byRun.get(follower.run.id) ?? [])
        if (event.number > follower.last) accept(follower, event)
      // What comes from now on is delivered.
      if (follower.isLocal && follower.early.size === 0 && found.length < maxEvents) reading.delete(follower)
    }
    if (found.length === maxEvents) reader.wake()
  })

  function take(follower: Follower, event: RunEvent): void {
    if (event.number <= follower.last) return
    if (event.number > follower.last + 1) {
      follower.early.set(event.number, event)
      reading.add(follower)
      reader.wake()
      return
    }
    accept(follower, event)
  }

  /** Gives a follower its next event, and those after it that came early. */
  function accept(follower: Follower, event: RunEvent): void {
    for (let next: RunEvent | undefined = event; next; next = follower.early.get(follower.last + 1)) {
      follower.last = next.number
      follower.queue.push(next)
    }
    for (const number of follower.early.keys()) if (number <= follower.last) follower.early.delete(number)
    follower.wake()
  }

  return {
    /** An event of a run of this process is stored. */
    deliver({ id }: RunRef, event: RunEvent): void {
      for (const follower of followers.get(id) ?? []) take(follower, event)
    },

    /** A run is this process's from now on, or is no more. */
    setLocal({ id }: RunRef, isLocal: boolean): void {
      for (const follower of followers.get(id) ?? []) {
        follower.isLocal = isLocal
        reading.add(follower)
      }
      reader.wake()
    },

    /**
     * The events of a run after the given one, to its last. It is for the caller to know that there is such a run, and to
     * read them, or to abort the signal.
     *
     * @param options.isNew the run has no events yet, and will be this process's
     */
    follow(
      run: RunRef,
      after: number,
      signal: AbortSignal,
      options: { isLocal: boolean; isNew?: boolean },
    ): AsyncGenerator<RunEvent> {
      let wake = Promise.withResolvers<void>()
      const follower: Follower = {
        run,
        last: after,
        queue: [],
        early: new Map(),
        isLocal: options.isLocal,
        wake: () => wake.resolve(),
      }
      const ofRun = followers.get(run.id) ?? new Set()
      followers.set(run.id, ofRun.add(follower))
      if (!options.isNew) {
        reading.add(follower)
        reader.wake()
      }
      const end = () => {
        wake.resolve()
        reading.delete(follower)
        ofRun.delete(follower)
        if (ofRun.size === 0 && followers.get(run.id) === ofRun) followers.delete(run.id)
      }
      signal.addEventListener('abort', end, { once: true })
      if (signal.aborted) end()

      async function* events(): AsyncGenerator<RunEvent> {
        try {
          for (;;) {
            signal.throwIfAborted()
            for (let event = follower.queue.shift(); event; event = follower.queue.shift()) {
              yield event
              if (isLast(event)) return
            }
            await wake.promise
            wake = Promise.withResolvers()
          }
        } finally {
          signal.removeEventListener('abort', end)
          end()
        }
      }
      return events()
    },
  }
}

export type Followers = ReturnType<typeof createFollowers>
