import { createPublicKey, verify } from 'node:crypto'
import { DiscordAPIError, REST, type RESTOptions } from '@discordjs/rest'
import { describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type ReceivedRequest, startServer } from '../../src/json-server.ts'
import { startDiscord } from '../../src/platforms/discord.ts'

const discord = await startDiscord({ heartbeatIntervalMs: 20_000 })
const ada = discord.person('ada', { globalName: 'Ada Lovelace' })

const clientOf = (token: string, options: Partial<RESTOptions> = {}) =>
  new REST({
    api: discord.apiUrl,
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
    retries: 0,
    offset: 0,
    ...options,
  }).setToken(token)
const rest = clientOf(discord.botToken)

interface Message {
  id: string
  content: string
  nonce?: string
  webhook_id?: string
  author: { username: string }
  attachments: { url: string; filename: string }[]
  edited_timestamp: string | null
  reactions?: { emoji: { name: string }; count: number; me: boolean }[]
}
const send = (channel: string, body: Record<string, unknown>, client = rest) =>
  client.post(`/channels/${channel}/messages`, { body }) as Promise<Message>
const list = (channel: string, query: Record<string, string> = {}) =>
  rest.get(`/channels/${channel}/messages`, { query: new URLSearchParams(query) }) as Promise<Message[]>

