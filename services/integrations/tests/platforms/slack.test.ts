import { randomBytes } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import { startServer } from '@parley/testing/json-server'
import { signedHeaders, startSlack } from '@parley/testing/platforms/slack'
import { randomOf } from '@parley/testing/random'
import { describe, expect, it, vi } from 'vitest'
import { PlatformConfig } from '../../src/platforms/config.ts'
import type {
  InboundRequest,
  PlatformClient,
  RawEvent,
  RemoteChannel,
  RemoteMessage,
} from '../../src/platforms/platform.ts'
import { RefusedFile } from '../../src/platforms/refused-file.ts'
import { createSlackClient } from '../../src/platforms/slack/client.ts'
import { emojiOf, nameOf } from '../../src/platforms/slack/emoji.ts'
import { slack as platform } from '../../src/platforms/slack/slack.ts'
import { editing, message } from './outgoing.ts'

const slack = await startSlack({ retryAfterMs: [0] })
const ada = slack.person('ada', { realName: 'Ada Lovelace' })
const bob = slack.person('bob')
const { botToken, signingSecret } = slack
const config = PlatformConfig.parse({ SLACK_API_URL: slack.apiUrl })
/** Bob has proven that he is `@bob` here. */
const people = {
  handlesOf: async (ids: readonly string[]) => new Map(ids.includes(bob) ? [[bob, 'bob']] : []),
  foreignIdsOf: async (handles: readonly string[]) => new Map(handles.includes('bob') ? [['bob', bob]] : []),
}
const clientOf = (token = botToken) => createSlackClient(token, { config, people })
const client = clientOf()
const { signal } = new AbortController()
const requestOf = (headers: Record<string, string>, body: string | Buffer): InboundRequest => ({
  header: (name) => headers[name.toLowerCase()],
  body: Buffer.from(body),
})

const received: RawEvent[] = []
const receiver = await startServer((request, response) => {
  const inbound = { header: (name: string) => String(request.headers[name]), body: request.bytes }
  const { body = { ok: true }, events } = platform.receive!(inbound, { botToken, signingSecret }, new Date())
  received.push(...events)
  response.end(JSON.stringify(body))
})
await slack.subscribe(receiver.url)

/** Every event of what is done, as it is kept. */
async function eventsOf(act: () => void | Promise<void>): Promise<RawEvent[]> {
  await slack.settled()
  received.length = 0
  await act()
  await slack.settled()
  return received.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** What those events say. */
async function receivedOf(act: () => void | Promise<void>) {
  const received = []
  for (const event of await eventsOf(act)) received.push(...(await client.interpret(event, signal)))
  return received
}

async function listed(by: PlatformClient): Promise<RemoteChannel[]> {
  const channels: RemoteChannel[] = []
  for await (const page of by.listChannels(signal)) channels.push(...page)
  return channels
}

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

describe('what Slack posts', () => {
  it('is taken where it is signed, and answered at once', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c1' })
    const received = platform.receive!(
      requestOf(signedHeaders(body, signingSecret), body),
      { botToken, signingSecret },
      new Date(),
    )
    expect(received).toMatchObject({ body: { challenge: 'c1' }, events: [] })
    const channel = slack.channel('inbound')
    const [event] = await eventsOf(() => void slack.post(channel, ada, 'hi'))
    expect(event).toMatchObject({ id: expect.stringMatching(/^Ev/), channelId: channel, at: expect.any(Date) })
  })

  it('is refused where it is forged, changed, replayed late or nonsense: 10,000 tries', () => {
    const random = randomOf(1)
    const now = new Date()
    const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev1', event: { type: 'app_uninstalled' } })
    const good = signedHeaders(body, signingSecret)
    const attempts: ((i: number) => InboundRequest)[] = [
      () => requestOf(signedHeaders(body, randomBytes(16).toString('hex')), body),
      (i) => requestOf(good, body.replace('Ev1', `Ev${i + 2}`)),
      (i) => requestOf(signedHeaders(body, signingSecret, now.getTime() - 301_000 - i * 1_000), body),
      (i) => requestOf(signedHeaders(body, signingSecret, now.getTime() + 302_000 + i * 1_000), body),
      () => requestOf({ ...good, 'x-slack-signature': `v0=${randomBytes(32).toString('hex')}` }, body),
      () => requestOf({ ...good, 'x-slack-signature': good['x-slack-signature']!.slice(0, -1) }, body),
      () =>
        requestOf({ ...good, 'x-slack-request-timestamp': ['', 'NaN', '1e9', '-1'][Math.floor(random() * 4)]! }, body),
      () => requestOf({}, randomBytes(20)),
    ]
    let taken = 0
    for (let i = 0; i < 10_000; i++) {
      try {
        platform.receive!(attempts[i % attempts.length]!(i), { botToken, signingSecret }, now)
        taken += 1
      } catch (error) {
        if (!(error instanceof ServiceError && error.code === 'unauthorized')) throw error
      }
    }
    expect(taken).toBe(0)
    const broken = '{"type":'
    expect(() =>
      platform.receive!(requestOf(signedHeaders(broken, signingSecret), broken), { botToken, signingSecret }, now),
    ).toThrow('no delivery')
  })
})

