import { vi } from 'vitest'
import type { TestDatabase } from './database.ts'

/** How many statements wait for locks of other transactions: those that contain this text, if one is given. */
export const countWaiting = async (database: TestDatabase, text = ''): Promise<number> =>
  (
    await database.query(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and strpos(query, $1) > 0`,
      [text],
    )
  ).length

/** Resolves when this many statements wait for locks of other transactions. */
export const untilSomeoneWaits = (database: TestDatabase, howMany = 1, text = ''): Promise<unknown> =>
  vi.waitUntil(async () => (await countWaiting(database, text)) >= howMany, { timeout: 30_000, interval: 20 })
