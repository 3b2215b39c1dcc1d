import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { seedWorkspace } from '@parley/testing/fixtures'
import { insertVisitor } from '@parley/testing/rows/support-desk'
import { expect, it } from 'vitest'
import type { DB } from '../src/schema.ts'
import { speakAtOnce } from './speaking-at-once.ts'

it('AI says nothing after a person has acted, in 10,000 meetings', { timeout: 1_200_000 }, async () => {
  const database = await createTestDatabase()
  const { workspaceId, ada } = await seedWorkspace(database, { ada: 'owner' })
  await insertVisitor(database, workspaceId)
  const db = createDatabase<DB>('support-desk', {
    url: database.urlOf('support-desk'),
    poolSize: 8,
    log: createLog('test', { LOG_LEVEL: 'silent' }),
  })
  closeAfterwards({ close: () => db.destroy() })
  const result = await speakAtOnce(db, workspaceId, ada.userId, { times: 10_000, seed: 11 })
  console.log(JSON.stringify(result.met))
  expect(result.broken).toEqual([])
  for (const [deed, { spoken, silenced }] of Object.entries(result.met))
    expect(Math.min(spoken, silenced), deed).toBeGreaterThan(200)
})
