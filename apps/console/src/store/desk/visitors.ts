import type { Visitor } from '@parley/client/index'
import type { Topics } from '../topics.ts'
import type { DeskCalls } from './calls.ts'

const maxVisitors = 500

/** Visitors as they were last said to be. */
export class Visitors {
  readonly #byId = new Map<string, Visitor>()
  readonly #calls: DeskCalls
  readonly #topics: Topics

  constructor(calls: DeskCalls, topics: Topics) {
    this.#calls = calls
    this.#topics = topics
  }

  get(id: string): Visitor | undefined {
    return this.#byId.get(id)
  }

  /** @throws ParleyError `not_found` */
  async load(id: string): Promise<void> {
    this.put(await this.#calls.visitor(id))
  }

  put(visitor: Visitor): void {
    this.#byId.delete(visitor.id)
    this.#byId.set(visitor.id, visitor)
    if (this.#byId.size > maxVisitors) this.#byId.delete(this.#byId.keys().next().value!)
    this.#topics.publish(`desk:visitor:${visitor.id}`)
  }
}
