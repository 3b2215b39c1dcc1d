import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import type { Topics } from '../topics.ts'
import type { DeskCalls } from './calls.ts'
import type { Filter, Sort } from './filter.ts'

/** The views that are counted. */
export type Counted = 'mine' | 'waiting' | 'snoozed'

const restMs = 2_000

/** How many conversations views have: asked for when something may have moved, at most once in two seconds. */
export class Counts {
  #counts: Partial<Record<Counted, number>> = {}
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #calls: DeskCalls
  readonly #topics: Topics
  readonly #views: Partial<Record<Counted, { filter: Filter; sort: Sort }>>

  constructor(calls: DeskCalls, topics: Topics, views: Partial<Record<Counted, { filter: Filter; sort: Sort }>>) {
    this.#calls = calls
    this.#topics = topics
    this.#views = views
  }

  get all(): Readonly<Partial<Record<Counted, number>>> {
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
      await this.#count()
    } catch (error) {
      if (!(error instanceof ParleyError || error instanceof ParleyConnectionError)) throw error
    }
  }

  async #count(): Promise<void> {
    const counted = await Promise.all(
      Object.entries(this.#views).map(async ([view, { filter, sort }]) => {
        const { total } = await this.#calls.list(filter, sort, { limit: 1 })
        return [view, total]
      }),
    )
    this.#counts = Object.fromEntries(counted)
    this.#topics.publish('desk:counts')
  }

  close(): void {
    clearTimeout(this.#timer)
  }
}
