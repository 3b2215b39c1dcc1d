import { randomBytes, randomUUID } from 'node:crypto'
import { listChannels } from '@parley/contracts/channels/channels'
import {
  connectPlatform,
  disconnectPlatform,
  listConnections,
  receivePlatformEvents,
  updateConnectionConfig,
  updateRemoteChannel,
} from '@parley/contracts/connections/connections'
import { title } from '@parley/contracts/endpoint'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { tally } from '@parley/testing/answer'
import { newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { newSecret, startWebhookProgram, type WebhookProgram } from '@parley/testing/platforms/signed-webhook'
import { describe, expect, it, vi } from 'vitest'

const newKey = () => randomBytes(32).toString('base64')
/** Of integrations: read whenever it is started. */
const settings = { OUTSIDE_ALLOWED: '127.0.0.0/8', SECRET_KEYS: newKey() }
const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'integrations'],
  serviceEnv: { integrations: settings },
})
const patient = { timeout: 30_000, interval: 20 }
let people = 0

interface Bridge {
  ada: Person
  program: WebhookProgram
  /** Has the program say something, and answers the status. */
  deliver(payload: object, options?: Parameters<WebhookProgram['deliver']>[2]): Promise<number>
  channelId: string
  /** What is in the channel, oldest first. */
  messages(): Promise<
    { id: string; content: string; parent: string | null; name: string | null; reactions: object[] }[]
  >
}

const zoe = { id: 'u-zoe', name: 'Zoe' }
const said = (id: string, text: string, more: object = {}) => ({
  type: 'message',
  channel: { id: 'c-1', name: 'General Chat' },
  message: { id, author: zoe, text, ...more },
})

/** A new workspace with a connected program and one channel, which is bridged both ways. */
async function newBridge(): Promise<Bridge> {
  const ada = await newcomer(platform, `ada-${++people}`)
  const program = await startWebhookProgram()
  const config = { ingestMessages: true, selectedChannels: ['c-1'], credentials: program.credentials }
  const { eventsUrl } = await ada.call(connectPlatform, { platform: 'webhook', config })
  const url = new URL(new URL(eventsUrl).pathname, platform.url).href
  const deliver: Bridge['deliver'] = async (payload, options) => (await program.deliver(url, payload, options)).status
  await deliver(said('m-0', 'first'))
  const channelId = await vi.waitUntil(async () => {
    const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
    return channels.find(({ name }) => name === 'general-chat')?.id
  }, patient)
  const messages: Bridge['messages'] = async () => {
    const { data } = await ada.call(listMessages, { channel_id: channelId, after_seq: 0, limit: 100 })
    return data.flatMap((message) =>
      'content' in message
        ? [
            {
              id: message.id,
              content: message.content,
              parent: message.parent_message_id,
              name: message.display_name,
              reactions: message.reactions,
            },
          ]
        : [],
    )
  }
  await vi.waitUntil(async () => (await messages()).length === 1, patient)
  return { ada, program, deliver, channelId, messages }
}

const contents = async ({ messages }: Bridge) => (await messages()).map(({ content }) => content)
const receivedTexts = ({ program }: Bridge) =>
  program.received.map(({ message }) => (message as { text: string } | undefined)?.text)

