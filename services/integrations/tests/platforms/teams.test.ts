import { randomBytes } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import { startServer } from '@parley/testing/json-server'
import { startTeams } from '@parley/testing/platforms/teams'
import { describe, expect, it } from 'vitest'
import { PlatformConfig } from '../../src/platforms/config.ts'
import type { InboundRequest, RawEvent, RemoteEvent } from '../../src/platforms/platform.ts'
import { createTeamsClient, type TeamsAccount } from '../../src/platforms/teams/client.ts'
import { fromTeams } from '../../src/platforms/teams/from-teams.ts'
import { clientStateOf } from '../../src/platforms/teams/receive.ts'
import { teams as platform } from '../../src/platforms/teams/teams.ts'
import { toTeams } from '../../src/platforms/teams/to-teams.ts'
import { editing, message } from './outgoing.ts'

const teams = await startTeams({ retryAfterMs: [1] })
const ada = teams.person('Ada')
const bob = teams.person('Bob')
const config = PlatformConfig.parse({
  ...{ TEAMS_API_URL: teams.apiUrl, TEAMS_LOGIN_URL: teams.loginUrl, TEAMS_BOT_URL: teams.botUrl },
})
/** Bob has proven that he is `@bob` here. */
const people = {
  handlesOf: async (ids: readonly string[]) => new Map(ids.includes(bob) ? [[bob, 'bob']] : []),
  foreignIdsOf: async (handles: readonly string[]) => new Map(handles.includes('bob') ? [['bob', bob]] : []),
}
const { tenantId, clientId, clientSecret, teamId } = teams
const account = await platform.complete!({ tenantId, clientId, clientSecret, teamId })
const clientOf = (given: Partial<TeamsAccount> = {}) => createTeamsClient({ ...account, ...given }, { config, people })
const client = clientOf()
const { signal } = new AbortController()
const requestOf = (body: string): InboundRequest => ({ header: () => undefined, body: Buffer.from(body) })

/** A connection's address, which refuses what it would refuse. */
const bodies: string[] = []
const received: RawEvent[] = []
const address = await startServer(({ path, body }, response) => {
  const validationToken = new URL(path, 'http://x').searchParams.get('validationToken') ?? undefined
  const { text, events } = platform.receive!({ ...requestOf(body), validationToken }, account, new Date())
  if (text === undefined) bodies.push(body)
  received.push(...events)
  response.writeHead(200, { 'content-type': 'text/plain' }).end(text ?? '')
})
const subscribe = (...channelIds: string[]) => client.subscribe!({ url: address.url, channelIds }, signal)
const subscriptions = () => teams.calls.filter(({ endpoint }) => endpoint === 'POST /subscriptions').length

async function receivedOf(act: () => void): Promise<RemoteEvent[]> {
  await teams.settled()
  received.length = 0
  act()
  await teams.settled()
  const events = []
  for (const event of received.toSorted((a, b) => a.at!.getTime() - b.at!.getTime()))
    events.push(...(await client.interpret(event, signal)))
  return events
}

describe('one person', () => {
  it('is found by their id and address, and written to alone, while the app is in their team', async () => {
    const cara = teams.person('Cara', { mail: 'cara@acme.example' })
    const found = { id: cara, name: 'Cara', isBot: false, isSelf: false }
    expect(await client.findPerson!({ id: cara }, signal)).toMatchObject(found)
    expect(await client.findPerson!({ handle: 'cara@acme.example' }, signal)).toMatchObject(found)
    expect(await client.findPerson!({ handle: 'nobody@acme.example' }, signal)).toBeUndefined()
    await client.sendDirect!(cara, 'Your code is **1234**', signal)
    expect(teams.directMessages(cara)).toEqual(['<p>Your code is <strong>1234</strong></p>'])
  })
})

