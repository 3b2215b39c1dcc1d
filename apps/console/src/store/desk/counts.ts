import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import type { Topics } from '../topics.ts'
import type { Counts, DeskCalls } from './calls.ts'

/** Beyond it the server does not count: so many, or more. */
export const mostCounted = 100

const restMs = 2_000

/** How many conversations views have: asked for when something may have moved, at most once in two seconds. */
export class ViewCounts {
  #counts: Counts = {}
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #calls: DeskCalls
  readonly #topics: Topics

  constructor(calls: DeskCalls, topics: Topics) {
    this.#calls = calls
    this.#topics = topics
  }

  get all(): Counts {
    return this.#counts
  }

  askAgain(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.load()
    }, restMs)
  }

  /** What cannot be counted stays as it is shown, until something moves or the connection is back. */
  async load(): Promise<void> {
    try {
      this.#counts = await this.#calls.counts()
      this.#topics.publish('desk:counts')
    } catch (error) {
      if (!(error instanceof ParleyError || error instanceof ParleyConnectionError)) throw error
    }
  }

  close(): void {
    clearTimeout(this.#timer)
  }
}