describe('what comes in', () => {
  it('is a message of its author, once, with its thread, edits, reactions and deletion', async () => {
    const bridge = await newBridge()
    const id = randomUUID()
    expect([
      await bridge.deliver(said('m-1', 'root'), { id }),
      await bridge.deliver(said('m-1', 'root'), { id }),
    ]).toEqual([200, 200])
    await bridge.deliver(said('m-2', 'reply', { thread_id: 'm-1' }))
    await bridge.deliver({
      type: 'reaction.added',
      channel: { id: 'c-1' },
      message_id: 'm-1',
      emoji: '👍',
      author: zoe,
    })
    await bridge.deliver(said('m-1', 'root, edited', { edited_at: new Date().toISOString() }))
    await bridge.deliver(said('m-3', 'gone soon'))
    await bridge.deliver({ type: 'message.deleted', channel: { id: 'c-1' }, id: 'm-3' })
    await bridge.deliver(said('m-4', 'last'))
    await vi.waitUntil(async () => (await contents(bridge)).includes('last'), patient)
    const [first, root, reply, last] = await bridge.messages()
    expect(first).toMatchObject({ content: 'first', name: 'Zoe' })
    expect(root).toMatchObject({ content: 'root, edited', reactions: [{ emoji: '👍', count: 1 }] })
    expect(reply).toMatchObject({ content: 'reply', parent: root!.id })
    expect(last).toMatchObject({ content: 'last', parent: null })
    expect(bridge.program.received).toEqual([])
    const { connected } = await bridge.ada.call(listConnections, {})
    expect(connected).toMatchObject([{ platform: 'webhook', status: 'connected', health: { queued: 0 } }])
    expect(connected[0]!.lastSyncAt).not.toBeNull()
    expect(connected[0]).toMatchObject({ credentials: [{ name: 'secret' }, {}], scopes: [], oauth: 'not_supported' })
  })

  it('never comes when it was deleted before, and is not undone by an older edit', async () => {
    const bridge = await newBridge()
    await bridge.deliver({ type: 'message.deleted', channel: { id: 'c-1' }, id: 'm-1' })
    await bridge.deliver(said('m-1', 'too late'))
    await bridge.deliver(said('m-2', 'new', { edited_at: '2026-11-01T10:00:02.000Z' }))
    await bridge.deliver(said('m-2', 'old', { edited_at: '2026-11-01T10:00:01.000Z' }))
    await bridge.deliver(said('m-3', 'last'))
    await vi.waitUntil(async () => (await contents(bridge)).includes('last'), patient)
    expect(await contents(bridge)).toEqual(['first', 'new', 'last'])
  })

  it('is left out where nothing is to come in, and by whatever is not understood', async () => {
    const bridge = await newBridge()
    await bridge.deliver({ type: 'nonsense', channel: { id: 'c-1' } })
    await bridge.ada.call(updateConnectionConfig, { platform: 'webhook', ingestMessages: false })
    await bridge.deliver(said('m-1', 'unwanted'))
    await vi.waitUntil(async () => {
      const { connected } = await bridge.ada.call(listConnections, {})
      return connected[0]!.health.queued === 0
    }, patient)
    await bridge.ada.call(updateConnectionConfig, { platform: 'webhook', ingestMessages: true })
    await bridge.deliver(said('m-2', 'wanted'))
    await vi.waitUntil(async () => (await contents(bridge)).includes('wanted'), patient)
    expect(await contents(bridge)).toEqual(['first', 'wanted'])
  })
})

describe('what goes out', () => {
  it('is sent once, and its edits, reactions and deletion after it, but nothing that came from there', async () => {
    const bridge = await newBridge()
    const { ada, channelId, program } = bridge
    const { data } = await ada.call(postMessage, { channel_id: channelId, content: 'hello there' })
    await vi.waitUntil(() => program.received.length === 1, patient)
    expect(program.received[0]).toMatchObject({
      type: 'message',
      channel: { id: 'c-1' },
      message: { id: data.id, text: 'hello there', author: { id: 'parley', name: ada.name } },
    })
    await ada.call(editMessage, { id: data.id, content: 'hello, edited' })
    await vi.waitUntil(() => program.received.length === 2, patient)
    await ada.call(toggleReaction, { id: data.id, emoji: '🎉' })
    await vi.waitUntil(() => program.received.length === 3, patient)
    const [root] = await bridge.messages()
    await ada.call(postMessage, { channel_id: channelId, content: 'an answer', parent_message_id: root!.id })
    await vi.waitUntil(() => program.received.length === 4, patient)
    await ada.call(deleteMessage, { id: data.id })
    await vi.waitUntil(() => program.received.length === 5, patient)
    expect(program.received.slice(1)).toMatchObject([
      { type: 'message', message: { id: data.id, text: 'hello, edited' } },
      { type: 'reaction.added', message_id: data.id, emoji: '🎉' },
      { type: 'message', message: { text: 'an answer', thread_id: 'm-0' } },
      { type: 'message.deleted', id: data.id },
    ])
  })

  it('waits where the platform wants it to or fails, in its order', async () => {
    const bridge = await newBridge()
    const { ada, channelId, program } = bridge
    program.answer = { status: 503 }
    await ada.call(postMessage, { channel_id: channelId, content: 'one' })
    await ada.call(postMessage, { channel_id: channelId, content: 'two' })
    await vi.waitUntil(async () => {
      const { connected } = await ada.call(listConnections, {})
      return connected[0]!.lastError?.code === 'unavailable'
    }, patient)
    program.answer = {}
    await vi.waitUntil(() => program.received.length === 2, patient)
    expect(receivedTexts(bridge)).toEqual(['one', 'two'])
    await vi.waitUntil(async () => {
      const { connected } = await ada.call(listConnections, {})
      return connected[0]!.status === 'connected' && connected[0]!.lastError === null
    }, patient)
  })

  it('stays here while the direction is in, also afterwards', async () => {
    const bridge = await newBridge()
    const { ada, channelId } = bridge
    await ada.call(updateRemoteChannel, { platform: 'webhook', id: channelId, direction: 'in' })
    await ada.call(postMessage, { channel_id: channelId, content: 'among us' })
    await ada.call(updateRemoteChannel, { platform: 'webhook', id: channelId, direction: 'both' })
    await ada.call(postMessage, { channel_id: channelId, content: 'for all' })
    await vi.waitUntil(() => bridge.program.received.length > 0, patient)
    expect(receivedTexts(bridge)).toEqual(['for all'])
  })
})