describe('what happens in Slack', () => {
  it('is received with names, text and threads as they are here', async () => {
    const channel = slack.channel('talking')
    let ts = ''
    const received = await receivedOf(async () => {
      ts = slack.post(
        channel,
        ada,
        `*Look* <@${bob}>, <@${ada}> and <!channel>: <https://x.example|this> &amp; <#${channel}>`,
      )
      slack.post(channel, bob, 'a reply', { thread: ts })
      slack.edit(channel, ts, 'edited')
      slack.unfurl(channel, ts, 'A page')
      slack.react(channel, bob, ts, '+1')
      slack.unreact(channel, bob, ts, '+1')
      slack.upload(channel, bob, { name: 'a.png', bytes: Buffer.from('png') })
      await client.send(channel, message({}), signal)
      slack.remove(channel, ts) // keeps a tombstone, for its reply
    })
    const [first, reply, edited, , , file, own, deleted] = received
    expect(first).toMatchObject({
      type: 'message',
      message: {
        ...{ id: ts, channelId: channel, threadId: null, editedAt: null, key: null },
        author: { id: ada, name: 'ada', isBot: false, isSelf: false },
        text: '**Look** @bob, @\u2060ada and @\u2060channel: [this](https://x.example) & #talking',
      },
    })
    expect(reply).toMatchObject({ message: { threadId: ts, author: { id: bob } } })
    expect(edited).toMatchObject({ message: { id: ts, text: 'edited', editedAt: expect.any(Date) } })
    expect(received.slice(3, 5)).toMatchObject([
      { type: 'reaction', messageId: ts, emoji: '👍', isAdded: true, author: { id: bob } },
      { type: 'reaction', messageId: ts, emoji: '👍', isAdded: false },
    ])
    expect(file).toMatchObject({ message: { files: [{ name: 'a.png', size: 3, mimeType: 'image/png' }] } })
    expect(own).toMatchObject({ message: { author: { name: 'Carol', isSelf: true }, text: 'hello' } })
    expect(deleted).toEqual({ type: 'message_deleted', channelId: channel, id: ts })
    expect(received).toHaveLength(8)
  })

  it('receives channels, of our account, and of what was missed', async () => {
    const channel = slack.channel('channels', { withoutApp: true })
    const received = await receivedOf(() => {
      slack.rename(channel, 'channels-2')
      slack.archive(channel)
      slack.unarchive(channel)
      slack.invite(channel, slack.botUserId)
      slack.invite(channel, ada)
      slack.kick(channel, slack.botUserId)
      slack.deleteChannel(channel)
      slack.channel('channels-3')
    })
    // What is read when a channel has gone since says nothing of it.
    expect(received).toMatchObject([
      { type: 'gap', channelId: channel },
      { type: 'channel_gone', channelId: channel, reason: 'removed' },
      { type: 'channel_gone', channelId: channel, reason: 'deleted' },
      { type: 'channel', channel: { name: 'channels-3', isPrivate: false, isArchived: false, isMember: true } },
    ])
    const ofAnother = { team: 'T999', event: { type: 'app_uninstalled' } }
    expect(await client.interpret({ id: 'e', channelId: null, at: null, payload: ofAnother }, signal)).toEqual([])
    expect(await receivedOf(() => slack.revokeToken(slack.issueToken([])))).toEqual([{ type: 'revoked' }])
  })
})

