import { constants, createDecipheriv, createHmac, createPublicKey, privateDecrypt, verify } from 'node:crypto'
import { createSelfSignedCertificate } from '@parley/kit/self-signed-certificate'
import { describe, expect, it } from 'vitest'
import { startServer } from '../../src/json-server.ts'
import { startTeams } from '../../src/platforms/teams.ts'

const teams = await startTeams({ retryAfterMs: [1] })
const ada = teams.person('Ada')
const bob = teams.person('Bob')

async function tokenFor(scope: string): Promise<string> {
  const { tenantId, clientId: client_id, clientSecret: client_secret, loginUrl } = teams
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, scope })
  const answer = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body })
  return ((await answer.json()) as { access_token: string }).access_token
}
const tokens = {
  graph: await tokenFor('https://graph.microsoft.com/.default'),
  bot: await tokenFor('https://api.botframework.com/.default'),
}

interface Answer {
  status: number
  body: Record<string, unknown> & {
    value?: { id: string; body: { content: string } }[]
    id?: string
    error?: { code: string }
  }
}

async function call(api: 'graph' | 'bot', method: string, path: string, body?: object): Promise<Answer> {
  const base = api === 'graph' ? teams.apiUrl : teams.botUrl
  const headers = { authorization: `Bearer ${tokens[api]}`, 'content-type': 'application/json' }
  const url = path.startsWith('http') ? path : base + path
  const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text) : {} }
}
const graph = (method: string, path: string, body?: object) => call('graph', method, path, body)
const bot = (method: string, path: string, body?: object) => call('bot', method, path, body)
const messagesOf = (channel: string) => `/teams/${teams.teamId}/channels/${encodeURIComponent(channel)}/messages`

