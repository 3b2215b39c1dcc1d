import { randomBytes } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import { startServer } from '@parley/testing/json-server'
import { startTelegram } from '@parley/testing/platforms/telegram'
import { describe, expect, it, vi } from 'vitest'
import { PlatformConfig } from '../../src/platforms/config.ts'
import type { InboundRequest, RawEvent, RemoteEvent } from '../../src/platforms/platform.ts'
import { createTelegramClient } from '../../src/platforms/telegram/client.ts'
import { fromTelegram } from '../../src/platforms/telegram/from-telegram.ts'
import { rawEventOf, webhookSecretOf } from '../../src/platforms/telegram/receive.ts'
import { telegram as platform } from '../../src/platforms/telegram/telegram.ts'
import { toTelegram } from '../../src/platforms/telegram/to-telegram.ts'
import { editing, message } from './outgoing.ts'

const telegram = await startTelegram({ retryAfterMs: 1 })
const { botToken } = telegram
const ada = telegram.person('Ada', { lastName: 'Lovelace' })
const bob = telegram.person('Bob')
const config = PlatformConfig.parse({ TELEGRAM_API_URL: telegram.apiUrl })
/** Bob has proven that he is `@bob` here. */
const people = {
  handlesOf: async (ids: readonly string[]) => new Map(ids.includes(String(bob)) ? [[String(bob), 'bob']] : []),
  foreignIdsOf: async (handles: readonly string[]) => new Map(handles.includes('bob') ? [['bob', String(bob)]] : []),
}
const clientOf = (token = botToken) => createTelegramClient({ botToken: token }, { config, people })
const client = clientOf()
const { signal } = new AbortController()
const textsOf = (chat: number) => telegram.messages(chat).map(({ text }) => text)
const requestOf = (secret: string | undefined, body: string): InboundRequest => ({
  header: (name) => (name === 'x-telegram-bot-api-secret-token' ? secret : undefined),
  body: Buffer.from(body),
})

/** What the updates of a chat say, as they are received over a webhook of the test's own. */
const received: RawEvent[] = []
const hook = await startServer(({ headers, body }, response) => {
  const secret = headers['x-telegram-bot-api-secret-token'] as string
  received.push(...platform.receive!(requestOf(secret, body), { botToken }, new Date()).events)
  response.end('{}')
})
await client.subscribe!({ url: hook.url, channelIds: [] }, signal)

async function receivedOf(act: () => void): Promise<RemoteEvent[]> {
  await telegram.settled()
  received.length = 0
  act()
  await telegram.settled()
  const events = []
  for (const event of received.toSorted((a, b) => Number(a.id) - Number(b.id)))
    events.push(...(await client.interpret(event, signal)))
  return events
}

describe('what Telegram posts', () => {
  it('is refused where it is forged or nonsense, and is the same event whenever it comes: 10,000 tries', () => {
    const body = JSON.stringify({ update_id: 7, message: { chat: { id: -5 }, date: 1_700_000_000, text: 'hi' } })
    const good = webhookSecretOf(botToken)
    const secrets = [
      ...[undefined, '', good.slice(1), `${good}0`, good.toUpperCase(), randomBytes(32).toString('hex')],
      webhookSecretOf(`${botToken}x`),
    ]
    let taken = 0
    for (let i = 0; i < 10_000; i++) {
      try {
        platform.receive!(requestOf(secrets[i % secrets.length], body), { botToken }, new Date())
        taken += 1
      } catch (error) {
        if (!(error instanceof ServiceError && error.code === 'unauthorized')) throw error
      }
    }
    expect(taken).toBe(0)
    const receive = (text: string) => platform.receive!(requestOf(good, text), { botToken }, new Date())
    const event = { id: '7', channelId: '-5', at: new Date(1_700_000_000_000) }
    expect(receive(body).events).toMatchObject([event])
    expect(receive(body)).toEqual(receive(body))
    for (const nonsense of ['{', '[]', '{"message":{}}']) expect(() => receive(nonsense)).toThrow('no update')
  })

  it('is posted where Telegram reaches the deployment alone', () => {
    const reached = ['https://parley.example', 'https://parley.example:8443']
    const not = ['http://parley.example', 'https://parley.example:9000', 'https://localhost', 'https://10.0.0.1']
    expect(reached.map((url) => platform.reaches!(new URL(url)))).toEqual([true, true])
    expect(not.map((url) => platform.reaches!(new URL(url)))).toEqual([false, false, false, false])
  })
})