describe('a client of Slack', () => {
  it('says whose account it is, what it may not do, and which channels there are', async () => {
    expect(await client.test(signal)).toEqual({
      ...{ id: 'T0000000001', name: 'Acme', missingScopes: [] },
      selfIds: [slack.botUserId, expect.stringMatching(/^B/)],
    })
    const narrow = clientOf(slack.issueToken(['channels:read', 'chat:write']))
    expect((await narrow.test(signal)).missingScopes).toContain('groups:read')
    await expect(clientOf('xoxb-0000000000').test(signal)).rejects.toMatchObject({ failure: 'unauthorized' })
    const secret = slack.channel('secret', { isPrivate: true })
    const channels = await listed(client)
    expect(channels.find(({ id }) => id === secret)).toMatchObject({ name: 'secret', type: 'private', isPrivate: true })
    const seen = await listed(narrow)
    expect(seen.map(({ id }) => id)).not.toContain(secret)
  })

  it('reads a history whole, each message once, replies too', async () => {
    const channel = slack.channel('history')
    const at = (day: number) => new Date(Date.UTC(2026, 0, day))
    const roots = Array.from({ length: 10 }, (_, i) => slack.post(channel, ada, `day ${i + 1}`, { at: at(i + 1) }))
    const replies = Array.from({ length: 7 }, (_, i) =>
      slack.post(channel, bob, `reply ${i}`, { thread: roots[4]!, isBroadcast: i === 3, at: at(12 + i) }),
    )
    slack.react(channel, bob, roots[0]!, 'eyes')
    const whole = await wholeHistory(channel)
    expect(whole.map(({ id }) => id).sort()).toEqual([...roots, ...replies].sort())
    expect(whole.find(({ id }) => id === roots[0])?.reactions).toMatchObject([{ emoji: '👀', author: { id: bob } }])
    expect(whole.filter(({ threadId }) => threadId === roots[4])).toHaveLength(7)
    const some = await wholeHistory(channel, { since: at(3), until: at(5) })
    expect(some.map(({ text }) => text)).toEqual(['day 5', 'day 4', 'day 3'])
    expect(await client.fetchMessage!(channel, replies[2]!, roots[4]!, signal)).toMatchObject({ text: 'reply 2' })
    expect(await client.fetchMessage!(channel, roots[2]!, null, signal)).toMatchObject({ text: 'day 3' })
    expect(await client.fetchMessage!(channel, '1.000000', null, signal)).toBeUndefined()
  })

  it('sends under the author’s name, splits what is long, and changes it as a whole', async () => {
    const channel = slack.channel('sending')
    const text = `Hello @bob, @ada, @everyone & <!channel>\n\n${'A sentence of some words. '.repeat(400)}`
    const ids = await client.send(channel, message({ text }), signal)
    expect(slack.calls.at(-1)!.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
    expect(ids).toHaveLength(3)
    const sent = slack.messages(channel)
    expect(sent.map(({ ts }) => ts)).toEqual(ids)
    expect(sent[0]!.text).toContain(`Hello <@${bob}>, @ada, @everyone &amp; &lt;!channel&gt;`)
    expect(sent.map(({ bot }) => bot)).toEqual(
      Array.from({ length: 3 }, () => ({
        ...{ username: 'Carol', iconUrl: 'https://parley.example/carol.png', iconEmoji: undefined },
      })),
    )
    expect(sent.every((part) => part.text.length <= 4_000)).toBe(true)
    expect(
      sent
        .map((part) => part.text)
        .join(' ')
        .match(/A sentence of some words\./g),
    ).toHaveLength(400)
    const code = `\`\`\`ts\n${'const a = 1\n'.repeat(500)}\`\`\``
    const edited = await client.edit!(channel, ids, message({ text: code }), editing)
    expect(edited).toEqual(ids.slice(0, 2))
    expect(slack.messages(channel).map((part) => part.text.match(/```/g)?.length)).toEqual([2, 2])
    const noted: (readonly string[])[] = []
    const noteParts = async (now: readonly string[]) => void noted.push([...now])
    const longer = await client.edit!(channel, edited, message({ text }), { ...editing, noteParts })
    expect(slack.messages(channel).map(({ ts }) => ts)).toEqual(longer)
    expect(noted).toEqual([longer])
    await client.remove!(channel, longer, signal)
    await client.remove!(channel, longer, signal)
    expect(slack.messages(channel)).toEqual([])
  })

  it('finds what a lost answer left, and takes back what arrived in part', async () => {
    const channel = slack.channel('lost')
    const { calls } = slack.faults
    const search = { since: new Date(Date.now() - 60_000), linkedAmong: async () => new Set<string>() }
    const found = (key: string, threadId: string | null = null) =>
      client.findSent!(channel, message({ key, threadId }), search, signal)
    calls.next({ kind: 'lost answer' }, { of: 'chat.postMessage' })
    await expect(client.send(channel, message({ key: 'lost-1' }), signal)).rejects.toMatchObject({
      failure: 'unavailable',
    })
    const [left] = slack.messages(channel)
    expect(await found('lost-1')).toEqual([left!.ts])
    expect(await found('lost-2')).toEqual([])
    const long = message({ key: 'lost-3', text: 'word '.repeat(2_000) })
    calls.next({ kind: 'lost answer' }, { of: 'chat.postMessage', after: 1 })
    await expect(client.send(channel, long, signal)).rejects.toMatchObject({ failure: 'unavailable' })
    expect(slack.messages(channel)).toHaveLength(3)
    expect(await found('lost-3')).toEqual([])
    expect(slack.messages(channel).map(({ ts }) => ts)).toEqual([left!.ts])
    calls.clear()
  })

  it('carries files both ways, and the token to Slack alone', async () => {
    const channel = slack.channel('files')
    const bytes = randomBytes(100_000)
    const file = {
      ...{ name: 'a.png', size: bytes.length, mimeType: 'image/png' },
      open: async () => new Blob([bytes]).stream(),
    }
    const root = slack.post(channel, ada, 'root')
    const ids = await client.send(
      channel,
      message({ text: '', threadId: root, files: [file, { ...file, name: 'b.txt' }] }),
      signal,
    )
    const [, text, shown] = slack.messages(channel)
    expect(ids).toEqual([text!.ts, shown!.ts])
    expect([text!.threadTs, text!.text, shown!.threadTs]).toEqual([root, '📎 a.png\n📎 b.txt', root])
    expect(shown!.files.map(({ name }) => name)).toEqual(['a.png', 'b.txt'])
    const remote = (await client.fetchMessage!(channel, shown!.ts, root, signal))!.files[0]!
    const opened = await client.openFile!(remote, signal)
    expect(Buffer.from(await new Response(opened).arrayBuffer()).equals(bytes)).toBe(true)
    await expect(clientOf(slack.issueToken(['chat:write'])).openFile!(remote, signal)).rejects.toMatchObject({
      failure: 'missing_scope',
    })
    const elsewhere = { ...remote, url: 'https://files.slack.com.evil.example/a.png' }
    await expect(client.openFile!(elsewhere, signal)).rejects.toMatchObject({ failure: 'rejected' })
    await client.edit!(channel, ids, message({ text: 'with words', files: [file] }), editing)
    expect(slack.messages(channel)).toHaveLength(3)
    for (const call of ['upload', 'files.getUploadURLExternal']) {
      slack.faults.calls.next({ kind: 'status', status: 413 }, { of: call })
      await expect(client.send(channel, message({ files: [file] }), signal)).rejects.toThrow(RefusedFile)
      expect(slack.messages(channel)).toHaveLength(3)
    }
  })

  it('reacts by Slack’s names, once', async () => {
    const channel = slack.channel('reacting')
    const ts = slack.post(channel, ada, 'react to this')
    for (const emoji of ['👍🏽', '❤', ':party_parrot:', 'thumbsup', '❤️'])
      await client.react!(channel, ts, emoji, signal)
    const given = () => [...slack.messages(channel)[0]!.reactions.keys()]
    expect(given()).toEqual(['+1::skin-tone-4', 'heart', 'party_parrot', 'thumbsup'])
    await client.unreact!(channel, ts, '❤️', signal, [])
    await client.unreact!(channel, ts, '❤️', signal, [])
    expect(given()).not.toContain('heart')
    expect(['+1::skin-tone-4', 'hugging_face', 'flag-de', 'party_parrot'].map(emojiOf)).toEqual([
      '👍🏽',
      '🤗',
      '🇩🇪',
      ':party_parrot:',
    ])
    expect(['🤗', '🇩🇪', '👍'].map(nameOf)).toEqual(['hugging_face', 'de', '+1'])
  })

  it('says what a failure means', async () => {
    const channel = slack.channel('failing')
    const { calls } = slack.faults
    const send = () => client.send(channel, message({}), signal)
    calls.next({ kind: 'rate limit', retryAfterS: 12 }, { of: 'chat.postMessage' })
    await expect(send()).rejects.toMatchObject({ failure: 'rate_limited', retryAfterMs: 12_000 })
    for (const fault of [{ kind: 'status', status: 503 }, { kind: 'status', status: 200 }, { kind: 'cut' }] as const) {
      calls.next(fault, { of: 'chat.postMessage' })
      await expect(send()).rejects.toMatchObject({ failure: 'unavailable', isTemporary: true })
    }
    const stopping = new AbortController()
    calls.next({ kind: 'silence' }, { of: 'chat.postMessage' })
    const stopped = client.send(channel, message({}), stopping.signal)
    const before = slack.calls.length
    await vi.waitUntil(() => slack.calls.length > before)
    stopping.abort(new Error('stopped'))
    await expect(stopped).rejects.toThrow('stopped')
    slack.archive(channel)
    await expect(send()).rejects.toMatchObject({ failure: 'archived' })
    slack.kick(channel, slack.botUserId)
    await expect(send()).rejects.toMatchObject({ failure: 'channel_gone' })
    const narrow = clientOf(slack.issueToken(['channels:read']))
    await expect(narrow.send(channel, message({}), signal)).rejects.toMatchObject({
      ...{ failure: 'missing_scope', detail: 'missing_scope: chat:write' },
    })
    const passing = clientOf(slack.issueToken(['chat:write']))
    await passing.revoke!(signal)
    await passing.revoke!(signal)
    await expect(passing.test(signal)).rejects.toMatchObject({ failure: 'unauthorized' })
  })

  it('writes to one person alone, and receives what they answer', async () => {
    await client.sendDirect!(ada, 'Your code is 1234', signal)
    const open = slack.calls.findLast(({ method }) => method === 'conversations.open')
    expect(open?.args.users).toBe(ada)
    const { channel } = slack.calls.findLast(({ method }) => method === 'chat.postMessage')!.args as { channel: string }
    expect(slack.messages(channel).map(({ text }) => text)).toEqual(['Your code is 1234'])
    expect(await receivedOf(() => void slack.post(channel, ada, '1234'))).toMatchObject([
      { type: 'direct_message', author: { id: ada }, text: '1234' },
    ])
  })
})
