import { createHmac } from 'node:crypto'
import {
  type ConversationsHistoryResponse,
  type ConversationsListResponse,
  LogLevel,
  retryPolicies,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { type ReceivedRequest, startServer } from '../../src/json-server.ts'
import { startSlack } from '../../src/platforms/slack.ts'

const slack = await startSlack({ acknowledgeWithinMs: 5_000, retryAfterMs: [0, 1] })
const ada = slack.person('ada', { realName: 'Ada Lovelace' })
const bob = slack.person('bob')

const clientOf = (token: string, options: WebClientOptions = {}) =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR, ...options })
const app = clientOf(slack.botToken)

/** What the app receives; how it answers may be set. */
async function startReceiver(answer: (request: ReceivedRequest) => number = () => 200) {
  const received: (ReceivedRequest & { event: Record<string, unknown>; eventId: string })[] = []
  const server = await startServer((request, response) => {
    const body = JSON.parse(request.body)
    if (body.type === 'url_verification') return void response.end(body.challenge)
    received.push({ ...request, event: body.event, eventId: body.event_id })
    response.writeHead(answer(request)).end()
  })
  await slack.subscribe(server.url)
  return received
}

describe('the double of Slack’s Web API', () => {
  it('names the app and its scopes, and refuses tokens as Slack does', async () => {
    const { user_id, bot_id, response_metadata } = await app.auth.test()
    expect(user_id).toBe(slack.botUserId)
    expect(bot_id).toMatch(/^B/)
    expect(response_metadata?.scopes).toContain('chat:write.customize')
    await expect(clientOf('xoxb-unknown').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } })
    await expect(new WebClient(undefined, { slackApiUrl: slack.apiUrl }).auth.test()).rejects.toMatchObject({
      data: { error: 'not_authed' },
    })
    const narrow = clientOf(slack.issueToken(['channels:read']))
    await expect(narrow.conversations.list({ types: 'public_channel,private_channel' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'groups:read', provided: 'channels:read' },
    })
    const passing = slack.issueToken(['chat:write'])
    expect(await clientOf(passing).auth.revoke()).toMatchObject({ revoked: true })
    await expect(clientOf(passing).auth.test()).rejects.toMatchObject({ data: { error: 'token_revoked' } })
  })

  it('lists channels in pages, and private ones to their members alone', async () => {
    const shown = ['one', 'two', 'three'].map((name) => slack.channel(`list-${name}`, { isPrivate: name === 'two' }))
    const hidden = slack.channel('list-hidden', { isPrivate: true, withoutApp: true, members: [ada] })
    const open = slack.channel('list-open', { withoutApp: true, members: [ada, bob] })
    const ids: (string | undefined)[] = []
    const types = 'public_channel,private_channel'
    for await (const page of app.paginate('conversations.list', { limit: 2, types }))
      ids.push(...(page as ConversationsListResponse).channels!.map(({ id }) => id))
    expect(ids).toEqual([...shown, open])
    await expect(app.conversations.info({ channel: hidden })).rejects.toMatchObject({
      data: { error: 'channel_not_found' },
    })
    await expect(app.conversations.history({ channel: open })).rejects.toMatchObject({
      data: { error: 'not_in_channel' },
    })
    expect((await app.conversations.join({ channel: open })).channel).toMatchObject({ is_member: true })
    expect((await app.conversations.members({ channel: open })).members).toEqual([ada, bob, slack.botUserId])
    const people = await app.users.list({ limit: 2 })
    expect(people.members).toMatchObject([{ is_bot: true }, { profile: { email: 'ada@acme.example' } }])
    const withoutEmail = await clientOf(slack.issueToken(['users:read'])).users.info({ user: ada })
    expect(withoutEmail.user?.profile).not.toHaveProperty('email')
  })

  it('keeps what is posted, changed and removed, and reads it back in pages', async () => {
    const channel = slack.channel('history')
    const days = [1, 2, 3, 4, 5].map((day) => new Date(Date.UTC(2026, 0, day)))
    const written = days.map((at, i) => slack.post(channel, i % 2 ? bob : ada, `day ${i + 1}`, { at }))
    const reply = slack.post(channel, bob, 'a reply', { thread: written[1]! })
    const shownReply = slack.post(channel, ada, 'a reply for all', { thread: reply, isBroadcast: true })
    const pages: unknown[] = []
    for await (const page of app.paginate('conversations.history', { channel, limit: 4, oldest: written[0]! }))
      pages.push((page as ConversationsHistoryResponse).messages!.map(({ ts }) => ts))
    expect(pages).toEqual([[shownReply, written[4], written[3], written[2]], [written[1]]])
    const thread = await app.conversations.replies({ channel, ts: written[1]! })
    expect(thread.messages?.map(({ text }) => text)).toEqual(['day 2', 'a reply', 'a reply for all'])
    expect(thread.messages?.[0]).toMatchObject({ reply_count: 2, latest_reply: shownReply })

    const metadata = { event_type: 'parley_message', event_payload: { id: 'msg_1' } }
    const name = { username: 'Ada (Parley)', icon_url: 'https://parley.example/ada.png' }
    const { ts = '' } = await app.chat.postMessage({ channel, text: 'hello', metadata, ...name })
    await app.chat.update({ channel, ts, text: 'hello there' })
    const { messages } = await app.conversations.history({ channel, limit: 1, include_all_metadata: true })
    expect(messages).toMatchObject([
      { ts, subtype: 'bot_message', username: name.username, text: 'hello there', metadata, edited: {} },
    ])
    await app.chat.delete({ channel, ts })
    await expect(app.chat.delete({ channel, ts })).rejects.toMatchObject({ data: { error: 'message_not_found' } })
    await expect(app.chat.update({ channel, ts: written[0]!, text: 'mine' })).rejects.toMatchObject({
      data: { error: 'cant_update_message' },
    })
    slack.remove(channel, written[1]!)
    expect((await app.conversations.replies({ channel, ts: reply })).messages).toHaveLength(1)
    expect(slack.messages(channel).map(({ ts: at }) => at)).not.toContain(written[1])
  })

  it('cuts a text of more than 40,000 characters, and refuses a change of more than 4,000', async () => {
    const channel = slack.channel('long')
    const { ts = '', warning } = await app.chat.postMessage({ channel, text: 'a'.repeat(40_001) })
    expect(warning).toBe('message_truncated')
    expect(slack.messages(channel)[0]?.text).toHaveLength(40_000)
    await expect(app.chat.update({ channel, ts, text: 'a'.repeat(4_001) })).rejects.toMatchObject({
      data: { error: 'msg_too_long' },
    })
    slack.archive(channel)
    await expect(app.chat.postMessage({ channel, text: 'late' })).rejects.toMatchObject({
      data: { error: 'is_archived' },
    })
  })

  it('takes reactions, each once', async () => {
    const channel = slack.channel('reactions')
    const timestamp = slack.post(channel, ada, 'react to this')
    slack.react(channel, bob, timestamp, 'eyes')
    await app.reactions.add({ channel, timestamp, name: 'eyes' })
    await expect(app.reactions.add({ channel, timestamp, name: 'eyes' })).rejects.toMatchObject({
      data: { error: 'already_reacted' },
    })
    const { message } = await app.reactions.get({ channel, timestamp })
    expect(message?.reactions).toEqual([{ name: 'eyes', users: [bob, slack.botUserId], count: 2 }])
    await app.reactions.remove({ channel, timestamp, name: 'eyes' })
    await expect(app.reactions.remove({ channel, timestamp, name: 'eyes' })).rejects.toMatchObject({
      data: { error: 'no_reaction' },
    })
  })

  it('takes files and gives them to who may read them', async () => {
    const channel = slack.channel('files')
    const bytes = Buffer.from([0, 255, 13, 10, 128])
    const uploaded = await app.filesUploadV2({ channel_id: channel, file: bytes, filename: 'a.png' })
    const [completed] = uploaded.files as { files: { id: string; mimetype: string }[] }[]
    const [answered] = completed!.files
    expect(answered).toMatchObject({ mimetype: '', shares: {} }) // before it was scanned
    const { file } = await app.files.info({ file: answered!.id })
    const [message] = slack.messages(channel)
    expect(file).toMatchObject({ mimetype: 'image/png', shares: { public: { [channel]: [{ ts: message!.ts }] } } })
    const url = file!.url_private_download!
    const download = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } })
    expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes)
    const stranger = await fetch(url, { headers: { authorization: 'Bearer xoxb-unknown' } })
    expect(stranger.headers.get('content-type')).toContain('text/html') // a page to sign in, and no error
  })

  it('gives a token for a person’s consent, once', async () => {
    const redirect_uri = 'https://parley.example/callback'
    const query = new URLSearchParams({ client_id: slack.clientId, scope: 'chat:write', state: 's', redirect_uri })
    const back = new URL(slack.authorize(`https://slack.com/oauth/v2/authorize?${query}`))
    expect(back.searchParams.get('state')).toBe('s')
    const code = back.searchParams.get('code')!
    const secrets = { client_id: slack.clientId, client_secret: slack.clientSecret, redirect_uri }
    const { access_token, scope } = await app.oauth.v2.access({ code, ...secrets })
    expect(scope).toBe('chat:write')
    expect((await clientOf(access_token!).auth.test()).ok).toBe(true)
    await expect(app.oauth.v2.access({ code, ...secrets })).rejects.toMatchObject({ data: { error: 'invalid_code' } })
  })

  it('fails as it is told to', async () => {
    const channel = slack.channel('faults')
    const post = (text: string, client = app) => client.chat.postMessage({ channel, text })
    const { calls } = slack.faults
    calls.next({ kind: 'rate limit', retryAfterS: 7 }, { of: 'chat.postMessage' })
    await app.auth.test()
    await expect(post('one', clientOf(slack.botToken, { rejectRateLimitedCalls: true }))).rejects.toMatchObject({
      retryAfter: 7,
    })
    calls.next({ kind: 'status', status: 503 }, { times: 2 })
    await expect(post('two')).rejects.toMatchObject({ statusCode: 503 })
    await expect(post('two')).rejects.toMatchObject({ statusCode: 503 })
    calls.next({ kind: 'cut' })
    await expect(post('three')).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
    calls.next({ kind: 'silence' })
    await expect(post('four', clientOf(slack.botToken, { timeout: 50 }))).rejects.toThrow()
    expect(slack.messages(channel)).toEqual([])
    calls.next({ kind: 'lost answer' })
    await expect(post('five')).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
    expect(slack.messages(channel).map(({ text }) => text)).toEqual(['five'])
    // The client repeats by itself, and posts a second time where the answer to the first was lost.
    calls.next({ kind: 'lost answer' })
    await post('six', clientOf(slack.botToken, { retryConfig: retryPolicies.rapidRetryPolicy }))
    expect(slack.messages(channel).map(({ text }) => text)).toEqual(['five', 'six', 'six'])
    // By chance, in the same way each time.
    const outcomes = async (seed: number) => {
      calls.byChance(seed, [[0.5, { kind: 'status', status: 500 }]])
      const answers = await Promise.allSettled(Array.from({ length: 12 }, () => app.auth.test()))
      return answers.map(({ status }) => status)
    }
    expect(await outcomes(1)).toEqual(await outcomes(1))
    expect(await outcomes(1)).not.toEqual(await outcomes(2))
    calls.clear()
  })
})

