import { randomBytes } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import { startDiscord } from '@parley/testing/platforms/discord'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PlatformConfig } from '../../src/platforms/config.ts'
import { createDiscordClient } from '../../src/platforms/discord/client.ts'
import { discord as platform } from '../../src/platforms/discord/discord.ts'
import type { InboundRequest, RawEvent, RemoteMessage } from '../../src/platforms/platform.ts'
import { editing, message } from './outgoing.ts'

const discord = await startDiscord({ heartbeatIntervalMs: 400 })
const { botToken, guildId, publicKey } = discord
const ada = discord.person('ada', { globalName: 'Ada Lovelace' })
const bob = discord.person('bob')
const config = PlatformConfig.parse({ DISCORD_API_URL: discord.apiUrl })
/** Bob has proven that he is `@bob` here. */
const people = {
  handlesOf: async (ids: readonly string[]) => new Map(ids.includes(bob) ? [[bob, 'bob']] : []),
  foreignIdsOf: async (handles: readonly string[]) => new Map(handles.includes('bob') ? [['bob', bob]] : []),
}
const clientOf = (token = botToken) => createDiscordClient({ botToken: token, guildId }, { config, people, fetch })
let client = clientOf()
// A client takes 50 calls a second, and says so beyond.
beforeEach(() => {
  client = clientOf()
})
/** Another server that the bot is in, too. */
const elsewhere = '123456789012345678'
const { signal } = new AbortController()
async function wholeHistory(channelId: string, given: { since?: Date; until?: Date } = {}): Promise<RemoteMessage[]> {
  const found: RemoteMessage[] = []
  let cursor: string | null = null
  do {
    const request = { channelId, cursor, since: given.since ?? null, until: given.until ?? null, limit: 3 }
    const page = await client.fetchHistory!(request, signal)
    found.push(...page.messages)
    cursor = page.cursor
  } while (cursor !== null)
  return found
}

