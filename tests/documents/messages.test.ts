import { describe, expect, it, vi } from 'vitest'
import { anId, aTime, openScene } from './scene.ts'

const { ada, bob, channelId, ask, post, newChannel, forms } = await openScene()
const path = '/api/v2/messages'

/** A message as the document's samples show it. */
const message = (more: Record<string, unknown>) => ({
  id: anId,
  channel_id: channelId,
  content_type: 'text',
  user_id: ada.userId,
  created_at: aTime,
  updated_at: aTime,
  ...more,
})

describe('the messages document', () => {
  it('creates a message', async () => {
    const body = {
      channel_id: forms('ch', channelId)[1],
      content: 'Heads up: deploy starts in 10 minutes.',
      content_type: 'text',
      metadata: { source: 'api', priority: 'high' },
    }
    expect(await ask('POST', path, { body })).toMatchObject({
      status: 201,
      body: {
        success: true,
        data: message({
          content: body.content,
          parent_message_id: null,
          metadata: body.metadata,
          attachments: null,
        }),
        meta: { timestamp: aTime },
      },
    })
  })

  it('sends a message by its other name, attachments being a string as in the sample', async () => {
    const body = {
      content: 'Quick update: tests passed.',
      attachments: '[]',
      channel_id: channelId,
      conversation_id: channelId,
      user_id: ada.userId,
    }
    expect(await ask('POST', `${path}/send`, { body })).toMatchObject({
      status: 201,
      body: { success: true, data: message({ content: body.content }), meta: { timestamp: aTime } },
    })
  })

  it('lists history', async () => {
    const channel_id = await newChannel('history')
    const sent = { channel_id, content: 'Can you analyze the Q1 marketing data?' }
    await ask('POST', path, { body: sent })
    expect(await ask('GET', `${path}/history`, { query: { channel_id, limit: 25 } })).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: [
          message({
            ...sent,
            display_name: ada.name,
            avatar_url: null,
            reactions: [],
            parent_message_id: null,
            metadata: {},
          }),
        ],
        meta: { total: 1, page: 1, limit: 25, offset: 0 },
      },
    })
    expect(await ask('GET', `${path}/history`, { query: { channel_id, offset: 100 } })).toMatchObject({
      body: { data: [], meta: { total: 1, page: 3, limit: 50, offset: 100 } },
    })
  })

  it('lists a thread', async () => {
    const root = await post('root')
    const reply = await post('reply', { parent_message_id: root })
    expect(await ask('GET', `${path}/history`, { query: { channel_id: channelId, thread_id: root } })).toMatchObject({
      body: { data: [{ id: reply, parent_message_id: root }], meta: { total: 1 } },
    })
  })

  it('searches', async () => {
    const channel_id = await newChannel('searched')
    const content = 'Deploy the zeppelin environment and run integration tests.'
    await ask('POST', path, { body: { channel_id, content } })
    const found = { id: anId, channel_id, content, user_id: ada.userId, created_at: aTime }
    await vi.waitFor(
      async () =>
        expect(await ask('GET', `${path}/search`, { query: { query: 'zeppelin' } })).toMatchObject({
          status: 200,
          body: { success: true, data: [found], meta: { total: 1 } },
        }),
      { timeout: 10_000 },
    )
    expect(
      await ask('GET', `${path}/search`, { query: { query: 'zeppelin', channel_id: channelId, limit: 5 } }),
    ).toMatchObject({ status: 200, body: { success: true, data: [], meta: { total: 0 } } })
    expect(await ask('GET', `${path}/search`)).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'query' }] } },
    })
  })

  it('gets a message', async () => {
    const id = await post('got')
    await ask('POST', `${path}/${id}/react`, { body: { emoji: 'fire' } })
    const answer = await ask('GET', `${path}/${forms('msg', id)[1]}`)
    expect(answer).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: message({ id, content: 'got', parent_message_id: null, metadata: {}, reaction_count: 1 }),
      },
    })
    expect(answer).toHaveProperty('body.meta', {})
  })

  it('edits a message', async () => {
    const id = await post('Heads up: deploy starts in 10 minutes.')
    const body = { user_id: ada.userId, content: 'Heads up: deploy starts in 5 minutes (moved up).' }
    expect(await ask('PUT', `${path}/${id}`, { body })).toMatchObject({
      status: 200,
      body: { success: true, data: message({ id, content: body.content, metadata: {} }) },
    })
    const his = await post('his', { by: bob })
    expect(await ask('PUT', `${path}/${his}`, { body })).toMatchObject({ status: 403 })
  })

  it('deletes a message', async () => {
    const id = await post('gone')
    const query = { user_id: ada.userId }
    const deleted = { status: 200, body: { success: true, data: { id, deleted_at: aTime } } }
    expect(await ask('DELETE', `${path}/${id}`, { query })).toMatchObject(deleted)
    expect(await ask('GET', `${path}/${id}`)).toMatchObject({ status: 404 })
    const his = await post('his', { by: bob })
    expect(await ask('DELETE', `${path}/${his}`, { query })).toMatchObject({ status: 403 })
    expect(await ask('DELETE', `${path}/${his}`, { query: { ...query, admin: 'true' } })).toMatchObject({
      status: 200,
      body: { success: true, data: { id: his, deleted_at: aTime } },
    })
  })

  it('pins a message', async () => {
    const id = await post('pinned')
    expect(await ask('POST', `${path}/${id}/pin`, { body: {} })).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: {
          id,
          channel_id: channelId,
          content: 'pinned',
          metadata: { pinned: true, pinned_by: ada.userId, pinned_at: aTime },
          updated_at: aTime,
        },
      },
    })
  })

  it('toggles a reaction', async () => {
    const id = await post('reacted to')
    const body = { user_id: ada.userId, emoji: 'thumbsup' }
    const reaction = { id: anId, message_id: id, ...body, created_at: aTime }
    const added = await ask('POST', `${path}/${id}/react`, { body })
    expect(added).toMatchObject({ status: 200, body: { success: true, data: { ...reaction, action: 'added' } } })
    expect(added).toHaveProperty('body.meta', {})
    const { id: reactionId } = (added.body as { data: { id: string } }).data
    expect(await ask('POST', `${path}/${id}/react`, { body })).toMatchObject({
      status: 200,
      body: { success: true, data: { ...reaction, id: reactionId, action: 'removed' }, meta: {} },
    })
  })

  it('replies in a thread', async () => {
    const id = await post('root')
    const body = { content: 'Here is the Q1 analysis you requested.', content_type: 'text', metadata: {} }
    expect(await ask('POST', `${path}/${id}/thread`, { body })).toMatchObject({
      status: 201,
      body: {
        success: true,
        data: message({ content: body.content, ai_twin_id: null, parent_message_id: id, metadata: {} }),
      },
    })
  })

  it('uploads files', async () => {
    const form = new FormData()
    form.append('files', new Blob(['%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n']), 'report.pdf')
    form.append('files', new Blob(['quarter,revenue\nQ1,100\n']), 'chart.csv')
    form.append('conversation_id', channelId)
    form.append('conversation_type', 'channel')
    const answer = await ask('POST', `${path}/upload`, { body: form })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: {
          files: [
            { name: 'report.pdf', url: expect.stringMatching(/^http/), size: 39, type: 'application/pdf' },
            {
              name: 'chart.csv',
              url: expect.stringMatching(/^http/),
              size: 23,
              type: expect.stringMatching(/^text\//),
            },
          ],
          conversation_id: channelId,
          conversation_type: 'channel',
        },
      },
    })
    // The sample's own request, which carries no file, is refused cleanly.
    expect(await ask('POST', `${path}/upload`, { body: {} })).toMatchObject({
      status: 415,
      body: { success: false, error: { code: 'unsupported_media_type' } },
    })
  })
})