describe('the double of Discord’s REST API', () => {
  it('lists channels, those too that the bot may not read', async () => {
    const open = discord.channel('open')
    const hidden = discord.channel('hidden', { withoutBot: true })
    expect(await rest.get('/users/@me')).toMatchObject({ id: discord.botUserId, bot: true })
    const channels = (await rest.get(`/guilds/${discord.guildId}/channels`)) as { id: string }[]
    expect(channels.map(({ id }) => id)).toEqual([open, hidden])
    await expect(list(hidden)).rejects.toMatchObject({ status: 403, code: 50_001 })
    await expect(list('1')).rejects.toMatchObject({ status: 404, code: 10_003 })
    await expect(clientOf('unknown').get('/users/@me')).rejects.toMatchObject({ status: 401 })
  })

  it('lists messages on either side of one, newest first', async () => {
    const channel = discord.channel('history')
    const ids = Array.from({ length: 5 }, (_, i) =>
      discord.post(channel, ada, `day ${i + 1}`, { at: new Date(Date.UTC(2026, 0, i + 1)) }),
    )
    const texts = async (query: Record<string, string>) => (await list(channel, query)).map(({ content }) => content)
    expect(await texts({ limit: '2' })).toEqual(['day 5', 'day 4'])
    expect(await texts({ before: ids[3]!, limit: '2' })).toEqual(['day 3', 'day 2'])
    expect(await texts({ after: ids[1]!, limit: '2' })).toEqual(['day 4', 'day 3'])
    expect(await texts({ around: ids[2]!, limit: '3' })).toEqual(['day 4', 'day 3', 'day 2'])
    await expect(list(channel, { limit: '101' })).rejects.toMatchObject({ code: 50_035 })
  })

  it('takes messages, once under a nonce, and their changes and reactions', async () => {
    const channel = discord.channel('writing')
    const once = { content: 'hello', nonce: 'n1', enforce_nonce: true }
    const sent = await send(channel, once)
    expect((await send(channel, once)).id).toBe(sent.id)
    const at = `/channels/${channel}/messages/${sent.id}` as const
    await rest.patch(at, { body: { content: 'hello there' } })
    await rest.put(`${at}/reactions/${encodeURIComponent('👍')}/@me`)
    discord.react(channel, ada, sent.id, '👍')
    const [shown] = await list(channel)
    expect(shown).toMatchObject({
      content: 'hello there',
      edited_timestamp: expect.any(String),
      reactions: [{ emoji: { id: null, name: '👍' }, count: 2, me: true }],
    })
    const reacted = await rest.get(`${at}/reactions/${encodeURIComponent('👍')}`)
    expect(reacted).toMatchObject([{ id: discord.botUserId }, { id: ada }])
    await expect(send(channel, { content: 'a'.repeat(2_001) })).rejects.toBeInstanceOf(DiscordAPIError)
    await expect(send(channel, { content: ' ' })).rejects.toMatchObject({ code: 50_006 })
    const hers = discord.post(channel, ada, 'hers', { replyTo: sent.id })
    await expect(
      rest.patch(`/channels/${channel}/messages/${hers}`, { body: { content: 'mine' } }),
    ).rejects.toMatchObject({ code: 50_005 })
    await rest.delete(at)
    await expect(rest.delete(at)).rejects.toMatchObject({ code: 10_008 })
    expect((await list(channel))[0]).toMatchObject({ type: 19, referenced_message: null })
  })

  it('takes messages under other names by webhooks, in threads too', async () => {
    const channel = discord.channel('webhooks')
    const hook = (await rest.post(`/channels/${channel}/webhooks`, { body: { name: 'Parley' } })) as Record<
      string,
      string
    >
    const root = discord.post(channel, ada, 'root')
    const threadOptions = { body: { name: 'thread' } }
    const thread = (await rest.post(`/channels/${channel}/messages/${root}/threads`, threadOptions)) as { id: string }
    expect(thread.id).toBe(root)
    const body = { content: 'from afar', username: 'Bob (Parley)', avatar_url: 'https://parley.example/bob.png' }
    const query = new URLSearchParams({ wait: 'true', thread_id: thread.id })
    const path = `/webhooks/${hook.id}/${hook.token}` as const
    const sent = (await rest.post(path, { body, query, auth: false })) as Message
    expect(sent).toMatchObject({ webhook_id: hook.id, author: { username: 'Bob (Parley)' } })
    const inThread = new URLSearchParams({ thread_id: thread.id })
    await rest.patch(`${path}/messages/${sent.id}`, { body: { content: 'changed' }, query: inThread, auth: false })
    expect((await list(thread.id))[0]).toMatchObject({ content: 'changed' })
    await rest.delete(`${path}/messages/${sent.id}`, { query: inThread, auth: false })
    expect(discord.messages(thread.id)).toEqual([])
    await expect(rest.post(`/webhooks/${hook.id}/wrong`, { body, auth: false })).rejects.toMatchObject({ code: 10_015 })
  })

  it('takes files, and gives them at URLs that expire', async () => {
    const channel = discord.channel('files')
    const data = Buffer.from([0, 255, 13, 10])
    const files = [{ name: 'a.bin', data, contentType: 'application/octet-stream' }]
    const sent = (await rest.post(`/channels/${channel}/messages`, { body: { content: '' }, files })) as Message
    const { url } = sent.attachments[0]!
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(data)
    discord.expireFiles()
    expect((await fetch(url)).status).toBe(404)
    expect((await fetch((await list(channel))[0]!.attachments[0]!.url)).status).toBe(200)
  })

  it('fails as it is told to, and limits each route', async () => {
    const channel = discord.channel('faults')
    const { calls } = discord.faults
    const impatient = clientOf(discord.botToken, { rejectOnRateLimit: () => true })
    calls.next({ kind: 'rate limit', retryAfterS: 3, scope: 'shared' }, { of: 'POST /channels/:channel/messages' })
    await expect(send(channel, { content: 'one' }, impatient)).rejects.toMatchObject({
      retryAfter: 3_000,
      scope: 'shared',
    })
    calls.next({ kind: 'rate limit', retryAfterS: 2, scope: 'global' })
    await expect(
      send(channel, { content: 'one' }, clientOf(discord.botToken, { rejectOnRateLimit: () => true })),
    ).rejects.toMatchObject({ global: true })
    calls.next({ kind: 'status', status: 502 })
    await expect(send(channel, { content: 'two' })).rejects.toMatchObject({ status: 502 })
    calls.next({ kind: 'lost answer' })
    await expect(send(channel, { content: 'three' })).rejects.toThrow()
    expect(discord.messages(channel).map(({ content }) => content)).toEqual(['three'])

    const slow = await startDiscord({ limit: { requests: 2, windowMs: 60_000 } })
    const me = async () =>
      (await fetch(`${slow.apiUrl}/v10/users/@me`, { headers: { authorization: `Bot ${slow.botToken}` } })).headers
    expect((await me()).get('x-ratelimit-remaining')).toBe('1')
    await me()
    expect(Object.fromEntries(await me())).toMatchObject({ 'x-ratelimit-scope': 'user', 'retry-after': '60' })
  })

  it('gives a token for a person’s consent', async () => {
    const redirect_uri = 'https://parley.example/callback'
    const wanted = new URLSearchParams({ client_id: discord.clientId, scope: 'bot', state: 's', redirect_uri })
    const back = new URL(discord.authorize(`https://discord.com/oauth2/authorize?${wanted}`))
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 's', guild_id: discord.guildId })
    const exchange = () =>
      rest.post('/oauth2/token', {
        body: new URLSearchParams({
          ...{ grant_type: 'authorization_code', code: back.searchParams.get('code')!, redirect_uri },
          ...{ client_id: discord.clientId, client_secret: discord.clientSecret },
        }),
        ...{ headers: { 'content-type': 'application/x-www-form-urlencoded' }, passThroughBody: true, auth: false },
      })
    expect(await exchange()).toMatchObject({ token_type: 'Bearer', guild: { id: discord.guildId } })
    await expect(exchange()).rejects.toThrow('Invalid "code"')
  })

  it('signs interactions with its key', async () => {
    const received: ReceivedRequest[] = []
    const { url } = await startServer((request, response) => {
      received.push(request)
      response.end('{"type":1}')
    })
    expect(await discord.interact(url)).toEqual({ status: 200, body: '{"type":1}' })
    const { headers, body } = received[0]!
    const x = Buffer.from(discord.publicKey, 'hex').toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    const signature = Buffer.from(String(headers['x-signature-ed25519']), 'hex')
    expect(verify(null, Buffer.from(headers['x-signature-timestamp'] + body), key, signature)).toBe(true)
  })
})

