import { randomUUID } from 'node:crypto'
import { createApiKey } from '@parley/contracts/identity/api-keys'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { people } from '@parley/testing/people'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { createResolverOf } from '../../src/admission/resolvers.ts'
import { createCredentials } from '../../src/identity/credentials.ts'
import type { DB } from '../../src/schema.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { ada, gus, eve } = await people(scene)
const log = createLog('gateway', { LOG_LEVEL: 'silent' })
const db = createDatabase<DB>('gateway', { url: scene.database.urlOf('gateway'), poolSize: 2, log })
closeAfterwards({ close: () => db.destroy() })
const { issue, sessions, apiKeys, usesNoted } = createCredentials({ db, jwtSecret: scene.jwtSecret, prefix: 'p', log })
const resolverOf = createResolverOf([sessions, apiKeys])
const resolve = async (token: string) => (await resolverOf(token)?.resolve(token))?.caller

const { sid } = jwt.decode(gus.token) as { sid: string }
const claims = { wsp: gus.workspaceId, sid }
const named = { subject: gus.userId, issuer: 'parley', audience: 'parley', expiresIn: 60 } as const

describe('resolve', () => {
  it('resolves a session’s token to its person', async () => {
    expect(await resolve(gus.token)).toEqual({
      userId: gus.userId,
      workspaceId: ada.workspaceId,
      credentialId: sid,
      kind: 'user',
      credential: 'session',
      role: 'guest',
      isAgent: false,
      scopes: null,
    })
  })

  it('resolves a key to its person, with its scopes and the person’s role', async () => {
    const { data } = await ada.call(createApiKey, { name: 'k', scopes: ['read', 'knowledge:read'] })
    expect(await resolve(data.key)).toEqual({
      userId: ada.userId,
      workspaceId: ada.workspaceId,
      credentialId: data.id,
      kind: 'user',
      credential: 'key',
      role: 'owner',
      isAgent: true,
      scopes: ['read', 'knowledge:read'],
    })
  })

  it('says of a browser session’s token that it is one', async () => {
    expect(await resolve(gus.token)).toMatchObject({ credential: 'session' })
    expect(await resolve(jwt.sign({ ...claims, use: 'browser' }, scene.jwtSecret, named))).toMatchObject({
      credential: 'browser',
    })
  })

  it('believes what it would issue itself', async () => {
    const token = issue({
      id: sid,
      userId: gus.userId,
      workspaceId: gus.workspaceId,
      expiresAt: '2999-01-01T00:00:00.000Z',
    })
    expect(await resolve(token)).toMatchObject({ credentialId: sid })
    expect(await resolve(jwt.sign(claims, scene.jwtSecret, named))).toMatchObject({ credentialId: sid })
  })

  it.each([
    ['another secret', () => jwt.sign(claims, 'another secret of at least 32 characters', named)],
    ['no signature', () => jwt.sign(claims, null, { ...named, algorithm: 'none' })],
    ['another algorithm', () => jwt.sign(claims, scene.jwtSecret, { ...named, algorithm: 'HS512' })],
    ['another issuer', () => jwt.sign(claims, scene.jwtSecret, { ...named, issuer: 'other' })],
    ['another audience', () => jwt.sign(claims, scene.jwtSecret, { ...named, audience: 'other' })],
    ['no audience', () => jwt.sign(claims, scene.jwtSecret, { subject: gus.userId, issuer: 'parley', expiresIn: 60 })],
    ['an expiry in the past', () => jwt.sign(claims, scene.jwtSecret, { ...named, expiresIn: -1 })],
    ['another person', () => jwt.sign(claims, scene.jwtSecret, { ...named, subject: ada.userId })],
    ['another workspace', () => jwt.sign({ ...claims, wsp: eve.workspaceId }, scene.jwtSecret, named)],
    ['a session that is none', () => jwt.sign({ ...claims, sid: randomUUID() }, scene.jwtSecret, named)],
    ['a session that is no id', () => jwt.sign({ ...claims, sid: `' or true --` }, scene.jwtSecret, named)],
    ['a use that is none', () => jwt.sign({ ...claims, use: 'other' }, scene.jwtSecret, named)],
    ['no session', () => jwt.sign({ wsp: claims.wsp }, scene.jwtSecret, named)],
    ['nothing in it', () => ''],
    ['a key’s form and no key', () => `prl_sk_live_${'f'.repeat(32)}`],
  ])('refuses a token with %s', async (_, make) => {
    expect(await resolve(make())).toBeUndefined()
  })

  it('refuses a session that has expired in the database', async () => {
    const token = jwt.sign(
      { wsp: eve.workspaceId, sid: (jwt.decode(eve.token) as { sid: string }).sid },
      scene.jwtSecret,
      {
        ...named,
        subject: eve.userId,
      },
    )
    expect(await resolve(token)).toBeDefined()
    await scene.database.query('update gateway.sessions set expires_at = now() where user_id = $1', [eve.userId])
    expect(await resolve(token)).toBeUndefined()
  })

  it('notes the minute of use, once a minute', async () => {
    const { data } = await ada.call(createApiKey, { name: 'used', scopes: ['read'] })
    const versions = async () =>
      scene.database.query<{ xmin: string; last_used_at: string }>(
        `select xmin::text, last_used_at from gateway.api_keys where id = $1
         union all select xmin::text, last_used_at from gateway.sessions where id = $2`,
        [data.id, sid],
      )
    await scene.database.query(`update gateway.sessions set last_used_at = now() - interval '1 hour' where id = $1`, [
      sid,
    ])
    const use = () => Promise.all([resolve(data.key), resolve(gus.token)])
    await use()
    await usesNoted()
    const noted = await versions()
    for (const { last_used_at } of noted) {
      expect(last_used_at).toMatch(/:00\.000Z$/)
      expect(Date.now() - Date.parse(last_used_at)).toBeLessThan(180_000)
    }
    for (let i = 0; i < 5; i++) await use()
    await usesNoted()
    const after = await versions()
    // Should the minute have turned meanwhile, one more note is right.
    if (JSON.stringify(after.map((row) => row.last_used_at)) === JSON.stringify(noted.map((row) => row.last_used_at)))
      expect(after).toEqual(noted)
  })
})

describe('gateway.people', () => {
  it('finds a person by index alone', async () => {
    await scene.database.query(`
      insert into gateway.users (email, name, password_hash) select n || '@many.test', n, 'x' from generate_series(1, 3000) n;
      insert into gateway.members (workspace_id, user_id, role)
        select '${ada.workspaceId}', id, 'member' from gateway.users where email like '%@many.test';
      analyze gateway.users; analyze gateway.members`)
    const plan = await scene.database.query<{ 'QUERY PLAN': string }>(
      `explain select * from gateway.people where workspace_id = '${ada.workspaceId}' and user_id = '${gus.userId}'`,
    )
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toMatch(/Index.*members/)
    expect(text).toMatch(/Index.*users/)
    expect(text).not.toContain('Seq Scan')
  })
})
