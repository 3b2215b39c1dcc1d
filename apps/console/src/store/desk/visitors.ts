import type { Visitor, VisitorDetails } from '@parley/client/index'
import type { Topics } from '../topics.ts'
import type { DeskCalls } from './calls.ts'

/** A visitor as far as they are known: by what they are blocked comes once one looks at them. */
export type KnownVisitor = Visitor & Partial<Pick<VisitorDetails, 'block'>>

const maxVisitors = 500

/** Visitors as they were last said to be. */
export class Visitors {
  readonly #byId = new Map<string, KnownVisitor>()
  readonly #calls: DeskCalls
  readonly #topics: Topics

  constructor(calls: DeskCalls, topics: Topics) {
    this.#calls = calls
    this.#topics = topics
  }

  get(id: string): KnownVisitor | undefined {
    return this.#byId.get(id)
  }

  /** @throws ParleyError `not_found` */
  async load(id: string): Promise<void> {
    this.put(await this.#calls.visitor(id))
  }

  put(visitor: KnownVisitor): void {
    const known = this.#byId.get(visitor.id)
    this.#byId.delete(visitor.id)
    this.#byId.set(visitor.id, { ...known, ...visitor })
    if (this.#byId.size > maxVisitors) this.#byId.delete(this.#byId.keys().next().value!)
    this.#topics.publish(`desk:visitor:${visitor.id}`)
  }
}