interface Frame {
  op: number
  t?: string
  s?: number
  d: Record<string, unknown> & { content?: string; session_id?: string; resume_gateway_url?: string }
}

/** A socket of the gateway, with what it has received. */
async function connect(first?: object) {
  const { url } = (await rest.get('/gateway/bot')) as { url: string }
  const socket = new WebSocket(`${url}?v=10&encoding=json`)
  const frames: Frame[] = []
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  const say = (message: object) => socket.send(JSON.stringify(message))
  const next = (t: string) => vi.waitUntil(() => frames.find((frame) => frame.t === t))
  await vi.waitUntil(() => frames.some(({ op }) => op === 10))
  if (first) say(first)
  return { socket, frames, closed, say, next, dispatched: () => frames.filter(({ op }) => op === 0).map(({ t }) => t) }
}
const all = 1 | (1 << 9) | (1 << 10) | (1 << 15)
const identify = (intents = all) => ({ op: 2, d: { token: discord.botToken, intents, properties: {} } })

describe('the double of Discord’s gateway', () => {
  it('dispatches what happens where the bot may read, and lets a session resume where it stopped', async () => {
    const channel = discord.channel('gateway')
    const hidden = discord.channel('gateway-hidden', { withoutBot: true })
    const first = await connect(identify())
    const ready = await first.next('READY')
    await first.next('GUILD_CREATE')
    first.say({ op: 1, d: 2 })
    await vi.waitUntil(() => first.frames.some(({ op }) => op === 11))
    discord.post(hidden, ada, 'unseen')
    const id = discord.post(channel, ada, 'hello')
    discord.edit(channel, id, 'hello there')
    discord.react(channel, ada, id, '👀')
    discord.unreact(channel, ada, id, '👀')
    const thread = discord.startThread(channel, 'thread', id)
    discord.archiveThread(thread)
    discord.remove(channel, id)
    await first.next('MESSAGE_DELETE')
    expect(first.dispatched()).toEqual([
      ...['READY', 'GUILD_CREATE', 'MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_REACTION_ADD'],
      ...['MESSAGE_REACTION_REMOVE', 'THREAD_CREATE', 'MESSAGE_UPDATE', 'THREAD_UPDATE', 'MESSAGE_DELETE'],
    ])
    discord.gateway.disconnect(1006)
    await first.closed
    const missed = [discord.post(channel, ada, 'one'), discord.post(channel, ada, 'two')]
    discord.removeMany(channel, missed)
    await discord.settled()
    const { session_id } = ready.d
    const resume = { op: 6, d: { token: discord.botToken, session_id, seq: first.frames.at(-1)!.s } }
    const second = await connect(resume)
    await second.next('RESUMED')
    expect(second.dispatched()).toEqual(['MESSAGE_CREATE', 'MESSAGE_CREATE', 'MESSAGE_DELETE_BULK', 'RESUMED'])
    // A socket that is open and dead.
    discord.gateway.freeze()
    discord.post(channel, ada, 'into the void')
    second.say({ op: 1, d: 4 })
    await discord.settled()
    discord.gateway.forget()
    const third = await connect(resume)
    await vi.waitUntil(() => third.frames.some(({ op, d }) => op === 9 && (d as unknown) === false))
    expect(second.frames.at(-1)?.t).toBe('RESUMED')
    expect([discord.gateway.identified, discord.gateway.resumed]).toEqual([1, 1])
    second.socket.terminate()
    third.socket.terminate()
  })

  it('refuses as Discord does, asks for reconnecting, and hides content that was not asked for', async () => {
    const wrong = await connect({ op: 2, d: { token: 'wrong', intents: all, properties: {} } })
    expect(await wrong.closed).toBe(4004)
    const early = await connect({ op: 4, d: {} })
    expect(await early.closed).toBe(4003)
    discord.disallowIntents(1 << 15)
    expect(await (await connect(identify())).closed).toBe(4014)
    const channel = discord.channel('gateway-2')
    const narrow = await connect(identify(1 | (1 << 9)))
    await narrow.next('GUILD_CREATE')
    const { events } = discord.faults
    events.next({ kind: 'drop' }, { of: 'MESSAGE_CREATE' })
    discord.post(channel, ada, 'dropped')
    events.next({ kind: 'repeat' }, { of: 'MESSAGE_CREATE' })
    discord.post(channel, ada, 'secret')
    await discord.settled()
    await send(channel, { content: 'own', nonce: 'n2' })
    const created = () => narrow.frames.filter(({ t }) => t === 'MESSAGE_CREATE').map(({ d }) => d.content)
    await vi.waitUntil(() => created().length === 3)
    expect(created()).toEqual(['', '', 'own'])
    discord.gateway.reconnect()
    await vi.waitUntil(() => narrow.frames.some(({ op }) => op === 7))
    discord.removeBot()
    await narrow.next('GUILD_DELETE')
    await expect(rest.get(`/guilds/${discord.guildId}/channels`)).rejects.toMatchObject({ code: 10_004 })
    discord.resetToken()
    expect(await narrow.closed).toBe(4004)
  })
})
