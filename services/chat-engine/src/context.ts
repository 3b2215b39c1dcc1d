import type { Kysely } from 'kysely'
import type { DB } from './schema.ts'

/** The service's database, or a transaction on it. */
export type Db = Kysely<DB>