describe('the double of Microsoft Graph and the Bot Framework', () => {
  it('lists channels, messages in pages, replies and what changed', async () => {
    const channel = teams.channel('General')
    const at = (day: number) => new Date(Date.UTC(2026, 0, day))
    const roots = [1, 2, 3].map((day) => teams.post(channel, ada, `<p>day ${day}</p>`, { at: at(day) }))
    const reply = teams.post(channel, bob, 'reply', { replyTo: roots[0]!, at: at(4) })
    const listed = await graph('GET', `/teams/${teams.teamId}/channels`)
    expect(listed.body.value).toMatchObject([{ id: channel, displayName: 'General', membershipType: 'standard' }])
    const first = await graph('GET', `${messagesOf(channel)}?$top=2`)
    const second = await graph('GET', String(first.body['@odata.nextLink']))
    expect([first, second].map(({ body }) => body.value?.map(({ id }) => id))).toEqual([
      [roots[2], roots[1]],
      [roots[0]],
    ])
    const replies = await graph('GET', `${messagesOf(channel)}/${roots[0]}/replies`)
    expect(replies.body.value).toMatchObject([{ id: reply, replyToId: roots[0], from: { user: { id: bob } } }])
    const whole = await graph('GET', `${messagesOf(channel)}/delta?$top=50`)
    teams.edit(channel, roots[1]!, '<p>changed</p>')
    const changed = await graph('GET', String(whole.body['@odata.deltaLink']))
    expect(changed.body.value).toMatchObject([{ id: roots[1], body: { content: '<p>changed</p>' } }])
    expect((await graph('POST', messagesOf(channel), { body: { content: 'hi' } })).status).toBe(403)
    expect((await graph('GET', '/users/unknown')).status).toBe(404)
  })

  it('takes messages of the bot, in threads too, and their changes', async () => {
    const channel = teams.channel('Bot')
    const activity = { type: 'message', text: '<b>Bob</b>: hello', textFormat: 'xml' }
    const created = await bot('POST', '/v3/conversations', {
      isGroup: true,
      channelData: { channel: { id: channel } },
      activity,
    })
    const { id: conversation, activityId } = created.body
    expect(conversation).toBe(`${channel};messageid=${activityId}`)
    const path = `/v3/conversations/${encodeURIComponent(String(conversation))}/activities`
    const reply = await bot('POST', path, { ...activity, text: 'reply' })
    expect((await bot('PUT', `${path}/${activityId}`, { ...activity, text: 'changed' })).status).toBe(200)
    expect(teams.messages(channel).map(({ content, rootId }) => [content, rootId])).toEqual([
      ['changed', undefined],
      ['reply', activityId],
    ])
    expect((await bot('DELETE', `${path}/${reply.body.id}`)).status).toBe(200)
    expect((await bot('DELETE', `${path}/${reply.body.id}`)).status).toBe(403)
    expect((await bot('POST', path, { ...activity, text: 'a'.repeat(90_000) })).body.error?.code).toBe(
      'MessageSizeTooBig',
    )
    const shown = await graph('GET', messagesOf(channel))
    expect(shown.body.value).toMatchObject([{ from: { application: { applicationIdentityType: 'bot' }, user: null } }])
  })

  it('notifies subscribers of changes, encrypted for them and proven to be its own', async () => {
    const channel = teams.channel('Notified')
    const { certificate, privateKey } = await createSelfSignedCertificate('parley')
    const received: Record<string, unknown>[] = []
    let refusals = 0
    const { url } = await startServer(({ path, body }, response) => {
      const token = new URL(path, 'http://x').searchParams.get('validationToken')
      if (token) return void response.writeHead(200, { 'content-type': 'text/plain' }).end(token)
      received.push(JSON.parse(body))
      response.writeHead(refusals-- > 0 ? 500 : 202).end()
    })
    const subscription = {
      ...{ changeType: 'created,updated,deleted', notificationUrl: url, lifecycleNotificationUrl: `${url}/life` },
      ...{ resource: messagesOf(channel).slice(1), clientState: 'secret', includeResourceData: true },
      ...{ encryptionCertificate: certificate.toString('base64'), encryptionCertificateId: 'c1' },
      expirationDateTime: new Date(Date.now() + 60 * 60_000).toISOString(),
    }
    const tooLong = { ...subscription, expirationDateTime: new Date(Date.now() + 5 * 24 * 3_600_000).toISOString() }
    expect((await graph('POST', '/subscriptions', tooLong)).status).toBe(400)
    const unreachable = { ...subscription, notificationUrl: 'http://127.0.0.1:1/' }
    expect((await graph('POST', '/subscriptions', unreachable)).body.error?.code).toBe('ValidationError')
    const created = await graph('POST', '/subscriptions', subscription)
    expect(created.status).toBe(201)
    const { id } = created.body
    refusals = 1
    const root = teams.post(channel, ada, `<at id="0">Bob</at>`, { mentions: [bob] })
    await teams.settled()
    teams.react(channel, bob, root, '👍')
    await teams.settled()
    teams.post(channel, bob, 'reply', { replyTo: root })
    await teams.settled()
    teams.remove(channel, root)
    await teams.settled()
    const opened = received.map(({ value }) => {
      const [notification] = value as {
        changeType: string
        clientState: string
        encryptedContent: Record<string, string>
      }[]
      const { data, dataKey, dataSignature } = notification!.encryptedContent
      const padding = constants.RSA_PKCS1_OAEP_PADDING
      const key = privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, Buffer.from(dataKey!, 'base64'))
      const bytes = Buffer.from(data!, 'base64')
      expect(createHmac('sha256', key).update(bytes).digest('base64')).toBe(dataSignature)
      const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16))
      const content = JSON.parse(decipher.update(bytes, undefined, 'utf8') + decipher.final('utf8'))
      return [notification!.changeType, content]
    })
    expect(opened).toMatchObject([
      ['created', { id: root, mentions: [{ mentioned: { user: { id: bob } } }] }],
      ['created', { id: root }], // again, since it was not taken
      ['updated', { reactions: [{ reactionType: '👍', user: { user: { id: bob } } }] }],
      ['created', { replyToId: root }],
      ['deleted', { id: root, deletedDateTime: expect.any(String), body: { content: '' } }],
    ])
    const { keys } = (await (await fetch(`${teams.loginUrl}/common/discovery/v2.0/keys`)).json()) as {
      keys: Record<string, string>[]
    }
    const [head, payload, signature] = (received[0]!.validationTokens as string[])[0]!.split('.')
    const key = createPublicKey({ key: keys[0]!, format: 'jwk' })
    expect(verify('RSA-SHA256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature!, 'base64url'))).toBe(
      true,
    )

    expect((await graph('PATCH', `/subscriptions/${id}`, subscription)).status).toBe(200)
    teams.tellOfLife('reauthorizationRequired')
    await teams.settled()
    expect(received.at(-1)).toMatchObject({
      value: [{ subscriptionId: id, lifecycleEvent: 'reauthorizationRequired' }],
    })
    teams.expireSubscriptions()
    expect((await graph('PATCH', `/subscriptions/${id}`, subscription)).status).toBe(404)
  })

  it('refuses as Microsoft does, and fails as it is told to', async () => {
    const channel = teams.channel('Faults')
    teams.faults.calls.next({ kind: 'rate limit', retryAfterS: 4 })
    expect((await graph('GET', messagesOf(channel))).body.error?.code).toBe('TooManyRequests')
    teams.faults.calls.next({ kind: 'lost answer' })
    const activity = { type: 'message', text: 'lost' }
    await expect(
      bot('POST', '/v3/conversations', { channelData: { channel: { id: channel } }, activity }),
    ).rejects.toThrow()
    expect(teams.messages(channel).map(({ content }) => content)).toEqual(['lost'])
    teams.uninstall()
    const gone = await bot('POST', '/v3/conversations', { channelData: { channel: { id: channel } }, activity })
    expect(gone.body.error?.code).toBe('BotNotInConversationRoster')
    teams.consentTo(['Team.ReadBasic.All'])
    tokens.graph = await tokenFor('https://graph.microsoft.com/.default')
    expect((await graph('GET', messagesOf(channel))).status).toBe(403)
    teams.expireTokens()
    expect((await graph('GET', `/teams/${teams.teamId}`)).status).toBe(401)
    teams.expireSecret()
    expect(await tokenFor('https://graph.microsoft.com/.default')).toBeUndefined()
  })
})