describe('what Microsoft Graph posts', () => {
  it('is refused where it is forged or for somebody else, and not believed where it is changed: 10,000 tries', async () => {
    const channel = teams.channel('Forged')
    await subscribe(channel)
    teams.post(channel, ada, 'hi')
    await teams.settled()
    const genuine = JSON.parse(bodies.at(-1)!) as { value: [{ clientState: string; encryptedContent: object }] }
    const [value] = genuine.value
    const state = clientStateOf(clientSecret)
    const withState = (clientState: unknown) => JSON.stringify({ value: [{ ...value, clientState }] })
    const withContent = (content: object) =>
      JSON.stringify({ value: [{ ...value, encryptedContent: { ...value.encryptedContent, ...content } }] })
    const cheap = [
      ...[undefined, null, '', state.slice(1), `${state}0`, randomBytes(32).toString('hex')].map(withState),
      ...['{', '[]', '{"value":[]}', JSON.stringify({ value: [value, { ...value, clientState: 'x' }] })],
    ]
    const changed = [
      withContent({ dataSignature: randomBytes(32).toString('base64') }),
      withContent({ data: randomBytes(64).toString('base64') }),
      withContent({ dataKey: randomBytes(256).toString('base64') }),
    ]
    const receive = (body: string, by = account) => platform.receive!(requestOf(body), by, new Date())
    let taken = 0
    for (let i = 0; i < 10_000; i++) {
      try {
        receive(cheap[i % cheap.length]!)
        taken += 1
      } catch (error) {
        if (!(error instanceof ServiceError && error.code === 'unauthorized')) throw error
      }
    }
    expect(taken).toBe(0)
    const missed = { channelId: null, payload: { lifecycleEvent: 'missed' } }
    for (const body of changed) expect(receive(body).events).toMatchObject([missed])
    const amongOthers = JSON.stringify({
      value: [value, { ...value, changeType: 'unheard-of' }, { clientState: state }],
    })
    expect(receive(amongOthers).events).toMatchObject([...receive(bodies.at(-1)!).events, missed, missed])
    const other = await platform.complete!({ tenantId, clientId, clientSecret, teamId })
    expect(receive(bodies.at(-1)!, other).events).toMatchObject([missed])
    expect(receive(bodies.at(-1)!).events).toEqual(receive(bodies.at(-1)!).events)
  })

  it('is subscribed to for the channels that come in, renewed, and for a new key once more', async () => {
    const [one, two] = [teams.channel('One'), teams.channel('Two')]
    const until = await subscribe(one)
    expect(until.getTime()).toBeGreaterThan(Date.now())
    const before = subscriptions()
    await subscribe(one, two)
    await subscribe(one, two)
    expect(subscriptions()).toBe(before + 1)
    const renewed = clientOf(await platform.complete!(account))
    await renewed.subscribe!({ url: address.url, channelIds: [one] }, signal)
    expect(subscriptions()).toBe(before + 2)
    await subscribe(two)
    teams.expireSubscriptions()
    await subscribe(two)
    expect(subscriptions()).toBe(before + 4)
    teams.tellOfLife('reauthorizationRequired')
    const lost = await receivedOf(() => teams.tellOfLife('subscriptionRemoved'))
    expect(lost).toEqual([{ type: 'subscription_ended' }, { type: 'gap', channelId: null }])
    await subscribe(two)
    expect(await receivedOf(() => teams.tellOfLife('missed'))).toEqual([{ type: 'gap', channelId: null }])
    await client.unsubscribe!(address.url, signal)
    expect(await receivedOf(() => teams.post(two, ada, 'nobody is notified'))).toEqual([])
  })
})

describe('what happens in Teams', () => {
  it('is received with names, text, threads and reactions as they are here', async () => {
    const channel = teams.channel('Talking')
    await subscribe(channel)
    let root = ''
    let reply = ''
    const events = await receivedOf(() => {
      root = teams.post(channel, ada, '<p>Hi <at id="0">Bob</at> and <b>@ada</b></p>', { mentions: [bob] })
      reply = teams.post(channel, bob, 'a reply', { replyTo: root })
      teams.edit(channel, root, '<p>edited</p>')
      teams.react(channel, bob, root, '👍')
      teams.unreact(channel, bob, root, '👍')
      teams.remove(channel, reply)
    })
    const author = { id: ada, name: 'Ada', isSelf: false }
    const replyId = `${root}-${reply}`
    const of = { type: 'reactions', channelId: channel, messageId: root }
    expect(events.filter(({ type }) => type !== 'message')).toMatchObject([
      { ...of, reactions: [] },
      { type: 'reactions', messageId: replyId },
      { ...of, reactions: [] },
      { ...of, reactions: [{ emoji: '👍', author: { id: bob, name: 'Bob' } }] },
      { ...of, reactions: [] },
      { type: 'message_deleted', channelId: channel, id: replyId },
    ])
    const messages = events.flatMap((event) => (event.type === 'message' ? event.message : []))
    expect(messages.slice(0, 3)).toMatchObject([
      { id: root, channelId: channel, threadId: null, author, text: 'Hi @bob and **@\u2060ada**', editedAt: null },
      { id: replyId, threadId: root, author: { id: bob }, text: 'a reply' },
      { id: root, text: 'edited', editedAt: expect.any(Date) },
    ])
  })
})

