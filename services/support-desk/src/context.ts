import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Kysely } from 'kysely'
import type { DB } from './schema.ts'

/** The database or a transaction. */
export type Db = Kysely<DB>

/** What routes and jobs are given. */
export type Context = Pick<ServiceRuntime<DB>, 'db' | 'outbox' | 'redis' | 'config' | 'log'>
