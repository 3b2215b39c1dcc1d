import { addChannelMember, createChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import { channelCreated, memberAdded, memberRemoved } from '@parley/contracts/channels/events'
import { createApiKey, deleteApiKey } from '@parley/contracts/identity/api-keys'
import { logout } from '@parley/contracts/identity/auth'
import { removeWorkspaceMember, updateWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { messageCreated } from '@parley/contracts/messages/events'
import { postMessage } from '@parley/contracts/messages/messages'
import { goodbye } from '@parley/contracts/sockets/events'
import { colleague, newcomer, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { openSocket } from '@parley/testing/sockets'
import { describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ gateways: 2, services: ['gateway', 'channels', 'messaging'] })
const { ada, bob, gus, eve } = await people(platform)
const [here, there] = platform.gatewayUrls as [string, string]

let named = 0
async function channel(isPrivate = true): Promise<string> {
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: `sockets-${++named}`,
    channel_type: 'text',
    is_private: isPrivate,
  })
  return channel.id
}

describe('through the whole platform', () => {
  it('a message reaches the members on both gateways once, and no stranger', async () => {
    const id = await channel()
    await ada.call(addChannelMember, { id, user_id: bob.userId })
    const sockets = [await ada.socket({ url: here }), await bob.socket({ url: there })]
    const stranger = await eve.socket({ url: here })
    const { data } = await ada.call(postMessage, { channel_id: id, content: 'hello' })
    for (const socket of sockets) {
      const event = await socket.next(messageCreated)
      expect(event).toMatchObject({ channel_id: id, workspace_id: ada.workspaceId, seq: 1, rev: 1, data })
    }
    const mark = await eve.call(createChannel, { workspace_id: eve.workspaceId, name: 'own', channel_type: 'text' })
    await stranger.next(channelCreated, (event) => event.channel_id === mark.channel.id)
    expect(stranger.all(messageCreated)).toEqual([])
    for (const socket of sockets) expect(socket.all(messageCreated)).toHaveLength(1)
  })

  it('someone who is added receives that and what is posted right after, without reconnecting', async () => {
    const socket = await bob.socket({ url: there })
    for (let round = 1; round <= 10; round++) {
      const id = await channel(round % 2 === 0)
      await ada.call(addChannelMember, { id, user_id: bob.userId })
      await ada.call(postMessage, { channel_id: id, content: `round ${round}` })
      await socket.next(memberAdded, ({ channel_id, data }) => channel_id === id && data.user_id === bob.userId)
      const message = await socket.next(messageCreated, ({ channel_id }) => channel_id === id)
      expect(message.data.content).toBe(`round ${round}`)
    }
  })

  it('the creator receives their first message in a new channel, and posting admits the poster', async () => {
    const [own, poster] = [await ada.socket({ url: there }), await bob.socket({ url: here })]
    const id = await channel(false)
    await ada.call(postMessage, { channel_id: id, content: 'first' })
    expect((await own.next(messageCreated, ({ channel_id }) => channel_id === id)).data.content).toBe('first')
    await bob.call(postMessage, { channel_id: id, content: 'second' })
    const posted = await poster.next(messageCreated, ({ channel_id }) => channel_id === id)
    expect(posted.data.content).toBe('second')
  })

  it('someone who is removed is out long before the next recheck, on both gateways', async () => {
    const id = await channel()
    await ada.call(addChannelMember, { id, user_id: bob.userId })
    const sockets = [await bob.socket({ url: here }), await bob.socket({ url: there })]
    const observer = await ada.socket({ url: there })
    await ada.call(removeChannelMember, { id, userId: bob.userId })
    for (const socket of sockets)
      await vi.waitUntil(() => socket.all(memberRemoved).some(({ channel_id }) => channel_id === id), 30_000)
    await ada.call(postMessage, { channel_id: id, content: 'without bob' })
    await observer.next(messageCreated, ({ channel_id }) => channel_id === id)
    for (const socket of sockets) {
      await socket.ask('positions')
      expect(socket.all(messageCreated).filter(({ channel_id }) => channel_id === id)).toEqual([])
    }
  })

  it('a guest receives events of the channels they were added to and of no other', async () => {
    const socket = await gus.socket({ url: there })
    const id = await channel()
    await ada.call(addChannelMember, { id, user_id: gus.userId })
    await ada.call(postMessage, { channel_id: id, content: 'for the guest' })
    await socket.next(messageCreated, ({ channel_id }) => channel_id === id)
    expect(socket.events.every(({ channel_id, type }) => channel_id === id || type === 'presence')).toBe(true)
  })

  it('signing out closes that session’s sockets, and no others', async () => {
    const cyd = await colleague(platform, ada, 'cyd')
    const other = await openSocket(there, (await cyd.call(createApiKey, { name: 'k', scopes: ['read'] })).data.key)
    const socket = await cyd.socket({ url: there })
    await cyd.call(logout)
    expect((await socket.next(goodbye)).data.code).toBe('revoked')
    await socket.closed()
    await other.ask('positions')
    expect(other.socket.connected).toBe(true)
  })

  it('a deleted API key closes its sockets', async () => {
    const { data } = await ada.call(createApiKey, { name: 'k', scopes: ['read'] })
    const socket = await openSocket(here, data.key)
    await ada.call(deleteApiKey, { id: data.id })
    expect((await socket.next(goodbye)).data.code).toBe('revoked')
  })

  it('whoever becomes a guest loses the workspace’s events, whoever is taken out loses all', async () => {
    const dan = await colleague(platform, ada, 'dan')
    const socket = await dan.socket({ url: there })
    await ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: dan.userId, role: 'guest' })
    await socket.next(memberRemoved, ({ data }) => data.user_id === dan.userId)
    await vi.waitUntil(async () => {
      const { channels } = await socket.ask('positions')
      return Object.keys(channels).length === 0
    }, 30_000)
    const id = await channel(false)
    await (await ada.socket({ url: there })).ask('positions')
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: dan.userId })
    await socket.next(goodbye)
    expect(socket.all(channelCreated).filter(({ channel_id }) => channel_id === id)).toEqual([])
  })

  it('a newcomer’s first socket is in general', async () => {
    const fay = await newcomer(platform, 'fay')
    const socket = await fay.socket({ url: there })
    const { channels } = await socket.ask('positions')
    expect(Object.keys(channels)).toHaveLength(1)
  })
})