describe('a client of Teams', () => {
  it('says whose team it is, which channels there are, and what it may not do', async () => {
    const secret = teams.channel('Secret', { isPrivate: true })
    expect(await client.test(signal)).toEqual({ id: teamId, name: 'Acme', selfIds: [clientId], missingScopes: [] })
    const channels = []
    for await (const page of client.listChannels(signal)) channels.push(...page)
    expect(channels).toContainEqual(expect.objectContaining({ id: secret, name: 'Secret', isPrivate: true }))
    const wrong = clientOf({ clientSecret: 'x'.repeat(20) })
    await expect(wrong.test(signal)).rejects.toMatchObject({ failure: 'unauthorized' })
    teams.consentTo(['Team.ReadBasic.All', 'Channel.ReadBasic.All'])
    expect((await clientOf().test(signal)).missingScopes).toEqual(['ChannelMessage.Read.All'])
    teams.consentTo(platform.scopes)
    teams.expireTokens()
    expect(await client.test(signal)).toMatchObject({ name: 'Acme' })
  })

  it('reads a history whole, threads too', async () => {
    const channel = teams.channel('History')
    const at = (day: number) => new Date(Date.UTC(2026, 0, day))
    const ids = Array.from({ length: 7 }, (_, i) => teams.post(channel, ada, `day ${i + 1}`, { at: at(i + 1) }))
    const replies = [20, 21].map((day) => teams.post(channel, bob, 'reply', { replyTo: ids[6]!, at: at(day) }))
    teams.remove(channel, ids[0]!)
    const read = async (since: Date | null, until: Date | null) => {
      const found = []
      let cursor: string | null = null
      do {
        const page = await client.fetchHistory!({ channelId: channel, cursor, since, until, limit: 3 }, signal)
        found.push(...page.messages)
        cursor = page.cursor
      } while (cursor !== null)
      return found
    }
    const whole = await read(null, null)
    const expected = [...ids.slice(1), ...replies.map((id) => `${ids[6]}-${id}`)]
    expect(whole.map(({ id }) => id).sort()).toEqual(expected.sort())
    expect((await read(at(3), at(5))).map(({ text }) => text)).toEqual(['day 5', 'day 4', 'day 3'])
    const reply = `${ids[6]}-${replies[0]}`
    expect(await client.fetchMessage!(channel, reply, null, signal)).toMatchObject({ id: reply, threadId: ids[6] })
    expect(await client.fetchMessage!(channel, ids[0]!, null, signal)).toBeUndefined()
    expect(await client.fetchMessage!(channel, '1', null, signal)).toBeUndefined()
    const elsewhere = { channelId: channel, cursor: 'https://elsewhere.test/', since: null, until: null, limit: 3 }
    await expect(client.fetchHistory!(elsewhere, signal)).rejects.toMatchObject({ failure: 'rejected' })
  })

  it('shows files as links', async () => {
    const channel = teams.channel('Files')
    const id = teams.post(channel, ada, 'look', { file: { name: 'plan.txt', bytes: Buffer.from('plan') } })
    const { text, files } = (await client.fetchMessage!(channel, id, null, signal))!
    expect(text).toMatch(/^look\n📎 \[plan\.txt\]\(http.*plan\.txt\)$/)
    expect(files).toEqual([])
    const picture = `${teams.apiUrl}/teams/t/channels/c/messages/m/hostedContents/h/$value`
    const pasted = teams.post(channel, ada, `<img src="${picture}"><img src="https://elsewhere.test/p.png">`)
    expect((await client.fetchMessage!(channel, pasted, null, signal))!.files).toMatchObject([{ url: picture }])
    const gone = client.openFile!({ id: 'p', name: 'p', size: null, mimeType: null, url: picture }, signal)
    await expect(gone).rejects.toMatchObject({ failure: 'not_found' })
    const foreign = client.openFile!({ id: 'p', name: 'p', size: null, mimeType: null, url: 'https://a.test/' }, signal)
    await expect(foreign).rejects.toMatchObject({ failure: 'rejected' })
  })

  it('writes with the author’s name, splits what is long, and changes it as a whole, in threads too', async () => {
    const channel = teams.channel('Writing')
    const root = teams.post(channel, ada, 'root')
    const text = `Hello @bob, **now** <at>x</at>\n\n${'A sentence of some words. '.repeat(1_000)}`
    const ids = await client.send(channel, message({ text, threadId: root }), signal)
    const own = () => teams.messages(channel).slice(1)
    expect(own().map(({ id }) => `${root}-${id}`)).toEqual(ids)
    expect(own().map(({ rootId }) => rootId)).toEqual([root, root])
    expect(own()[0]!.content).toMatch(
      /^<p><strong>Carol<\/strong><\/p>\n<p>Hello <at>bob<\/at>, <strong>now<\/strong> &lt;at/,
    )
    const { body } = teams.calls.find(({ endpoint, path }) => endpoint === 'bot POST' && path.includes(root))!
    expect(body.entities).toEqual([{ type: 'mention', text: '<at>bob</at>', mentioned: { id: bob, name: 'bob' } }])
    const edited = await client.edit!(channel, ids, message({ text: 'short', threadId: root }), editing)
    expect(edited).toEqual(ids.slice(0, 1))
    expect(own().map(({ content }) => content)).toEqual(['<p><strong>Carol</strong></p>\n<p>short</p>'])
    const [alone] = await client.send(channel, message({}), signal)
    expect(await client.fetchMessage!(channel, alone!, null, signal)).toMatchObject({ author: { isSelf: true } })
    await client.remove!(channel, [alone!, ...edited], signal)
    await client.remove!(channel, [alone!, ...edited], signal)
    expect(own()).toEqual([])
  })

  it('finds what a lost answer left, and takes back what arrived in part', async () => {
    const channel = teams.channel('Lost')
    const { calls } = teams.faults
    const linked = new Set<string>()
    const search = { since: new Date(), linkedAmong: async () => linked }
    const [earlier] = await client.send(channel, message({}), signal)
    linked.add(earlier!)
    expect(await client.findSent!(channel, message({}), search, signal)).toEqual([])
    calls.next({ kind: 'lost answer' }, { of: 'bot POST' })
    await expect(client.send(channel, message({}), signal)).rejects.toMatchObject({ failure: 'unavailable' })
    const ids = () => teams.messages(channel).map(({ id }) => id)
    expect(await client.findSent!(channel, message({}), search, signal)).toEqual([ids()[1]])
    const long = message({ text: 'word '.repeat(10_000) })
    calls.next({ kind: 'lost answer' }, { of: 'bot POST', after: 1 })
    await expect(client.send(channel, long, signal)).rejects.toMatchObject({ failure: 'unavailable' })
    expect(ids()).toHaveLength(4)
    expect(await client.findSent!(channel, long, search, signal)).toEqual([])
    expect(ids()).toHaveLength(2)
  })

  it('says what a failure means', async () => {
    const channel = teams.channel('Failing')
    const { calls } = teams.faults
    const send = () => client.send(channel, message({}), signal)
    calls.next({ kind: 'rate limit', retryAfterS: 3 }, { of: 'bot POST' })
    await expect(send()).rejects.toMatchObject({ failure: 'rate_limited', retryAfterMs: 3_000 })
    for (const fault of [{ kind: 'status', status: 502 }, { kind: 'cut' }] as const) {
      calls.next(fault, { of: 'bot POST' })
      await expect(send()).rejects.toMatchObject({ failure: 'unavailable' })
    }
    teams.deleteChannel(channel)
    await expect(send()).rejects.toMatchObject({ failure: 'channel_gone' })
    teams.uninstall()
    await expect(send()).rejects.toMatchObject({ failure: 'missing_scope' })
  })
})

