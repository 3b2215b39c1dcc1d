import type { Log } from '@parley/kit/log'
import { sql } from 'kysely'
import type { Db } from '../db.ts'

const thisMinute = sql<string>`date_trunc('minute', now())`
type Credentials = 'sessions' | 'api_keys'

/** Notes in which minute sessions and keys were used, behind the requests that use them and in batches. */
export function createUseNotes({ db, log }: { db: Db; log: Log }) {
  const used = { sessions: new Set<string>(), api_keys: new Set<string>() }
  let writing: Promise<void> | undefined

  /** What is being changed by others needs no note of its use. */
  async function write(table: Credentials): Promise<void> {
    const ids = [...used[table]]
    used[table].clear()
    if (ids.length === 0) return
    const due = db
      .selectFrom(table)
      .select('id')
      .where('id', '=', sql<string>`any(${ids}::uuid[])`)
      .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', thisMinute)]))
      .forNoKeyUpdate()
      .skipLocked()
    await db
      .updateTable(table)
      .set({ last_used_at: thisMinute })
      .where('id', '=', sql<string>`any(array(${due}))`)
      .execute()
  }

  async function writeAll(): Promise<void> {
    while (used.sessions.size > 0 || used.api_keys.size > 0) {
      await write('sessions')
      await write('api_keys')
    }
  }

  return {
    /** Never throws and never waits; a note that cannot be written is lost. */
    add(table: Credentials, id: string): void {
      used[table].add(id)
      writing ??= writeAll()
        .catch((error) => log.debug({ err: error }, 'the use of credentials could not be noted'))
        .finally(() => {
          writing = undefined
        })
    },

    /** Resolves when all that was added is written. */
    written: async (): Promise<void> => await writing,
  }
}
