import { type Kysely, QueryCreator } from 'kysely'
import type { DB } from '../schema.ts'

/** The package's tables in the schema of a service that has them, whatever else is known of it. */
export const fileTables = <D>(db: Kysely<D>): QueryCreator<DB> => new QueryCreator({ executor: db.getExecutor() })

/** A place of a workspace that files are uploaded to, such as a channel. */
export interface Place {
  workspaceId: string
  placeId: string
}