describe('formats', () => {
  const mention = (id: number, label: string) => `@${id}:${label}`
  it.each([
    ['<p>one</p>\n<p>two<br>three</p><p>&nbsp;</p><div>four</div>', 'one\ntwo\nthree\n\nfour'],
    ['<b>bold </b>and <em>it</em> <s>gone</s> <code>a*b</code>', '**bold** and _it_ ~~gone~~ `a*b`'],
    ['<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>', '- one\n- two\n  1. three'],
    ['<blockquote><p>a</p><p>b</p></blockquote><p>c</p>', '> a\n> b\n\nc'],
    ['<pre><code>x &lt; y\n  z</code></pre>', '```\nx < y\n  z\n```'],
    ['<a href="https://a.test/x">page</a> <a href="javascript:x">click</a>', '[page](https://a.test/x) click'],
    ['<at id="0">Bob</at> @all <emoji alt="🙂"></emoji>', '@0:Bob @\u2060all 🙂'],
    ['<table><tr><td>a</td><td>b</td></tr></table>', 'a | b'],
    ['<script>x</script><attachment id="1"></attachment>text', 'text'],
  ])('reads %j', (html, markdown) => expect(fromTeams(html, mention)).toBe(markdown))

  it.each([
    ['**b** [x](https://a.test/?a=1&b=2)', '<p><strong>b</strong> <a href="https://a.test/?a=1&amp;b=2">x</a></p>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['![p](https://a.test/p.png)', '<p><a href="https://a.test/p.png">p</a></p>'],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
  ])('writes %j', (markdown, html) => expect(toTeams(markdown, (prose) => prose)).toBe(html))
})