describe('what happens in Telegram', () => {
  it('is received with names, text, threads and reactions as they are here', async () => {
    const chat = telegram.group('Talking')
    let root = 0
    const text = 'Hi 🙂 bold Bob @ada https://x.test/@y'
    const entities = [
      { type: 'bold', offset: 6, length: 4 },
      { type: 'text_mention', offset: 11, length: 3, user: { id: bob, is_bot: false, first_name: 'Bob' } },
      { type: 'url', offset: 20, length: 17 },
    ]
    const events = await receivedOf(() => {
      root = telegram.post(chat, ada, text, { entities })
      telegram.post(chat, bob, 'a reply', { replyTo: root })
      telegram.edit(chat, root, 'edited')
      telegram.react(chat, ada, root, ['🎉'])
      telegram.react(chat, ada, root, ['👍'])
    })
    const channel = { id: String(chat), name: 'Talking', type: 'supergroup', isPrivate: true }
    const author = { id: String(ada), name: 'Ada Lovelace', isSelf: false }
    const written = 'Hi 🙂 **bold** @bob @\u2060ada https://x.test/@y'
    const reaction = { type: 'reaction', channelId: String(chat), messageId: String(root), author: { id: String(ada) } }
    expect(events.filter(({ type }) => type !== 'channel')).toMatchObject([
      {
        type: 'message',
        message: { id: String(root), channelId: String(chat), threadId: null, author, text: written },
      },
      { type: 'message', message: { id: String(root), text: written } }, // along with the reply
      { type: 'message', message: { threadId: String(root), text: 'a reply' } },
      { type: 'message', message: { id: String(root), text: 'edited', editedAt: expect.any(Date) } },
      { ...reaction, emoji: '🎉', isAdded: true },
      { ...reaction, emoji: '🎉', isAdded: false },
      { ...reaction, emoji: '👍', isAdded: true },
    ])
    expect(events[0]).toMatchObject({ type: 'channel', channel })
  })

  it('is in the open where it has a public name, with links to messages as they are, and a channel’s posts are its own', async () => {
    const group = telegram.group('Square', { username: 'square_chat' })
    const channel = telegram.group('News', { type: 'channel', username: 'news_chat' })
    const text = 'https://t.me/square_chat/7 and @square_chat'
    const entities = [
      { type: 'url', offset: 0, length: 26 },
      { type: 'mention', offset: 31, length: 12 },
    ]
    let posted = 0
    const events = await receivedOf(() => {
      telegram.post(group, ada, text, { entities })
      posted = telegram.post(channel, ada, 'news')
      telegram.edit(channel, posted, 'newer')
      telegram.rename(channel, 'Newest')
      telegram.publish(group, undefined)
      telegram.post(group, ada, 'behind a door')
    })
    const author = { id: String(channel), name: 'News', isBot: false, isSelf: false }
    const message = { id: String(posted), channelId: String(channel), threadId: null, author }
    expect(events).toMatchObject([
      { type: 'channel', channel: { id: String(group), type: 'supergroup', isPrivate: false } },
      { message: { author: { name: 'Ada Lovelace' }, text: 'https://t.me/square_chat/7 and @\u2060square_chat' } },
      { type: 'channel', channel: { id: String(channel), name: 'News', type: 'channel', isPrivate: false } },
      { type: 'message', message: { ...message, text: 'news', editedAt: null } },
      { type: 'channel' },
      { type: 'message', message: { ...message, text: 'newer', editedAt: expect.any(Date) } },
      { type: 'channel', channel: { id: String(channel), name: 'Newest' } },
      { type: 'channel', channel: { id: String(group), isPrivate: true } },
      { message: { text: 'behind a door' } },
    ])
  })

  it('mentions whom a mention of the bot stands for, and nobody by another’s username', async () => {
    const chat = telegram.group('Asking')
    const text = '@Parley_Bot and @other, when?'
    const entities = [
      { type: 'mention', offset: 0, length: 11 },
      { type: 'mention', offset: 16, length: 6 },
    ]
    const [, asWritten] = await receivedOf(() => telegram.post(chat, ada, text, { entities }))
    expect(asWritten).toMatchObject({ message: { text: '@\u2060Parley_Bot and @\u2060other, when?' } })
    const answering = {
      ...people,
      handlesOf: async (ids: readonly string[]) => new Map(ids.map((id) => [id, id === '1000001' ? 'lvng' : 'nobody'])),
    }
    const asked = createTelegramClient({ botToken }, { config, people: answering })
    expect(await asked.interpret(received[0]!, signal)).toMatchObject([
      { type: 'channel' },
      { message: { text: '@lvng and @\u2060other, when?' } },
    ])
  })

  it('makes known the chats that the bot is in, and those that it no longer is in', async () => {
    const chat = telegram.group('Known', { type: 'group' })
    let moved = 0
    const events = await receivedOf(() => {
      telegram.invite(chat)
      telegram.rename(chat, 'Better known')
      telegram.kick(chat)
      telegram.invite(chat)
      moved = telegram.migrate(chat)
      telegram.writeToBot(ada, '1234')
    })
    const move = { type: 'channel_moved', channelId: String(chat), to: String(moved) }
    expect(events).toMatchObject([
      { type: 'channel', channel: { id: String(chat), name: 'Known' } },
      { type: 'channel', channel: { id: String(chat), name: 'Better known' } },
      { type: 'channel_gone', channelId: String(chat), reason: 'removed' },
      { type: 'channel', channel: { id: String(chat) } },
      move,
      move,
      { type: 'direct_message', author: { id: String(ada) }, text: '1234' },
    ])
  })

  it('is in its topic, with files and what else people send, by the update', async () => {
    const from = { id: ada, is_bot: false, first_name: 'Ada' }
    const of = { chat: { id: -9, type: 'supergroup', title: 'Forum' }, from, date: 1_700_000_000 }
    const topic = {
      message_id: 5,
      message_thread_id: 5,
      is_topic_message: true,
      forum_topic_created: { name: 'Plans' },
    }
    const photo = (file_size: number) => ({ file_id: `f${file_size}`, file_unique_id: `u${file_size}`, file_size })
    const sent = {
      ...of,
      message_id: 6,
      message_thread_id: 5,
      is_topic_message: true,
      reply_to_message: { ...of, ...topic },
    }
    const read = async (given: object) => client.interpret(rawEventOf({ update_id: 1, message: given })!, signal)
    expect(await read({ ...sent, photo: [photo(1), photo(9)], caption: 'look' })).toMatchObject([
      { type: 'channel' },
      { message: { id: 't5', threadId: null, text: 'Plans' } },
      {
        message: {
          id: '6',
          threadId: 't5',
          text: 'look',
          files: [{ id: 'u9', url: 'f9', name: 'photo.jpg', size: 9 }],
        },
      },
    ])
    const poll = { question: 'When?', options: [{ text: 'Now' }, { text: 'Later' }] }
    expect(await read({ ...of, message_id: 7, poll })).toMatchObject([
      {},
      { message: { text: '📊 When?\n• Now\n• Later' } },
    ])
    expect(await read({ ...of, message_id: 8, pinned_message: {} })).toMatchObject([{ type: 'channel' }])
  })

  it('is polled for where there is no webhook, and comes again until it is kept', async () => {
    const chat = telegram.group('Polled')
    const stopping = new AbortController()
    const kept: RawEvent[] = []
    let failures = 1
    await client.unsubscribe!(hook.url, signal)
    telegram.post(chat, ada, 'before')
    await telegram.settled()
    telegram.faults.calls.next({ kind: 'rate limit', retryAfterS: 0 }, { of: 'getUpdates' })
    const listen = () =>
      client.listen!(async (events) => {
        if (events.length > 0 && failures-- > 0) throw new Error('full')
        kept.push(...events)
      }, stopping.signal)
    await expect(listen()).rejects.toThrow('full')
    const listening = listen()
    const texts = () => kept.map(({ payload }) => (payload as { message?: { text: string } }).message?.text)
    await vi.waitUntil(() => texts().includes('before'))
    telegram.post(chat, ada, 'after')
    await vi.waitUntil(() => texts().includes('after'))
    expect(texts()).toEqual(['before', 'after'])
    stopping.abort()
    await listening
    await client.subscribe!({ url: hook.url, channelIds: [] }, signal)
  })
})

