import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Kysely } from 'kysely'
import type { PlaceOf } from './geo/geo.ts'
import type { DB } from './schema.ts'

/** The database or a transaction. */
export type Db = Kysely<DB>

/** What routes and jobs are given. */
export interface Context extends Pick<ServiceRuntime<DB>, 'db' | 'outbox' | 'redis' | 'config' | 'log'> {
  /** Where visitors are. */
  placeOf: PlaceOf
}
