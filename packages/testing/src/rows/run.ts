import { CompiledQuery, type Kysely } from 'kysely'
import type { TestDatabase } from '../database.ts'

/** The database, as its administrator; or a transaction of the service whose rows they are. */
export type Executor = TestDatabase | Kysely<unknown>

/** Runs a statement there; its rows. */
export const run = async <R>(on: Executor, text: string, values: unknown[]): Promise<R[]> =>
  'queryAs' in on
    ? ((await on.query(text, values)) as R[])
    : (await on.executeQuery<R>(CompiledQuery.raw(text, values))).rows