describe('a client of Telegram', () => {
  it('says whose bot it is', async () => {
    const id = String(telegram.botUserId)
    expect(await client.test(signal)).toEqual({ id, name: '@parley_bot', selfIds: [id], missingScopes: [] })
    await expect(clientOf('12345:unknown').test(signal)).rejects.toMatchObject({ failure: 'unauthorized' })
  })

  it.each([true, false])('has Telegram open its links where a person has chosen them: %s', async (hasPreviews) => {
    const chat = telegram.group('Links')
    const ids = await client.send(String(chat), message({ text: 'https://a.example', hasPreviews }), signal)
    await client.edit!(String(chat), ids, message({ text: 'https://b.example', hasPreviews }), editing)
    const options = telegram.calls
      .slice(-2)
      .map(({ method, fields }) => [method, JSON.parse(String(JSON.stringify(fields.link_preview_options)))])
    const given = { is_disabled: !hasPreviews }
    expect(options).toEqual(['sendMessage', 'editMessageText'].map((method) => [method, given]))
  })

  it('writes with the author’s name, splits what is long, and changes it as a whole', async () => {
    const chat = telegram.group('Writing')
    const root = telegram.post(chat, ada, 'root')
    const text = `Hello @bob, @adalove **now** <b>\n\n${'A sentence of some words. '.repeat(250)}`
    const ids = await client.send(String(chat), message({ text, threadId: String(root) }), signal)
    const own = () => telegram.messages(chat).slice(1)
    expect(own().map(({ id }) => String(id))).toEqual(ids)
    expect(own()).toHaveLength(2)
    expect(own().map(({ replyTo }) => replyTo)).toEqual([root, undefined])
    expect(own().every((each) => each.text.startsWith('Carol\n'))).toBe(true)
    expect(own()[0]!.text).toContain('Carol\nHello @\u2060bob, @\u2060adalove now <b>')
    expect(own()[0]!.entities).toMatchObject([
      { type: 'bold', offset: 0, length: 5 },
      { type: 'text_link', url: `tg://user?id=${bob}` },
      { type: 'bold' },
    ])
    const edited = await client.edit!(String(chat), ids, message({ text: 'short' }), editing)
    expect(await client.edit!(String(chat), edited, message({ text: 'short' }), editing)).toEqual(ids.slice(0, 1))
    expect(textsOf(chat)).toEqual(['root', 'Carol\nshort'])
    await client.react!(String(chat), edited[0]!, '❤️', signal)
    expect(own()[0]!.reactions.get(telegram.botUserId)).toEqual(['❤'])
    await client.unreact!(String(chat), edited[0]!, '❤️', signal, ['👍', '🎉', '🧮'])
    expect(own()[0]!.reactions.get(telegram.botUserId)).toEqual(['🎉'])
    await client.unreact!(String(chat), edited[0]!, '🎉', signal, [])
    expect(own()[0]!.reactions.get(telegram.botUserId) ?? []).toEqual([])
    await expect(client.react!(String(chat), edited[0]!, '🧮', signal)).rejects.toMatchObject({ failure: 'rejected' })
    await client.remove!(String(chat), edited, signal)
    await client.remove!(String(chat), edited, signal)
    expect(textsOf(chat)).toEqual(['root'])
    await client.send(String(chat), message({ threadId: 't5' }), signal)
    expect(telegram.calls.at(-1)!.fields).toMatchObject({ message_thread_id: 5 })
    const code = 'Your code is **1234**'
    await expect(client.sendDirect!(String(bob), code, signal)).rejects.toMatchObject({ failure: 'channel_gone' })
    const who = { id: String(bob) }
    await expect(client.findPerson!(who, signal)).rejects.toMatchObject({ failure: 'rejected' })
    telegram.writeToBot(bob, '/start')
    expect(await client.findPerson!(who, signal)).toMatchObject({ ...who, name: 'Bob', isBot: false })
    await client.sendDirect!(String(bob), code, signal)
    expect(textsOf(bob)).toEqual(['/start', 'Your code is 1234'])
  })

  it('carries files both ways', async () => {
    const chat = telegram.group('Files')
    const bytes = randomBytes(50_000)
    const open = async () => new Blob([bytes]).stream()
    const file = { name: 'a.bin', size: bytes.length, mimeType: 'application/octet-stream', open }
    const large = { ...file, name: 'large.bin', size: 51 * 1024 * 1024 }
    const given = message({ text: '', files: [file, large] })
    const ids = await client.send(String(chat), given, signal)
    expect(telegram.messages(chat)).toMatchObject([
      { text: 'Carol\n📎 large.bin' },
      { text: 'Carol', file: { name: 'a.bin' } },
    ])
    expect(await client.edit!(String(chat), ids, { ...given, text: 'more' }, editing)).toEqual(ids)
    const events = await receivedOf(() => void telegram.post(chat, ada, 'here', { file: { name: 'b.bin', bytes } }))
    const sent = events.find((event) => event.type === 'message')!.message
    expect(sent).toMatchObject({ text: 'here', files: [{ name: 'b.bin', size: 50_000 }] })
    const opened = await client.openFile!(sent.files[0]!, signal)
    expect(Buffer.from(await new Response(opened).arrayBuffer()).equals(bytes)).toBe(true)
    const gone = client.openFile!({ ...sent.files[0]!, url: 'unknown' }, signal)
    await expect(gone).rejects.toMatchObject({ failure: 'rejected' })
  })

  it('says what a failure means, and leaves nothing of a message that is refused in part', async () => {
    const chat = telegram.group('Failing')
    const { calls } = telegram.faults
    const send = (given = message({})) => client.send(String(chat), given, signal)
    calls.next({ kind: 'rate limit', retryAfterS: 3 }, { of: 'sendMessage', after: 1 })
    const long = message({ text: 'word '.repeat(1_000) })
    await expect(send(long)).rejects.toMatchObject({ failure: 'rate_limited', retryAfterMs: 3_000, mayBeDone: false })
    calls.next({ kind: 'status', status: 502 }, { of: 'sendMessage' })
    await expect(send()).rejects.toMatchObject({ failure: 'unavailable', mayBeDone: false })
    expect(textsOf(chat)).toEqual([])
    calls.next({ kind: 'lost answer' }, { of: 'sendMessage' })
    await expect(send()).rejects.toMatchObject({ failure: 'unavailable', mayBeDone: true })
    expect(textsOf(chat)).toEqual(['Carol\nhello'])
    const stopped = client.send(String(chat), message({}), AbortSignal.abort())
    await expect(stopped).rejects.toMatchObject({ mayBeDone: false })
    const group = telegram.group('Small', { type: 'group' })
    const movedTo = String(telegram.migrate(group))
    await expect(client.send(String(group), message({}), signal)).rejects.toMatchObject({ movedTo })
    telegram.kick(chat)
    await expect(send()).rejects.toMatchObject({ failure: 'channel_gone' })
    const nowhere = PlatformConfig.parse({ TELEGRAM_API_URL: 'http://127.0.0.1:5' })
    const unreachable = createTelegramClient({ botToken }, { config: nowhere, people })
    await expect(unreachable.send('1', message({}), signal)).rejects.toMatchObject({ mayBeDone: false })
  })
})

