import type { Files } from '@parley/files/files'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Kysely } from 'kysely'
import type { DB } from './schema.ts'

/** The database or a transaction. */
export type Db = Kysely<DB>

/** Archives that workspaces are imported from. */
export type ArchiveFiles = Files<DB, void>

/** What routes and jobs are given. */
export interface Context extends Pick<ServiceRuntime<DB>, 'db' | 'outbox' | 'log'> {
  archives: ArchiveFiles
}
