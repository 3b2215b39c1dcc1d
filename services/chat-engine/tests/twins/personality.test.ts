import { randomUUID } from 'node:crypto'
import { encodeId } from '@parley/contracts/type-id'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { seedWorkspace } from '@parley/testing/fixtures'
import { describe, expect, it } from 'vitest'
import type { DB } from '../../src/schema.ts'
import { builtInPersonalities } from '../../src/twins/built-in.ts'
import { findPersonality, instructionsOf } from '../../src/twins/personality.ts'

const database = await createTestDatabase()
const log = createLog('chat-engine', { LOG_LEVEL: 'silent' } as never)
const db = createDatabase<DB>('chat-engine', { url: database.urlOf('chat-engine'), poolSize: 2, log })
closeAfterwards({ close: () => db.destroy() })
const { workspaceId } = await seedWorkspace(database, { ada: 'owner' })

describe('a personality', () => {
  it.each(Object.keys(builtInPersonalities))('%s is in every workspace', async (handle) => {
    const found = await findPersonality(db, workspaceId, handle)
    expect(found).toMatchObject({ handle, model: null, tools: null })
    expect(found!.instructions).toContain(builtInPersonalities[handle])
  })

  it('is found by its handle as people write it, by its id in either form, and by default', async () => {
    const { twinId } = (await findPersonality(db, workspaceId, 'steve-jobs'))!
    for (const written of ['@Steve-Jobs', 'stevejobs', 'STEVE_JOBS', twinId, encodeId('twin', twinId)])
      expect(await findPersonality(db, workspaceId, written), written).toMatchObject({ twinId })
    expect(await findPersonality(db, workspaceId)).toMatchObject({ handle: 'lvng' })
  })

  it('is found by its id even where another has that for a handle', async () => {
    const { twinId } = (await findPersonality(db, workspaceId, 'lvng'))!
    await database.query(`insert into chat_engine.twins (workspace_id, name, handle) values ($1, 'Impostor', $2)`, [
      workspaceId,
      twinId,
    ])
    for (const written of [twinId, encodeId('twin', twinId)])
      expect(await findPersonality(db, workspaceId, written)).toMatchObject({ twinId, handle: 'lvng' })
    await database.query(`delete from chat_engine.twins where workspace_id = $1 and handle = $2`, [workspaceId, twinId])
  })

  it('of another workspace is nobody', async () => {
    const { twinId } = (await findPersonality(db, workspaceId, 'lvng'))!
    const elsewhere = await seedWorkspace(database, { eve: 'owner' })
    for (const written of ['nobody', '', randomUUID(), twinId])
      expect(await findPersonality(db, elsewhere.workspaceId, written), written).toBeUndefined()
  })

  it('is told its name, who it is, and what to do', () => {
    const told = { handle: 'scout', name: 'Scout', personality: 'You are terse.', system_prompt: 'Cite sources.' }
    expect(instructionsOf(told)).toBe('Your name is Scout.\n\nYou are terse.\n\nCite sources.')
    const unchanged = { handle: 'lvng', name: 'Ally', personality: null, system_prompt: null }
    expect(instructionsOf(unchanged)).toBe(`Your name is Ally.\n\n${builtInPersonalities.lvng}`)
  })

  it('that is built in is created once', async () => {
    await database.query('select chat_engine.create_built_in_twins($1)', [workspaceId])
    const twins = await database.query('select handle from chat_engine.twins where workspace_id = $1', [workspaceId])
    expect(twins).toHaveLength(3)
  })
})
