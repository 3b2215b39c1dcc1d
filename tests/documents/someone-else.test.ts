import { describe, expect, it } from 'vitest'
import { openScene } from './scene.ts'

const { ada, bob, channelId, post, forms } = await openScene()
const id = await post('hello')
const message = `/api/v2/messages/${id}`
const channel = `/api/v2/channels/${channelId}`

/** Calls that have no use for a `user_id`, and some that do. */
const calls: [method: string, path: string, body?: Record<string, unknown>][] = [
  ['GET', '/api/v2/messages/mentions'],
  ['GET', `/api/v2/messages/history?channel_id=${channelId}`],
  ['GET', `/api/v2/channels/unread?workspace_id=${ada.workspaceId}`],
  ['POST', `${message}/react`, { emoji: 'fire' }],
  ['POST', `${message}/pin`, {}],
  ['POST', `${channel}/messages/${id}/pin`, {}],
  ['POST', `${channel}/read`, { last_read_message_id: id }],
  ['POST', `${channel}/join`, {}],
  ['PUT', `${message}/follow`, { following: true }],
  ['PUT', `/api/v2/drafts/${channelId}`, { content: 'later' }],
  ['POST', '/api/v2/messages', { channel_id: channelId, content: 'hello' }],
]

describe('a user_id that is not the caller’s', () => {
  it.each(calls)('is a 403 at %s %s, wherever it stands', async (method, path, body) => {
    const ask = (user: string, where: 'query' | 'body') =>
      bob.client.request(method, where === 'query' ? `${path}${path.includes('?') ? '&' : '?'}user_id=${user}` : path, {
        ...(body && { body: where === 'body' ? { ...body, user_id: user } : body }),
      })
    for (const where of body ? (['query', 'body'] as const) : (['query'] as const)) {
      expect(await ask(ada.userId, where)).toMatchObject({ status: 403 })
      for (const own of forms('usr', bob.userId))
        expect((await ask(own, where)).status, `${where}: ${own}`).toBeLessThan(300)
    }
  })
})
