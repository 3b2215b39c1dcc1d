import { createChannel, listChannels } from '@parley/contracts/channels/channels'
import { memberAdded } from '@parley/contracts/channels/events'
import { title } from '@parley/contracts/endpoint'
import { switchWorkspace } from '@parley/contracts/identity/auth'
import { workspaceUpdated } from '@parley/contracts/identity/events'
import { createWorkspace, getWorkspace, listWorkspaces, updateWorkspace } from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { newcomer, people } from '@parley/testing/people'
import { describe, expect, it } from 'vitest'
import { keyOf, setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { ada, bob, gus, eve } = await people(scene)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

describe(title(listWorkspaces), () => {
  it('answers the caller’s workspaces with their own role, in the order they came to them', async () => {
    const { success, data, meta } = await bob.call(listWorkspaces)
    expect({ success, meta }).toEqual({ success: true, meta: {} })
    expect(data).toEqual([
      {
        id: expect.any(String),
        name: 'bob’s',
        company_name: 'bob’s',
        role: 'owner',
        created_at: time,
        updated_at: time,
        deletes_at: null,
      },
      {
        id: ada.workspaceId,
        name: 'ada’s',
        company_name: 'ada’s',
        role: 'member',
        created_at: time,
        updated_at: time,
        deletes_at: null,
      },
    ])
  })

  it('shows an API key its own workspace alone', async () => {
    const key = await keyOf(bob, ['read'])
    expect((await key.call(listWorkspaces)).data.map(({ id }) => id)).toEqual([ada.workspaceId])
    const writer = await keyOf(bob, ['write'])
    expect((await writer.answer(listWorkspaces)).status).toBe(403)
  })
})

describe(title(createWorkspace), () => {
  it('creates one with the caller as owner and a public general, ready to switch to', async () => {
    const { status, body } = await gus.client.answer(createWorkspace, { name: ' Gus & Co ', company_name: 'Gus Inc' })
    const { data } = body as { data: { id: string } }
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        success: true,
        data: {
          id: data.id,
          name: 'Gus & Co',
          company_name: 'Gus Inc',
          role: 'owner',
          created_at: time,
          updated_at: time,
          deletes_at: null,
        },
        meta: {},
      },
    })
    const there = await gus.call(switchWorkspace, { workspaceId: data.id })
    expect(there.user.roles).toEqual(['CUSTOMER', 'AGENT'])
    const { channels } = await scene.client(there.token).call(listChannels, { workspace_id: data.id })
    expect(channels).toMatchObject([{ name: 'general', is_private: false, is_member: true }])
  })

  it('creates one workspace under one Idempotency-Key', async () => {
    const send = (name: string) => bob.client.answer(createWorkspace, { name }, { idempotencyKey: 'create-once' })
    const first = await send('Once')
    const again = await send('Once')
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await send('Twice')).status).toBe(422)
    const { data } = await bob.call(listWorkspaces)
    expect(data.filter(({ name }) => name === 'Once')).toHaveLength(1)
  })

  it('stops at twenty owned, also when many are created at once', async () => {
    const dan = await newcomer(scene, 'dan')
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, i) => dan.client.answer(createWorkspace, { name: `Dan ${i}` })),
    )
    expect(tally(answers)).toEqual({ 201: 19, 409: 6 })
    expect((await dan.call(listWorkspaces)).data).toHaveLength(20)
  })

  it('refuses a key without the scope admin, and a name that is none', async () => {
    const key = await keyOf(bob, ['read', 'write'])
    expect((await key.answer(createWorkspace, { name: 'X' })).status).toBe(403)
    const { status, body } = await bob.client.answer(createWorkspace, { name: ' ' })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { details: [{ path: 'name' }] } } })
  })
})

describe(title(getWorkspace), () => {
  it('answers the workspace of the credential, by either form of its id', async () => {
    const { data } = await gus.call(getWorkspace, { id: encodeId('wsp', ada.workspaceId).toUpperCase() })
    expect(data).toEqual({
      id: ada.workspaceId,
      name: 'ada’s',
      company_name: 'ada’s',
      role: 'guest',
      created_at: time,
      updated_at: time,
      deletes_at: null,
    })
  })

  it('answers a foreign one, and another of the caller’s own, exactly as one that does not exist', async () => {
    const missing = await bob.answerTo(getWorkspace, { id: unknownId })
    expect(missing.status).toBe(404)
    expect(await bob.answerTo(getWorkspace, { id: eve.workspaceId })).toEqual(missing)
    const own = (await bob.call(listWorkspaces)).data[0]!.id
    expect(await bob.answerTo(getWorkspace, { id: own })).toEqual(missing)
  })

  it('names an id that is none', async () => {
    const { status, body } = await bob.client.answer(getWorkspace, { id: encodeId('ch', ada.workspaceId) })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { details: [{ path: 'id' }] } } })
  })
})

describe(title(updateWorkspace), () => {
  it('renames it, leaves alone what is not given, and removes the company on null', async () => {
    const cas = await newcomer(scene, 'cas')
    const id = cas.workspaceId
    const renamed = await cas.call(updateWorkspace, { id, name: 'Castle' })
    expect(renamed).toMatchObject({ success: true, data: { id, name: 'Castle', company_name: 'cas’s', role: 'owner' } })
    expect(Date.parse(renamed.data.updated_at)).toBeGreaterThan(Date.parse(renamed.data.created_at))
    expect((await cas.call(updateWorkspace, { id, company_name: null })).data).toMatchObject({
      name: 'Castle',
      company_name: null,
    })
    expect((await cas.call(updateWorkspace, { id })).data).toMatchObject({ name: 'Castle', company_name: null })
  })

  it('publishes the workspace to all but guests, without the role of whoever renamed it', async () => {
    const [member, guest] = await Promise.all([bob.socket(), gus.socket()])
    const received = member.next(workspaceUpdated)
    const { id, role: _, ...before } = (await ada.call(getWorkspace, { id: ada.workspaceId })).data
    await ada.call(updateWorkspace, { id })
    await ada.call(updateWorkspace, { id, company_name: 'Ada & Co' })
    const { data, workspace_id } = await received
    expect({ data, workspace_id }).toEqual({
      data: { ...before, id, company_name: 'Ada & Co', updated_at: time },
      workspace_id: id,
    })
    await ada.call(createChannel, {
      workspace_id: id,
      name: 'afterwards',
      channel_type: 'text',
      member_ids: [gus.userId],
    })
    await guest.next(memberAdded)
    expect(guest.all(workspaceUpdated)).toEqual([])
  })

  it.each([
    ['a member', bob],
    ['a guest', gus],
  ])('refuses %s', async (_, person) => {
    expect((await person.client.answer(updateWorkspace, { id: ada.workspaceId, name: 'Mine' })).status).toBe(403)
  })

  it('refuses a key without the scope admin', async () => {
    const key = await keyOf(ada, ['read', 'write'])
    expect((await key.answer(updateWorkspace, { id: ada.workspaceId, name: 'Mine' })).status).toBe(403)
  })

  it('answers a foreign one exactly as one that does not exist, and changes nothing', async () => {
    const foreign = await eve.answerTo(updateWorkspace, { id: ada.workspaceId, name: 'Mine' })
    expect(foreign).toEqual(await eve.answerTo(updateWorkspace, { id: unknownId, name: 'Mine' }))
    expect(foreign.status).toBe(404)
    expect((await ada.call(getWorkspace, { id: ada.workspaceId })).data.name).toBe('ada’s')
  })
})
