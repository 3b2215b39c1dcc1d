import { createDatabase } from '@parley/kit/database'
import { toServiceError } from '@parley/kit/errors'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'

const log = createLog('test', { LOG_LEVEL: 'silent' })

function connect(url: string) {
  const db = createDatabase<unknown>('messaging', { url, poolSize: 1, connectTimeoutMs: 300, log })
  closeAfterwards({ close: () => db.destroy() })
  return db
}
const failureOf = async (work: Promise<unknown>) =>
  toServiceError(
    await work.then(
      () => 'no failure',
      (error) => error,
    ),
  )

describe('a request that gets no database connection in time', () => {
  it('is answered that the service is busy and when to retry, where all are in use', async () => {
    const db = connect((await createTestDatabase()).urlOf('messaging'))
    await db.connection().execute(async () => {
      expect(await failureOf(sql`select 1`.execute(db))).toMatchObject({
        code: 'unavailable',
        message: 'Too busy right now; try again.',
        headers: { 'Retry-After': '1' },
      })
    })
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  })

  it('is answered that the database cannot be reached, where it is unavailable', async () => {
    expect(await failureOf(sql`select 1`.execute(connect('postgres://nobody@127.0.0.1:9/nothing')))).toMatchObject({
      code: 'unavailable',
      message: 'The database cannot be reached right now.',
      headers: { 'Retry-After': '1' },
    })
  })
})
