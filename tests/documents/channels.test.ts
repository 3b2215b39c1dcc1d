import { createTwin } from '@parley/testing/rows/chat-engine'
import { describe, expect, it } from 'vitest'
import { anId, aTime, openScene } from './scene.ts'

const { ada, bob, gus, eve, channelId, ask, post, newChannel, database } = await openScene()
const path = '/api/v2/channels'
const workspace_id = ada.workspaceId

/** A channel as the document's samples show it. */
const channel = (more: Record<string, unknown>) => ({
  id: anId,
  workspace_id,
  display_name: null,
  description: null,
  channel_type: 'text',
  topic: null,
  is_archived: false,
  created_at: aTime,
  updated_at: aTime,
  ...more,
})
const member = (userId: string, role: 'admin' | 'member' = 'member') => ({ user_id: userId, role, joined_at: aTime })

const newTwin = (name: string) => createTwin(database, { workspaceId: workspace_id }, { name })

describe('the channels document', () => {
  it('lists channels with counts', async () => {
    await post('counted')
    expect(await ask('GET', path, { query: { workspace_id, limit: 25 } })).toEqual({
      status: 200,
      body: {
        success: true,
        channels: [
          expect.objectContaining(
            channel({
              name: 'general',
              display_name: 'General',
              description: 'Main workspace channel',
              message_count: 0,
              member_count: 2,
            }),
          ),
          expect.objectContaining(
            channel({ id: channelId, name: 'product-launches', message_count: 1, member_count: 2 }),
          ),
        ],
        pagination: { limit: 25, offset: 0, total: 2, hasMore: false },
      },
    })
    expect((await ask('GET', path, { query: { workspace_id, type: 'voice', is_archived: 'false' } })).body).toEqual({
      success: true,
      channels: [],
      pagination: { limit: 50, offset: 0, total: 0, hasMore: false },
    })
    expect(await ask('GET', path)).toMatchObject({
      status: 400,
      body: { success: false, error: { code: 'invalid_input', details: [{ path: 'workspace_id' }] } },
    })
  })

  it('creates a channel', async () => {
    const body = {
      workspace_id,
      name: 'launches-2027',
      display_name: 'Product Launches',
      description: 'Coordinate product launch activities',
      channel_type: 'text',
    }
    expect(await ask('POST', path, { body })).toMatchObject({
      status: 201,
      body: { success: true, channel: channel({ ...body, parent_channel_id: null, created_by: ada.userId }) },
    })
    expect(await ask('POST', path, { body })).toMatchObject({ status: 409 })
  })

  it('gets a channel', async () => {
    expect(await ask('GET', `${path}/${channelId}`)).toMatchObject({
      status: 200,
      body: {
        success: true,
        channel: channel({
          id: channelId,
          name: 'product-launches',
          member_count: 2,
          message_count: expect.any(Number),
          created_by: ada.userId,
        }),
      },
    })
  })

  it('updates a channel', async () => {
    const id = await newChannel('standup')
    const body = { display_name: 'General Discussion', topic: 'Weekly standup notes and general chat' }
    expect(await ask('PATCH', `${path}/${id}`, { body })).toMatchObject({
      status: 200,
      body: { success: true, channel: channel({ id, name: 'standup', ...body }) },
    })
    expect(await ask('PATCH', `${path}/${id}`, { body: { is_archived: true } })).toMatchObject({
      status: 200,
      body: { channel: { is_archived: true } },
    })
  })

  it('deletes a channel', async () => {
    const id = await newChannel('short-lived')
    expect(await ask('DELETE', `${path}/${id}`)).toEqual({
      status: 200,
      body: { success: true, message: 'Channel deleted successfully' },
    })
    expect(await ask('GET', `${path}/${id}`)).toMatchObject({ status: 404 })
  })

  it('lists members', async () => {
    const person = ({ userId, name, email }: typeof ada) => ({ user_id: userId, display_name: name, email })
    expect(await ask('GET', `${path}/${channelId}/members`)).toEqual({
      status: 200,
      body: {
        success: true,
        members: [
          { ...person(ada), avatar_url: null, role: 'admin', joined_at: aTime },
          { ...person(bob), avatar_url: null, role: 'member', joined_at: aTime },
        ],
        count: 2,
      },
    })
  })

  it('adds a member', async () => {
    const id = await newChannel('adding')
    expect(await ask('POST', `${path}/${id}/members`, { body: { user_id: bob.userId } })).toEqual({
      status: 201,
      body: { success: true, member: { ...member(bob.userId), channel_id: id } },
    })
    expect(await ask('POST', `${path}/${id}/members`, { body: { user_id: eve.userId } })).toMatchObject({ status: 404 })
  })

  it('updates a member’s role', async () => {
    const id = await newChannel('roles', { member_ids: [bob.userId] })
    expect(await ask('PATCH', `${path}/${id}/members/${bob.userId}`, { body: { role: 'admin' } })).toEqual({
      status: 200,
      body: { success: true, member: { ...member(bob.userId, 'admin'), channel_id: id } },
    })
    expect(await ask('PATCH', `${path}/${id}/members/${bob.userId}`, { body: { role: 'owner' } })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'role' }] } },
    })
  })

  it('removes a member', async () => {
    const id = await newChannel('removing', { member_ids: [bob.userId] })
    expect(await ask('DELETE', `${path}/${id}/members/${bob.userId}`)).toEqual({
      status: 200,
      body: { success: true, message: 'Member removed successfully' },
    })
  })

  it('invites by email', async () => {
    const id = await newChannel('inviting')
    const invite = (email: string) => ask('POST', `${path}/${id}/invite`, { body: { email } })
    const added = { success: true, member: { ...member(bob.userId), channel_id: id } }
    expect(await invite(bob.email)).toEqual({ status: 200, body: { ...added, status: 'added' } })
    expect(await invite(bob.email)).toEqual({ status: 200, body: { ...added, status: 'already_member' } })
    const invited = { status: 200, body: { success: true, status: 'invited' } }
    expect(await invite('alex@example.com')).toEqual(invited)
    expect(await invite(eve.email)).toEqual(invited)
  })

  it('adds members in bulk', async () => {
    const id = await newChannel('bulk')
    const user_ids = [bob.userId, gus.userId]
    const answer = await ask('POST', `${path}/${id}/members/bulk`, { body: { user_ids } })
    expect(answer).toMatchObject({ status: 201, body: { success: true, added: 2 } })
    const { members } = answer.body as { members: unknown[] }
    expect(members).toHaveLength(2)
    expect(members).toEqual(expect.arrayContaining(user_ids.map((id) => expect.objectContaining(member(id)))))
    const many = Array.from({ length: 51 }, () => crypto.randomUUID())
    expect(await ask('POST', `${path}/${id}/members/bulk`, { body: { user_ids: many } })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'user_ids' }] } },
    })
  })

  it('assigns, lists and removes twins', async () => {
    const twinId = await newTwin('Research Assistant')
    const id = await newChannel('with-twins')
    const body = { ai_twin_id: twinId, participation_mode: 'active' }
    expect(await ask('POST', `${path}/${id}/twins`, { body })).toEqual({
      status: 201,
      body: { success: true, twin: { ...body, channel_id: id, assigned_at: aTime } },
    })
    expect(await ask('GET', `${path}/${id}/twins`)).toMatchObject({
      status: 200,
      body: {
        success: true,
        twins: [{ id: twinId, name: 'Research Assistant', participation_mode: 'active', assigned_at: aTime }],
      },
    })
    expect(await ask('DELETE', `${path}/${id}/twins/${twinId}`)).toEqual({ status: 200, body: { success: true } })
    expect(await ask('GET', `${path}/${id}/twins`)).toMatchObject({ body: { twins: [] } })
  })

  it('pins, lists and unpins messages', async () => {
    const content = 'Q2 roadmap finalized. All features listed below are confirmed.'
    const id = await post(content)
    const pinned = { pinned: true, pinned_by: ada.userId, pinned_at: aTime }
    const pin = `${path}/${channelId}/messages/${id}/pin`
    expect(await ask('POST', pin)).toMatchObject({
      status: 200,
      body: { success: true, message: { id, channel_id: channelId, content, metadata: pinned, updated_at: aTime } },
    })
    expect(await ask('GET', `${path}/${channelId}/pins`)).toMatchObject({
      status: 200,
      body: {
        success: true,
        pins: [{ id, channel_id: channelId, content, user_id: ada.userId, metadata: pinned, created_at: aTime }],
        count: 1,
      },
    })
    const unpinned = await ask('DELETE', pin)
    expect(unpinned).toMatchObject({
      status: 200,
      body: { success: true, message: { id, content, updated_at: aTime } },
    })
    expect(unpinned).toHaveProperty('body.message.metadata', {})
    expect(await ask('GET', `${path}/${channelId}/pins`)).toMatchObject({ body: { pins: [], count: 0 } })
  })
})
