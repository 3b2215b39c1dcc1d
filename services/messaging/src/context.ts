import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Kysely } from 'kysely'

/** The database or a transaction; statements name their tables and columns themselves. */
export type Db = Kysely<unknown>

/** What the routes are given. */
export type Context = Pick<ServiceRuntime<unknown>, 'db' | 'outbox'> & {
  /** Call `flush` after the commit of a text that search is to find. */
  indexer: { flush(): void }
}
