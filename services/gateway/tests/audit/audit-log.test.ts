import { randomUUID } from 'node:crypto'
import { type AuditEntry, downloadAuditLog, listAuditLog } from '@parley/contracts/audit/audit-log'
import { title } from '@parley/contracts/endpoint'
import { createApiKey, deleteApiKey } from '@parley/contracts/identity/api-keys'
import {
  inviteWorkspaceMember,
  removeWorkspaceMember,
  updateWorkspaceMember,
} from '@parley/contracts/identity/workspaces'
import { colleague, type Person, password, people } from '@parley/testing/people'
import { insertAuditEntry } from '@parley/testing/rows/gateway'
import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { deleteOldEntries } from '../../src/audit/store.ts'
import type { DB } from '../../src/schema.ts'
import { setScene } from '../identity/scene.ts'

const scene = await setScene()
const { ada, bob, gus, eve } = await people(scene)

/** The newest entries of Ada's workspace. */
const entries = async (query: { action?: string; limit?: number } = {}): Promise<AuditEntry[]> =>
  (await ada.call(listAuditLog, query)).data

const rename = (who: Person, name: string, headers: Record<string, string> = {}) =>
  scene.client(who.token).request('PATCH', `/api/v2/workspaces/${who.workspaceId}`, { body: { name }, headers })

describe(title(listAuditLog), () => {
  it('says who did what, with what, from where, and by which call', async () => {
    const headers = {
      'User-Agent': 'audit test',
      'X-Request-Id': 'audit-1',
      'X-Forwarded-For': '203.0.113.7',
      'X-Parley-Client-Ip': '203.0.113.8',
      Forwarded: 'for=203.0.113.9',
    }
    expect(await rename(ada, 'Renamed', headers)).toMatchObject({ status: 200 })
    const [entry] = await entries()
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      action: 'workspace.updated',
      actor: {
        user_id: ada.userId,
        name: 'ada',
        email: ada.email,
        credential: 'session',
        credential_id: expect.any(String),
      },
      target: { type: 'workspace', id: ada.workspaceId, name: 'Renamed' },
      changes: [{ field: 'name' }],
      ip: expect.stringMatching(/^(?:::ffff:)?127\.0\.0\.1$|^::1$/),
      user_agent: 'audit test',
      request_id: 'audit-1',
    })
  })

  it('shows a role before and after, and what a key is called, once it is gone, too, but neither secret nor password', async () => {
    await ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: gus.userId, role: 'member' })
    const { data: key } = await ada.call(createApiKey, {
      name: 'my script',
      scopes: ['read', 'admin'],
      current_password: password,
    })
    await ada.client.withToken(key.key).call(deleteApiKey, { id: key.id })
    const [deleted, created, changed] = await entries()
    expect(changed).toMatchObject({
      action: 'member.role_changed',
      target: { type: 'member', id: gus.userId, name: null },
      changes: [{ field: 'role', before: 'guest', after: 'member' }],
    })
    const target = { type: 'api_key', id: key.id, name: 'my script' }
    expect(created).toMatchObject({ action: 'api_key.created', target, changes: [] })
    expect(deleted).toMatchObject({
      action: 'api_key.deleted',
      target,
      actor: { user_id: ada.userId, credential: 'key', credential_id: key.id },
    })
    expect(JSON.stringify(await entries())).not.toMatch(new RegExp(`${key.key}|${password}`))
  })

  it('has one entry of a call that was repeated under its Idempotency-Key', async () => {
    const input = { id: ada.workspaceId, email: 'once@parley.test' }
    const invite = () => ada.client.answer(inviteWorkspaceMember, input, { idempotencyKey: 'invite-once' })
    expect([(await invite()).status, (await invite()).status]).toEqual([201, 201])
    const invited = await entries({ action: 'invitation.created' })
    expect(invited.filter(({ target }) => target?.id === input.email)).toHaveLength(1)
  })

  it('has no entry of what was refused', async () => {
    const before = await entries()
    await ada.answerTo(removeWorkspaceMember, { id: ada.workspaceId, userId: ada.userId }) // the last owner
    await bob.answerTo(updateWorkspaceMember, { id: ada.workspaceId, userId: gus.userId, role: 'admin' })
    await ada.answerTo(updateWorkspaceMember, { id: ada.workspaceId, userId: randomUUID(), role: 'admin' })
    expect(await entries()).toEqual(before)
  })

  it('is of the caller’s workspace, for owners and admins, until they are none', async () => {
    const dan = await colleague(scene, ada, 'dan', { role: 'admin' })
    expect((await dan.call(listAuditLog, {})).data[0]).toMatchObject({ action: 'invitation.created' })
    await ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: dan.userId, role: 'member' })
    expect(await dan.answerTo(listAuditLog, {})).toMatchObject({ status: 403 })
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: dan.userId })
    expect(await dan.answerTo(listAuditLog, {})).toMatchObject({ status: 401 })
    expect((await entries())[0]).toMatchObject({ action: 'member.removed', target: { id: dan.userId } })
    expect((await eve.call(listAuditLog, {})).data).toEqual([])
    const { data: key } = await ada.call(createApiKey, { name: 'reader', scopes: ['read'] })
    expect(await ada.client.withToken(key.key).answer(listAuditLog, {})).toMatchObject({ status: 403 })
  })

  it('finds by action and area, person, thing and time, a page after the other', async () => {
    const all = await entries({ limit: 100 })
    const wanted = async (query: Parameters<typeof ada.client.answer<typeof listAuditLog>>[1]) =>
      (await ada.call(listAuditLog, query)).data.map(({ id }) => id)
    const ids = (of: (entry: AuditEntry) => boolean) => all.filter(of).map(({ id }) => id)
    expect(await wanted({ action: 'member' })).toEqual(ids(({ action }) => action.startsWith('member.')))
    expect(await wanted({ action: 'member.removed' })).toEqual(ids(({ action }) => action === 'member.removed'))
    expect(await wanted({ actor: bob.userId })).toEqual([])
    expect(await wanted({ target: gus.userId })).toEqual(ids(({ target }) => target?.id === gus.userId))
    const { at } = all[2]!
    expect(await wanted({ since: at })).toEqual(ids((entry) => entry.at >= at))
    expect(await wanted({ until: at })).toEqual(ids((entry) => entry.at < at))
    const paged: string[] = []
    for (let before: string | undefined; ; ) {
      const { data, meta } = await ada.call(listAuditLog, { limit: 2, ...(before && { before }) })
      paged.push(...data.map(({ id }) => id))
      if (!meta.has_more) break
      before = data.at(-1)!.id
    }
    expect(paged).toEqual(all.map(({ id }) => id))
  })
})