describe('a client of Discord', () => {
  it('says whose account it is, and which channels there are', async () => {
    const text = discord.channel('general')
    const secret = discord.channel('secret', { isPrivate: true })
    expect(await client.test(signal)).toEqual({
      ...{ id: guildId, name: 'Acme', selfIds: [discord.botUserId], missingScopes: [] },
    })
    await expect(clientOf('unknown').test(signal)).rejects.toMatchObject({ failure: 'unauthorized' })
    const channels = []
    for await (const page of client.listChannels(signal)) channels.push(...page)
    expect(channels).toMatchObject([
      { id: text, name: 'general', type: 'text', isPrivate: false },
      { id: secret, isPrivate: true },
    ])
    discord.showChannels(false)
    for await (const page of clientOf().listChannels(signal))
      expect(page.filter(({ isPrivate }) => !isPrivate).map(({ id }) => id)).toEqual([])
    discord.showChannels(true)
  })

  it('knows nothing of another server that its bot is in, and reads no private threads', async () => {
    const theirs = discord.channel('their-plans', { guildId: elsewhere })
    const ours = discord.channel('ours')
    const written = discord.post(ours, ada, `see <#${theirs}>`)
    expect(await client.fetchMessage!(ours, written, null, signal)).toMatchObject({ text: `see #${theirs}` })
    const events = (t: string, d: object) =>
      client.interpret({ id: 'e', channelId: null, at: null, payload: { t, d } }, signal)
    const thread = discord.startPrivateThread(ours, 'in private')
    const author = { id: ada, username: 'ada' }
    const message = { id: '1', author, content: 'secret', timestamp: new Date().toISOString() }
    const channel = { id: theirs, type: 0, name: 'their-plans' }
    expect([
      ...(await events('MESSAGE_CREATE', { ...message, channel_id: thread, guild_id: guildId })),
      ...(await events('MESSAGE_CREATE', { ...message, channel_id: theirs, guild_id: elsewhere })),
      ...(await events('MESSAGE_DELETE', { id: '1', channel_id: theirs, guild_id: elsewhere })),
      ...(await events('CHANNEL_UPDATE', { ...channel, guild_id: elsewhere })),
      ...(await events('CHANNEL_DELETE', { ...channel, guild_id: elsewhere })),
      ...(await events('GUILD_DELETE', { id: elsewhere })),
    ]).toEqual([])
    expect(await events('CHANNEL_UPDATE', { ...channel, guild_id: guildId })).toHaveLength(1)
  })

  it('reads a history whole, threads too, as it is written here', async () => {
    const channel = discord.channel('history')
    const at = (day: number) => new Date(Date.UTC(2026, 0, day))
    const ids = Array.from({ length: 7 }, (_, i) => discord.post(channel, ada, `day ${i + 1}`, { at: at(i + 1) }))
    const thread = discord.startThread(channel, 'thread', ids[4]!)
    const replies = Array.from({ length: 4 }, (_, i) => discord.post(thread, bob, `reply ${i}`, { at: at(10 + i) }))
    const whole = await wholeHistory(channel)
    expect(whole.map(({ id }) => id).sort()).toEqual([...ids, ...replies.map((id) => `${thread}-${id}`)].sort())
    expect(whole.filter(({ threadId }) => threadId === ids[4])).toHaveLength(4)
    const some = await wholeHistory(channel, { since: at(2), until: at(4) })
    expect(some.map((each) => each.text)).toEqual(['day 4', 'day 3', 'day 2'])
    expect(await client.fetchMessage!(channel, `${thread}-${replies[1]}`, thread, signal)).toMatchObject({
      text: 'reply 1',
    })
    expect(await client.fetchMessage!(channel, '1', null, signal)).toBeUndefined()
    const written = `**Look** <@${bob}>, <@${ada}>, @everyone <#${channel}> <:parrot:12> __this__ \`<@${bob}>\``
    const last = discord.post(channel, ada, written)
    expect(await client.fetchMessage!(channel, last, null, signal)).toMatchObject({
      text: `**Look** @bob, @\u2060Ada Lovelace, @\u2060everyone #history :parrot: _this_ \`<@${bob}>\``,
      author: { id: ada, name: 'Ada Lovelace', isBot: false, isSelf: false },
    })
  })

  it('sends under the author’s name, splits what is long, and changes it as a whole, in threads too', async () => {
    const channel = discord.channel('sending')
    const text = `Hello @bob, @ada, @everyone <@${ada}>\n\n${'A sentence of some words. '.repeat(150)}`
    const author = { name: 'Carol of Discord', avatarUrl: null }
    const root = discord.post(channel, ada, 'root')
    const ids = await client.send(channel, message({ text, author, threadId: root }), signal)
    const thread = () => discord.messages(root)
    expect(thread().map(({ id }) => `${root}-${id}`)).toEqual(ids)
    expect(thread().every(({ content }) => content.length <= 2_000)).toBe(true)
    expect(thread()[0]!.content).toContain(`Hello <@${bob}>, @ada, @everyone <\u2060@${ada}>`)
    const [call] = discord.calls.filter(({ endpoint }) => endpoint === 'POST /webhooks/:webhook/:token')
    expect(call!.body).toMatchObject({
      username: 'Carol of D\u2060iscord',
      allowed_mentions: { parse: [], users: [bob] },
    })
    const edited = await client.edit!(channel, ids, message({ text: 'short', author, threadId: root }), editing)
    expect(edited).toEqual(ids.slice(0, 1))
    expect(thread().map(({ content }) => content)).toEqual(['short'])
    await client.react!(channel, edited[0]!, '👍', signal)
    expect([...thread()[0]!.reactions.keys()]).toEqual(['👍'])
    await client.unreact!(channel, edited[0]!, '👍', signal, [])
    await client.unreact!(channel, edited[0]!, '👍', signal, [])
    await client.remove!(channel, edited, signal)
    await client.remove!(channel, edited, signal)
    expect(thread()).toEqual([])
    discord.deleteChannel(root)
    await expect(client.remove!(channel, edited, signal)).rejects.toMatchObject({ failure: 'not_found' })
    await expect(client.react!(channel, edited[0]!, '👍', signal)).rejects.toMatchObject({ failure: 'not_found' })
  })

  it.each([true, false])('has Discord open its links where a person has chosen them: %s', async (hasPreviews) => {
    const flags = hasPreviews ? 0 : 4
    const channel = discord.channel('links')
    const ids = await client.send(channel, message({ text: 'https://a.example', hasPreviews }), signal)
    expect(discord.messages(channel)).toMatchObject([{ content: 'https://a.example', flags }])
    await client.edit!(channel, ids, message({ text: 'https://b.example', hasPreviews }), editing)
    expect(discord.messages(channel)).toMatchObject([{ content: 'https://b.example', flags }])
  })

  it('carries files both ways', async () => {
    const channel = discord.channel('files')
    const bytes = randomBytes(50_000)
    const file = {
      name: 'a.bin',
      size: bytes.length,
      mimeType: 'application/octet-stream',
      open: async () => new Blob([bytes]).stream(),
    }
    const large = { ...file, name: 'large.bin', size: 11 * 1024 * 1024 }
    const [id] = await client.send(channel, message({ text: '', files: [file, large] }), signal)
    const sent = (await client.fetchMessage!(channel, id!, null, signal))!
    expect(sent).toMatchObject({
      text: '📎 large.bin',
      author: { isSelf: true },
      files: [{ name: 'a.bin', size: 50_000 }],
    })
    const opened = await client.openFile!(sent.files[0]!, signal)
    expect(Buffer.from(await new Response(opened).arrayBuffer()).equals(bytes)).toBe(true)
    discord.expireFiles()
    await expect(client.openFile!(sent.files[0]!, signal)).rejects.toMatchObject({ failure: 'not_found' })
  })

  it('finds what a lost answer left, and takes back what arrived in part', async () => {
    const channel = discord.channel('lost')
    const { calls } = discord.faults
    const of = 'POST /webhooks/:webhook/:token'
    const linked = new Set<string>()
    const search = { since: new Date(), linkedAmong: async () => linked }
    const [earlier] = await client.send(channel, message({}), signal)
    linked.add(earlier!)
    expect(await client.findSent!(channel, message({}), search, signal)).toEqual([])
    calls.next({ kind: 'lost answer' }, { of })
    await expect(client.send(channel, message({}), signal)).rejects.toMatchObject({ failure: 'unavailable' })
    const ids = () => discord.messages(channel).map(({ id }) => id)
    expect(await client.findSent!(channel, message({}), search, signal)).toEqual([ids()[1]])
    const long = message({ text: 'word '.repeat(1_000) })
    calls.next({ kind: 'lost answer' }, { of, after: 1 })
    await expect(client.send(channel, long, signal)).rejects.toMatchObject({ failure: 'unavailable' })
    expect(ids()).toHaveLength(4)
    expect(await client.findSent!(channel, long, search, signal)).toEqual([])
    expect(ids()).toHaveLength(2)
    const root = discord.post(channel, ada, 'a root whose thread was never begun')
    expect(await client.findSent!(channel, message({ threadId: root }), search, signal)).toEqual([])
  })

  it('says what a failure means, and makes a webhook again that somebody has deleted', async () => {
    const channel = discord.channel('failing')
    const { calls } = discord.faults
    const send = (by = client) => by.send(channel, message({}), signal)
    await send()
    const [hook] = (await (
      await fetch(`${discord.apiUrl}/v10/channels/${channel}/webhooks`, {
        headers: { authorization: `Bot ${botToken}` },
      })
    ).json()) as { id: string; token: string }[]
    await fetch(`${discord.apiUrl}/v10/webhooks/${hook!.id}/${hook!.token}`, { method: 'DELETE' })
    await send()
    const of = 'POST /webhooks/:webhook/:token'
    calls.next({ kind: 'rate limit', retryAfterS: 3 }, { of })
    await expect(send(clientOf())).rejects.toMatchObject({ failure: 'rate_limited', retryAfterMs: 3_000 })
    for (const fault of [{ kind: 'status', status: 502 }, { kind: 'cut' }] as const) {
      calls.next(fault, { of })
      await expect(send(clientOf())).rejects.toMatchObject({ failure: 'unavailable' })
    }
    discord.deleteChannel(channel)
    await expect(send(clientOf())).rejects.toMatchObject({ failure: 'channel_gone' })
  })
})