describe(title(receivePlatformEvents), () => {
  it('takes nothing that is forged, stale or changed', async () => {
    const bridge = await newBridge()
    const early = new Date(Date.now() - 6 * 60_000)
    expect([
      await bridge.deliver(said('m-1', 'forged'), { secret: newSecret() }),
      await bridge.deliver(said('m-1', 'stale'), { at: early }),
    ]).toEqual([401, 401])
    expect(await contents(bridge)).toEqual(['first'])
  })

  it('knows no connection that is gone, and connecting again chooses anew, and doubles nothing', async () => {
    const bridge = await newBridge()
    const { ada, program, channelId } = bridge
    const post = (content: string) => ada.call(postMessage, { channel_id: channelId, content })
    const connect = async (config: object) => {
      const { eventsUrl } = await ada.call(connectPlatform, {
        platform: 'webhook',
        config: { ingestMessages: true, ...config },
      })
      return new URL(new URL(eventsUrl).pathname, platform.url).href
    }
    await ada.call(disconnectPlatform, { platform: 'webhook' })
    expect(await bridge.deliver(said('m-1', 'too late'))).toBe(404)
    await post('while nothing is connected')

    const other = await startWebhookProgram()
    const otherUrl = await connect({ credentials: other.credentials, selectedChannels: ['c-1'] })
    await other.deliver(otherUrl, { ...said('m-0', 'of another program'), channel: { id: 'c-1', name: 'Other' } })
    await vi.waitUntil(async () => {
      const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
      return channels.some(({ name }) => name === 'other')
    }, patient)
    await ada.call(disconnectPlatform, { platform: 'webhook' })

    await connect({ credentials: program.credentials })
    await post('while it is not chosen')
    expect((await ada.call(listConnections, {})).connected).toMatchObject([
      { config: { selectedChannels: [] }, channels: [{ name: 'General Chat', isSelected: false }] },
    ])
    await ada.call(disconnectPlatform, { platform: 'webhook' })
    const url = await connect({ credentials: program.credentials, selectedChannels: ['c-1'] })
    await program.deliver(url, said('m-0', 'first'))
    await program.deliver(url, said('m-1', 'second'))
    await post('again')
    await vi.waitUntil(async () => (await contents(bridge)).includes('second'), patient)
    await vi.waitUntil(() => receivedTexts(bridge).includes('again'), patient)
    expect((await contents(bridge)).toSorted()).toEqual(
      ['again', 'first', 'second', 'while it is not chosen', 'while nothing is connected'].toSorted(),
    )
    expect([receivedTexts(bridge), other.received]).toEqual([['again'], []])
  })
})

describe(title(connectPlatform), () => {
  it('connects once, whoever asks at the same time', async () => {
    const ada = await newcomer(platform, `ada-${++people}`)
    const answers = await Promise.all([1, 2, 3].map(() => ada.answerTo(connectPlatform, { platform: 'webhook' })))
    expect(tally(answers)).toEqual({ 201: 1, 409: 2 })
  })
})

describe('credentials', () => {
  it('are sealed anew with a new key, work all the while, and stand nowhere as they are', async () => {
    const bridge = await newBridge()
    const { ada, program, channelId } = bridge
    program.answer = { status: 503 }
    await ada.call(postMessage, { channel_id: channelId, content: 'cannot be sent yet' })
    await vi.waitUntil(async () => (await ada.call(listConnections, {})).connected[0]!.lastError !== null, patient)
    const sealed = async () =>
      (await platform.database.query<{ credentials: string }>('select credentials from integrations.connections'))
        .map(({ credentials }) => credentials)
        .filter((credentials) => credentials !== null)
    const before = await sealed()
    const [old, fresh] = [settings.SECRET_KEYS, newKey()]
    for (const keys of [`${fresh},${old}`, fresh]) {
      await platform.stopService('integrations')
      settings.SECRET_KEYS = keys
      await platform.startService('integrations')
      await vi.waitUntil(async () => (await sealed()).every((each) => !before.includes(each)), patient)
    }
    program.answer = {}
    await vi.waitUntil(() => receivedTexts(bridge).includes('cannot be sent yet'), patient)
    expect(await bridge.deliver(said('m-1', 'signed as before'))).toBe(200)

    const secret = program.credentials.secret.replace('whsec_', '')
    const tables = await platform.database.query<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    expect(tables.length).toBeGreaterThan(30)
    for (const { name } of tables)
      expect(
        await platform.database.query(`select from ${name} t where position($1 in t::text) > 0`, [secret]),
        name,
      ).toEqual([])
  })
})
