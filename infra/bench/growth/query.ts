import type { Kysely } from 'kysely'
import type { Asker, Population } from './population.ts'

/** Something that people ask all day, over HTTP and as the statements that answer it. */
export interface GrowthQuery {
  name: string
  /** Who asks. */
  asker(population: Population): Asker
  /** Path and query of the `i`-th request: the same for the same `i`. */
  path(i: number): string
  /** The store's own function, run for the same answer; its statements are also run directly, and explained. */
  run(db: Kysely<unknown>, i: number): Promise<unknown>
  /** Whose schema the statements are of. Default: messaging. */
  service?: 'messaging' | 'channels'
  /** False where it may cost more in a larger database: an offset into a channel. Default: true. */
  mayNotGrow?: boolean
  /** False where it is explained, and not measured. Default: true. */
  measured?: boolean
}

/** The queries of one population: ids are looked up as the administrator. */
export type QueriesOf = (population: Population, admin: Kysely<unknown>) => Promise<GrowthQuery[]>
