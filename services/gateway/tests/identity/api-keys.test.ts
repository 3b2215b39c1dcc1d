import { createHash } from 'node:crypto'
import { type AnswerOf, title } from '@parley/contracts/endpoint'
import { createApiKey, deleteApiKey, listApiKeys } from '@parley/contracts/identity/api-keys'
import { getMe } from '@parley/contracts/identity/auth'
import { updateWorkspace } from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { colleague, newcomer, people } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import { keyOf, setScene, statusOf, unknownId } from './scene.ts'

const scene = await setScene({ gateways: 2 })
const { ada, bob, gus, eve } = await people(scene)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

describe(title(createApiKey), () => {
  it('shows the key this once, and keeps its SHA-256 alone', async () => {
    const { status, body } = await bob.client.answer(createApiKey, {
      name: ' CI ',
      scopes: ['read', 'read', 'execute'],
    })
    const { data } = body as AnswerOf<typeof createApiKey>
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        success: true,
        data: {
          id: data.id,
          name: 'CI',
          key: expect.stringMatching(/^prl_sk_live_[0-9a-f]{32}$/),
          key_prefix: data.key.slice(0, 16),
          scopes: ['read', 'execute'],
          created_at: time,
          last_used_at: null,
        },
        meta: {},
      },
    })
    const rows = await scene.database.query<{ row: string; hash: string }>(
      `select to_jsonb(k)::text as row, encode(key_hash, 'hex') as hash from gateway.api_keys k where id = $1`,
      [data.id],
    )
    expect(rows[0]!.row).not.toContain(data.key)
    expect(rows[0]!.hash).toBe(createHash('sha256').update(data.key).digest('hex'))
    expect(JSON.stringify(await bob.call(listApiKeys))).not.toContain(data.key)
  })

  it('gives read and write where no scopes are named', async () => {
    const { data } = await gus.call(createApiKey, { name: 'plain' })
    expect(data.scopes).toEqual(['read', 'write'])
  })

  it('makes a key that works as a bearer token and as x-api-key', async () => {
    const { data } = await gus.call(createApiKey, { name: 'both', scopes: ['read'] })
    const me = await gus.call(getMe)
    expect(await scene.client(data.key).call(getMe)).toEqual(me)
    const byHeader = await scene.client().request('GET', '/api/auth/me', { headers: { 'x-api-key': data.key } })
    expect(byHeader).toMatchObject({ status: 200, body: me })
  })

  it('never does more than its scopes, nor than its person', async () => {
    const reader = await keyOf(ada, ['read'])
    expect((await reader.answer(updateWorkspace, { id: ada.workspaceId, name: 'X' })).status).toBe(403)
    const memberAdmin = await keyOf(bob, ['admin'])
    expect((await memberAdmin.answer(updateWorkspace, { id: ada.workspaceId, name: 'X' })).status).toBe(403)
  })

  it('lets a key with the scope admin make keys, but none with more than it has', async () => {
    const admin = await keyOf(ada, ['admin', 'read'])
    expect((await admin.answer(createApiKey, { name: 'less', scopes: ['read'] })).status).toBe(201)
    expect((await admin.answer(createApiKey, { name: 'more', scopes: ['read', 'execute'] })).status).toBe(403)
    expect((await admin.answer(createApiKey, { name: 'default' })).status).toBe(403)
    const writer = await keyOf(ada, ['read', 'write'])
    expect((await writer.answer(createApiKey, { name: 'x', scopes: ['read'] })).status).toBe(403)
  })

  it('stops at ten a person and workspace, also when many are made at once', async () => {
    const dan = await colleague(scene, ada, 'dan')
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, i) => dan.client.answer(createApiKey, { name: `${i}` })),
    )
    expect(tally(answers)).toEqual({ 201: 10, 409: 4 })
    const { data } = await dan.call(listApiKeys)
    await dan.call(deleteApiKey, { id: data[0]!.id })
    expect((await dan.client.answer(createApiKey, { name: 'room again' })).status).toBe(201)
  })

  it('keeps no answer under an Idempotency-Key: it contains a secret', async () => {
    const send = () => eve.client.answer(createApiKey, { name: 'twice' }, { idempotencyKey: 'same' })
    const [first, second] = [await send(), await send()]
    expect([first.status, second.status]).toEqual([201, 201])
    expect((first.body as { data: { key: string } }).data.key).not.toBe(
      (second.body as { data: { key: string } }).data.key,
    )
    expect(await scene.database.query('select from gateway.idempotency_keys')).toEqual([])
  })

  it.each([
    [{}, 'name'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['root'] }, 'scopes.0'],
  ])('names the field at fault in %o', async (body, path) => {
    const answer = await bob.client.request('POST', '/api/v2/api-keys', { body })
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ path }] } } })
  })
})