describe('the double of Slack’s Events API', () => {
  it('signs events of what happens where the app is a member', async () => {
    const received = await startReceiver()
    const channel = slack.channel('events')
    const elsewhere = slack.channel('events-elsewhere', { withoutApp: true })
    await slack.settled()
    received.length = 0
    slack.post(elsewhere, ada, 'unseen')
    const ts = slack.post(channel, ada, 'hello')
    slack.edit(channel, ts, 'hello there')
    slack.unfurl(channel, ts, 'A page')
    const reply = slack.post(channel, bob, 'reply', { thread: ts, isBroadcast: true })
    slack.react(channel, bob, ts, 'tada')
    slack.unreact(channel, bob, ts, 'tada')
    slack.upload(channel, bob, { name: 'b.txt', bytes: Buffer.from('text') }, { text: 'see' })
    const { ts: own } = await app.chat.postMessage({ channel, text: 'from the app' })
    slack.remove(channel, reply)
    slack.remove(channel, ts)
    slack.invite(channel, bob)
    slack.rename(channel, 'events-2')
    slack.archive(channel)
    slack.unarchive(channel)
    slack.kick(channel, slack.botUserId)
    slack.deleteChannel(channel)
    await slack.settled()
    const byId = received.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1)).map(({ event }) => event)
    expect(byId.map(({ type, subtype }) => (subtype ? `${type}/${subtype}` : type))).toEqual([
      'message',
      'message/message_changed',
      'message/message_changed',
      'message/thread_broadcast',
      'reaction_added',
      'reaction_removed',
      'message/file_share',
      'message',
      'message/message_deleted',
      'message/message_deleted',
      'member_joined_channel',
      'message/channel_join',
      'channel_rename',
      'channel_archive',
      'channel_unarchive',
      'channel_left',
      'channel_deleted',
    ])
    expect(byId[0]).toMatchObject({ user: ada, text: 'hello', ts, channel, channel_type: 'channel' })
    expect(byId[1]).toMatchObject({ message: { ts, text: 'hello there', edited: { user: ada } } })
    expect(byId[2]).toMatchObject({ message: { attachments: [{ title: 'A page' }], text: 'hello there' } })
    expect(byId[4]).toMatchObject({ user: bob, item_user: ada, item: { type: 'message', channel, ts } })
    expect(byId[7]).toMatchObject({ ts: own, bot_id: expect.any(String), app_id: expect.any(String) })
    for (const { headers, body } of received) {
      const signed = `v0:${headers['x-slack-request-timestamp']}:${body}`
      const signature = createHmac('sha256', slack.signingSecret).update(signed).digest('hex')
      expect(headers['x-slack-signature']).toBe(`v0=${signature}`)
    }
  })

  it('repeats what is not acknowledged, and loses, repeats and reorders what it is told to', async () => {
    let refusals = 2
    const received = await startReceiver(() => (refusals-- > 0 ? 500 : 200))
    const channel = slack.channel('deliveries', { isPrivate: true })
    slack.post(channel, ada, 'one')
    await slack.settled()
    expect(received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2'])
    expect(received[2]?.headers['x-slack-retry-reason']).toBe('http_error')
    expect(new Set(received.map(({ eventId }) => eventId)).size).toBe(1)

    received.length = 0
    const { events } = slack.faults
    const settledPost = async (text: string) => {
      slack.post(channel, ada, text)
      if (text !== 'three') await slack.settled()
    }
    events.next({ kind: 'drop' }, { of: 'message' })
    await settledPost('two')
    events.next({ kind: 'reorder' })
    await settledPost('three')
    await settledPost('four')
    events.next({ kind: 'repeat' })
    await settledPost('five')
    events.next({ kind: 'delay', ms: 1 })
    await settledPost('six')
    expect(received.map(({ event }) => event.text).sort()).toEqual(['five', 'five', 'four', 'six', 'three'])
    slack.uninstall()
    await slack.settled()
    expect(received.at(-1)?.event).toEqual({ type: 'app_uninstalled' })
    await expect(app.auth.test()).rejects.toMatchObject({ data: { error: 'account_inactive' } })
  })
})