describe('what happens in Discord', () => {
  it('is received over the gateway, once, whatever becomes of the socket', async () => {
    const listening = clientOf()
    const stopping = new AbortController()
    const events = new Map<string, RawEvent>()
    let failures = 1
    const channel = discord.channel('listening')
    const ended = listening.listen!(async (received) => {
      for (const event of received) {
        // What could not be kept comes again.
        if (event.payload && JSON.stringify(event.payload).includes('unlucky') && failures-- > 0)
          throw new Error('full')
        if (events.has(event.id)) throw new Error(`${event.id} came twice`)
        events.set(event.id, event)
      }
    }, stopping.signal)
    const texts = () =>
      [...events.values()].flatMap(({ payload }) => {
        const { t, d } = payload as { t: string; d?: { content?: string } }
        return t === 'MESSAGE_CREATE' ? (d?.content ?? []) : t === 'GAP' ? 'gap' : []
      })
    const until = (text: string) => vi.waitUntil(() => texts().includes(text))
    await until('gap')
    const first = discord.post(channel, ada, 'one')
    await until('one')
    discord.post(discord.channel('their-channel', { guildId: elsewhere }), ada, 'of another server')
    discord.gateway.disconnect(1006)
    discord.post(channel, ada, 'two')
    await until('two')
    discord.gateway.reconnect()
    discord.post(channel, ada, 'three')
    await until('three')
    discord.gateway.freeze()
    discord.post(channel, ada, 'four')
    await until('four')
    discord.post(channel, ada, 'unlucky')
    await until('unlucky')
    expect(discord.gateway.identified).toBe(1)
    discord.gateway.invalidate(false)
    await vi.waitUntil(() => texts().filter((text) => text === 'gap').length === 2)
    discord.post(channel, ada, 'five')
    await until('five')
    expect(texts()).toEqual(['gap', 'one', 'two', 'three', 'four', 'unlucky', 'gap', 'five'])

    const thread = discord.startThread(channel, 'thread', first)
    const reply = discord.post(thread, bob, 'reply')
    discord.edit(channel, first, 'edited')
    discord.react(thread, ada, reply, '🎉')
    discord.remove(thread, reply)
    discord.rename(channel, 'renamed')
    await client.send(channel, message({ text: 'own' }), signal)
    discord.writeToBot(ada, '1234')
    discord.deleteChannel(channel)
    discord.removeBot()
    await vi.waitUntil(() =>
      [...events.values()].some(({ payload }) => (payload as { t: string }).t === 'GUILD_DELETE'),
    )
    expect([...events.values()].slice(-10).map(({ channelId }) => channelId)).toContain(channel)
    const received = []
    for (const event of [...events.values()].slice(8)) received.push(...(await listening.interpret(event, signal)))
    expect(received).toMatchObject([
      { type: 'message', message: { id: first } }, // it has a thread now
      { type: 'message', message: { id: `${thread}-${reply}`, channelId: channel, threadId: first, text: 'reply' } },
      { type: 'message', message: { id: first, text: 'edited', editedAt: expect.any(Date) } },
      { type: 'reaction', messageId: `${thread}-${reply}`, emoji: '🎉', author: { id: ada }, isAdded: true },
      { type: 'message_deleted', channelId: channel, id: `${thread}-${reply}` },
      { type: 'channel', channel: { name: 'renamed' } },
      { type: 'message', message: { text: 'own', author: { name: 'Carol', isSelf: true } } },
      { type: 'direct_message', author: { id: ada }, text: '1234' },
      { type: 'channel_gone', channelId: channel, reason: 'deleted' },
      { type: 'revoked' },
    ])
    stopping.abort()
    await ended
    await vi.waitUntil(() => discord.gateway.connections === 0)
    discord.disallowIntents(1 << 15)
    await expect(listening.listen!(async () => {}, signal)).rejects.toMatchObject({ failure: 'missing_scope' })
  })

  it('is refused where an interaction is forged or stale: 10,000 tries', async () => {
    const requestOf = (headers: Record<string, string>, body: string): InboundRequest => ({
      header: (name) => headers[name.toLowerCase()],
      body: Buffer.from(body),
    })
    const credentials = { botToken, guildId, publicKey }
    const now = new Date()
    const body = '{"type":1}'
    const good = discord.signed(body)
    expect(platform.receive!(requestOf(good, body), credentials, now)).toEqual({ body: { type: 1 }, events: [] })
    const stale = discord.signed(body, now.getTime() - 301_000)
    const attempts = [
      () => requestOf({ ...good, 'x-signature-ed25519': randomBytes(64).toString('hex') }, body),
      () => requestOf(good, '{"type":2}'),
      () => requestOf(stale, body),
      () => requestOf({ ...good, 'x-signature-ed25519': 'zz' }, body),
      () => requestOf({}, body),
    ]
    let taken = 0
    for (let i = 0; i < 10_000; i++) {
      try {
        platform.receive!(attempts[i % attempts.length]!(), credentials, now)
        taken += 1
      } catch (error) {
        if (!(error instanceof ServiceError && error.code === 'unauthorized')) throw error
      }
    }
    expect(taken).toBe(0)
  })
})