describe(title(listApiKeys), () => {
  it('answers the caller’s own keys of this workspace, newest first, without the keys', async () => {
    const kay = await colleague(scene, ada, 'kay')
    const first = (await kay.call(createApiKey, { name: 'first' })).data
    const second = (await kay.call(createApiKey, { name: 'second', scopes: ['admin'] })).data
    const { key: _, ...shown } = second
    const list = await kay.call(listApiKeys)
    expect(list).toEqual({ success: true, data: [shown, expect.objectContaining({ id: first.id })], meta: {} })
    expect((await eve.call(listApiKeys)).data.map(({ id }) => id)).not.toContain(first.id)
  })

  it('records to the minute when a key was last used', async () => {
    const { data } = await gus.call(createApiKey, { name: 'used', scopes: ['read'] })
    await scene.client(data.key).call(getMe)
    const used = await vi.waitUntil(async () => {
      const found = (await gus.call(listApiKeys)).data.find(({ id }) => id === data.id)!
      return found.last_used_at ? found : undefined
    }, 30_000)
    expect(used.last_used_at).toMatch(/:00\.000Z$/)
    expect(Date.now() - Date.parse(used.last_used_at!)).toBeLessThan(120_000)
  })

  it('refuses a key without the scope admin', async () => {
    const key = await keyOf(eve, ['read', 'write'])
    expect((await key.answer(listApiKeys)).status).toBe(403)
  })
})

describe(title(deleteApiKey), () => {
  it('ends the key at once on every gateway, and notifies sockets', async () => {
    const { data } = await gus.call(createApiKey, { name: 'ending', scopes: ['read'] })
    const statusThere = async () =>
      (await fetch(`${scene.gatewayUrls[1]}/api/auth/me`, { headers: { 'x-api-key': data.key } })).status
    expect([await statusOf(scene, data.key), await statusThere()]).toEqual([200, 200])
    const { status, body } = await gus.client.answer(deleteApiKey, { id: encodeId('key', data.id) })
    expect({ status, body }).toEqual({ status: 200, body: { success: true, data: { id: data.id }, meta: {} } })
    expect([await statusOf(scene, data.key), await statusThere()]).toEqual([401, 401])
    await scene.accessChangeOf(gus, data.id)
    expect((await gus.client.answer(deleteApiKey, { id: data.id })).status).toBe(404)
  })

  it('answers another person’s key exactly as one that does not exist, and leaves it alone', async () => {
    const own = await newcomer(scene, 'own')
    const { data } = await own.call(createApiKey, { name: 'mine', scopes: ['read'] })
    const missing = await bob.answerTo(deleteApiKey, { id: unknownId })
    expect(missing.status).toBe(404)
    expect(await bob.answerTo(deleteApiKey, { id: data.id })).toEqual(missing)
    expect(await statusOf(scene, data.key)).toBe(200)
  })

  it('refuses a key without the scope admin', async () => {
    const key = await keyOf(eve, ['read', 'write'])
    expect((await key.answer(deleteApiKey, { id: unknownId })).status).toBe(403)
  })
})
