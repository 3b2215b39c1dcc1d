import { type RawBuilder, sql } from 'kysely'

/** So many milliseconds from now, by the database's clock. */
export const after = (ms: number): RawBuilder<string> => sql<string>`now() + ${ms} * interval '1 ms'`