describe(title(downloadAuditLog), () => {
  it('is all of it as CSV, in which nothing is a formula', async () => {
    await rename(ada, 'Renamed again', { 'User-Agent': '=HYPERLINK("https://evil.test","x")' })
    const { status, headers, body } = await scene.client(ada.token).request('GET', '/api/v2/audit-log/entries.csv')
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: expect.stringContaining('text/csv'),
    })
    const [header, newest, ...rest] = (await (body as File).text()).trimEnd().split('\r\n')
    expect(header).toMatch(/^id,at,action,actor\.user_id/)
    expect(newest).toContain(`,"'=HYPERLINK(""https://evil.test"",""x"")",`)
    expect(rest).toHaveLength((await entries({ limit: 100 })).length - 1)
  })
})

describe('the audit log', () => {
  it('is changed by nobody, not by the gateway itself', async () => {
    const [newest] = await entries()
    const change = sql`update audit_entries set actor_id = ${bob.userId} where workspace_id = ${ada.workspaceId}`
    await expect(scene.inTransaction((tx) => change.execute(tx))).rejects.toThrow('permission denied')
    await scene.inTransaction((tx) =>
      sql`delete from audit_entries where workspace_id = ${ada.workspaceId}`.execute(tx),
    )
    expect((await entries())[0]).toEqual(newest)
  })

  it('is deleted once it has been kept for as long as it is', async () => {
    const old = await insertAuditEntry(scene.database, { ...ada, action: 'site.deleted', daysAgo: 40 })
    const older = await insertAuditEntry(scene.database, { ...ada, action: 'site.deleted', daysAgo: 50 })
    const kept = async () => (await entries({ action: 'site.deleted' })).map(({ id }) => id)
    expect(await kept()).toEqual([old, older])
    await scene.inTransaction((tx) => deleteOldEntries(tx as Kysely<DB>, 45))
    expect(await kept()).toEqual([old])
  })
})
