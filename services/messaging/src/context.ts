import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Kysely } from 'kysely'
import type { SearchStatistics } from './domain/search-plan.ts'
import type { DB } from './schema.ts'

/** The service's database, or a transaction on it. */
export type Db = Kysely<DB>

/** Dependencies of the routes. */
export type Context = Pick<ServiceRuntime<DB>, 'db' | 'outbox'> & {
  /** Call `flush` after the commit of a text that search is to find. */
  indexer: { flush(): void }
  /** Statistics that searches are planned with. */
  searchStatistics(): Promise<SearchStatistics>
}