describe('formats', () => {
  const nobody = () => 'somebody'
  it.each([
    ['**bold** _it_ ~~gone~~ `a<b`', '<b>bold</b> <i>it</i> <s>gone</s> <code>a&lt;b</code>'],
    ['# Title\ntext', '<b>Title</b>\n\ntext'],
    ['- one\n- two\n  1. three\n  2. four', '• one\n• two\n  1. three\n  2. four'],
    ['> a\n> > b', '<blockquote>a\n\nb\n\n</blockquote>'],
    ['```js\nx < y\n```', '<pre><code class="language-js">x &lt; y</code></pre>'],
    [
      '[page](https://a.test/?x=1&y=2) ![](https://a.test/p)',
      '<a href="https://a.test/?x=1&amp;y=2">page</a> <a href="https://a.test/p">https://a.test/p</a>',
    ],
    ['[x](tg://user?id=1) [y](javascript:z)', '[x](tg://user?id=1) [y](javascript:z)'],
    ['<b>&amp;', '&lt;b&gt;&amp;'],
    ['[a]: https://b.test', '[a]: <a href="https://b.test">https://b.test</a>'],
    ['one\ntwo', 'one\ntwo'],
  ])('writes %j', (markdown, html) => expect(toTelegram(markdown, (prose) => prose)).toBe(html))

  it.each([
    [
      'bold it',
      [
        ['bold', 0, 7],
        ['italic', 5, 2],
      ],
      '**bold _it_**',
    ],
    ['🙂 x ', [['bold', 3, 2]], '🙂 **x** '],
    ['a\nb c', [['blockquote', 0, 3]], '> a\n> b\n c'],
    ['see x=1', [['pre', 4, 3]], 'see \n```\nx=1\n```\n'],
    ['a`b', [['code', 0, 3]], '`` a`b ``'],
    ['page', [['text_link', 0, 4, 'https://a.test/(x)']], '[page](https://a.test/%28x%29)'],
    ['mail a@b.test @all', [['email', 5, 8]], 'mail a@b.test @\u2060all'],
    [
      'cut',
      [
        ['bold', 1, 99],
        ['italic', 7, 3],
      ],
      'c**ut**',
    ],
  ] as const)('reads %j', (text, given, markdown) => {
    const entities = given.map(([type, offset, length, url]) => ({ type, offset, length, url }))
    expect(fromTelegram(text, entities, { person: nobody, named: () => undefined })).toBe(markdown)
  })
})
