import type { Foundation } from '@parley/kit/foundation'
import type { Kysely } from 'kysely'

/** The database or a transaction; statements name their tables and columns themselves. */
export type Db = Kysely<unknown>

/** What routes and jobs are given. */
export type Context = Pick<Foundation<unknown>, 'db' | 'outbox' | 'work' | 'log'>
