import { listAuditLog } from '@parley/contracts/audit/audit-log'
import { leaveChannel, listChannels } from '@parley/contracts/channels/channels'
import {
  addChannelMembers,
  deleteChannel,
  updateChannel,
  updateChannelMember,
} from '@parley/contracts/channels/managing'
import {
  connectPlatform,
  disconnectPlatform,
  listConnections,
  testConnection,
  updateConnectionConfig,
} from '@parley/contracts/connections/connections'
import { connectionStatus } from '@parley/contracts/connections/events'
import { importHistory } from '@parley/contracts/connections/history'
import {
  confirmAccountLink,
  linkLimits,
  listLinkedAccounts,
  startAccountLink,
  unlinkAccount,
} from '@parley/contracts/connections/linked-accounts'
import { finishPlatformOAuth, returnFromPlatform, startPlatformOAuth } from '@parley/contracts/connections/oauth'
import { title } from '@parley/contracts/endpoint'
import type { EventOf } from '@parley/contracts/event'
import { updateWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { getImport, startImport } from '@parley/contracts/imports/imports'
import { deleteMessage, editMessage } from '@parley/contracts/messages/changes'
import { uploadFiles } from '@parley/contracts/messages/files'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { captureLogs, placesOf } from '@parley/testing/copies'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { startDiscord } from '@parley/testing/platforms/discord'
import { startSlack } from '@parley/testing/platforms/slack'
import { startTeams } from '@parley/testing/platforms/teams'
import { startTelegram } from '@parley/testing/platforms/telegram'
import { exhaustTries, rewindSending, storedLinks } from '@parley/testing/rows/integrations'
import { slackExport } from '@parley/testing/slack-export'
import { describe, expect, it, vi } from 'vitest'
import { bootBridged, channelNamed, textsIn } from './bridged-scene.ts'

const logs = captureLogs()
const slack = await startSlack({ retryAfterMs: [0, 50, 50] })
const discord = await startDiscord({ heartbeatIntervalMs: 400 })
const telegram = await startTelegram({ retryAfterMs: 50 })
const teams = await startTeams({ retryAfterMs: [50, 50] })
const { platform, publicUrl } = await bootBridged(
  { slack, discord, telegram, teams },
  {
    ...{ DISCORD_CLIENT_ID: discord.clientId, DISCORD_CLIENT_SECRET: discord.clientSecret },
    ...{ DISCORD_BOT_TOKEN: discord.botToken, COMPARE_EVERY_MS: '1000' },
  },
)
const patient = { timeout: 50_000, interval: 50 }

const channelIdNamed = async (person: Person, wanted: string) => (await channelNamed(person, wanted)).id

/** What is reacted with to each text, where anything is. */
const reactionsIn = async (person: Person, channelId: string): Promise<Map<string, string>> => {
  const { data } = await person.call(listMessages, { channel_id: channelId, after_seq: 0, limit: 100 })
  return new Map(
    data.flatMap((message) =>
      'content' in message && message.reactions.length > 0
        ? [[message.content, message.reactions.map(({ emoji }) => emoji).join()] as const]
        : [],
    ),
  )
}

describe('a Slack workspace that is bridged', () => {
  it('has what is written on either side once, in spite of limits, lost answers, repeated and reordered events', async () => {
    const zoe = slack.person('zoe')
    const remote = slack.channel('bridged')
    const ada = await newcomer(platform, 'ada')
    const { botToken, signingSecret } = slack
    const config = { ingestMessages: true, selectedChannels: ['bridged'], credentials: { botToken, signingSecret } }
    const { eventsUrl, connectionTest } = await ada.call(connectPlatform, { platform: 'slack', config })
    expect(connectionTest).toMatchObject({ success: true })
    const channelId = await channelIdNamed(ada, 'bridged')
    await slack.subscribe(new URL(new URL(eventsUrl).pathname, platform.url).href)

    const { calls, events } = slack.faults
    calls.byChance(11, [
      [0.1, { kind: 'rate limit', retryAfterS: 0 }],
      [0.05, { kind: 'status', status: 503 }],
      [0.05, { kind: 'lost answer' }],
    ])
    events.byChance(12, [
      [0.15, { kind: 'repeat' }],
      [0.1, { kind: 'reorder' }],
    ])
    const root = slack.post(remote, zoe, 'there 0')
    for (let i = 1; i < 8; i++) {
      const ts = slack.post(remote, zoe, `there ${i}`, i % 3 === 0 ? { thread: root } : {})
      if (i === 2) slack.edit(remote, ts, 'there 2, edited')
      if (i === 4) slack.remove(remote, ts)
      const { data } = await ada.call(postMessage, { channel_id: channelId, content: `here ${i}` })
      if (i === 1) await ada.call(editMessage, { id: data.id, content: 'here 1, edited' })
      if (i === 5) await ada.call(deleteMessage, { id: data.id })
    }
    const there = () => slack.messages(remote).map(({ text }) => text)
    const here = () => textsIn(ada, channelId)
    const expected = [
      ...['there 0', 'there 1', 'there 2, edited', 'there 3', 'there 5', 'there 6', 'there 7'],
      ...['here 1, edited', 'here 2', 'here 3', 'here 4', 'here 6', 'here 7'],
    ].sort()
    await vi.waitUntil(async () => {
      await slack.settled()
      const both = [there(), await here()].map((texts) => texts.sort().join('\n'))
      return both.every((texts) => texts === expected.join('\n'))
    }, patient)
    calls.clear()
    await vi.waitUntil(async () => (await ada.call(listConnections)).connected[0]?.status === 'connected', patient)
    const own = slack.messages(remote).filter(({ bot }) => bot)
    expect(own.every(({ bot }) => bot?.username === 'ada')).toBe(true)
  })

  it('has what Slack did not deliver, and is degraded while it delivers nothing', async () => {
    slack.faults.events.clear()
    const zoe = slack.person('zoe-two')
    const remote = slack.channel('silent')
    const ada = await newcomer(platform, 'ada-two')
    const socket = await ada.socket()
    const { botToken, signingSecret } = slack
    const config = { ingestMessages: true, selectedChannels: ['silent'], credentials: { botToken, signingSecret } }
    const { eventsUrl } = await ada.call(connectPlatform, { platform: 'slack', config })
    const channelId = await channelIdNamed(ada, 'silent')
    await slack.subscribe(new URL(new URL(eventsUrl).pathname, platform.url).href)
    const older = slack.post(remote, zoe, 'older')
    await vi.waitUntil(async () => (await textsIn(ada, channelId)).length === 1, patient)
    const [edited, removed] = [slack.post(remote, zoe, 'draft'), slack.post(remote, zoe, 'by mistake')]
    const here = await vi.waitUntil(async () => {
      const { data } = await ada.call(listMessages, { channel_id: channelId, after_seq: 0, limit: 100 })
      return data.length === 3 && data
    }, patient)
    slack.faults.events.byChance(1, [[1, { kind: 'drop' }]])
    slack.post(remote, zoe, 'a late reply', { thread: older })
    slack.edit(remote, edited, 'final')
    slack.react(remote, zoe, edited, 'tada')
    const unavailable = { kind: 'status', status: 503 } as const
    slack.faults.calls.next(unavailable, { of: 'chat.postMessage', times: Number.POSITIVE_INFINITY })
    const answered = here.find((message) => 'content' in message && message.content === 'by mistake')!
    const answer = { channel_id: channelId, content: 'an answer to it', parent_message_id: answered.id }
    await ada.call(postMessage, answer)
    slack.remove(remote, removed)
    slack.faults.calls.clear()
    const root = slack.post(remote, zoe, 'never delivered')
    slack.post(remote, zoe, 'nor this', { thread: root })
    let posted = 0
    await vi.waitUntil(
      async () => {
        slack.post(remote, zoe, `more ${++posted}`)
        return socket.all(connectionStatus).some(({ data }) => data.status === 'degraded' && data.missing! > 0)
      },
      { timeout: 50_000, interval: 400 },
    )
    slack.faults.events.clear()
    const isRepaired = ({ data }: EventOf<typeof connectionStatus>) => data.status === 'connected' && data.missing === 0
    await vi.waitUntil(() => isRepaired(socket.all(connectionStatus).at(-1)!), patient)
    const expected = [
      'older',
      'a late reply',
      'final',
      'never delivered',
      'nor this',
      'an answer to it',
      ...Array.from({ length: posted }, (_, i) => `more ${i + 1}`),
    ]
    await vi.waitUntil(async () => (await textsIn(ada, channelId)).length === expected.length, patient)
    expect((await textsIn(ada, channelId)).sort()).toEqual(expected.sort())
    await vi.waitUntil(async () => (await reactionsIn(ada, channelId)).get('final') === '🎉', patient)
    expect(slack.messages(remote).filter(({ text }) => text === 'an answer to it')).toMatchObject([
      { threadTs: undefined },
    ])
  })

  it('looks at each channel in its turn where Slack limits how often it is asked', async () => {
    slack.faults.events.clear()
    const wanted = [slack.channel('first-turn'), slack.channel('second-turn')]
    slack.faults.calls.next(
      { kind: 'rate limit', retryAfterS: 1 },
      { of: 'conversations.history', times: Number.POSITIVE_INFINITY },
    )
    const ada = await newcomer(platform, 'ada-limited')
    const { botToken, signingSecret } = slack
    const selectedChannels = ['first-turn', 'second-turn']
    await ada.call(connectPlatform, {
      platform: 'slack',
      config: { ingestMessages: true, selectedChannels, credentials: { botToken, signingSecret } },
    })
    await vi.waitUntil(() => {
      const asked = slack.calls.filter(({ method }) => method === 'conversations.history')
      return wanted.every((id) => asked.some(({ args }) => args.channel === id))
    }, patient)
    expect((await ada.call(listConnections)).connected[0]).toMatchObject({ status: 'connected', lastError: null })
    slack.faults.calls.clear()
  })

  it('sends again what Slack has acknowledged and lost, once, and is degraded while it keeps nothing', async () => {
    slack.faults.events.clear()
    const remote = slack.channel('forgetful')
    const ada = await newcomer(platform, 'ada-five')
    const socket = await ada.socket()
    const { botToken, signingSecret } = slack
    const config = { selectedChannels: ['forgetful'], credentials: { botToken, signingSecret } }
    await ada.call(connectPlatform, { platform: 'slack', config })
    const channelId = await channelIdNamed(ada, 'forgetful')
    await ada.call(postMessage, { channel_id: channelId, content: 'kept' })
    await vi.waitUntil(() => slack.messages(remote).length === 1, patient)
    slack.faults.calls.next({ kind: 'lost message' }, { of: 'chat.postMessage', times: Number.POSITIVE_INFINITY })
    for (const content of ['one', 'two', 'three']) await ada.call(postMessage, { channel_id: channelId, content })
    await socket.next(connectionStatus, ({ data }) => data.status === 'degraded' && data.missing === 3)
    slack.faults.calls.clear()
    await vi.waitUntil(() => slack.messages(remote).length >= 4, patient)
    await vi.waitUntil(async () => {
      const [connection] = (await ada.call(listConnections)).connected
      return connection!.status === 'connected' && connection!.health.missing === 0
    }, patient)
    const texts = slack.messages(remote).map(({ text }) => text)
    expect(texts.sort()).toEqual(['kept', 'one', 'three', 'two'])
  })

  it('is joined where it is selected, and carries files both ways', async () => {
    slack.faults.events.clear()
    const zoe = slack.person('zoe-three')
    const remote = slack.channel('papers', { withoutApp: true })
    const ada = await newcomer(platform, 'ada-four')
    const { botToken, signingSecret } = slack
    const config = { ingestMessages: true, selectedChannels: ['papers'], credentials: { botToken, signingSecret } }
    const { eventsUrl } = await ada.call(connectPlatform, { platform: 'slack', config })
    const channelId = await channelIdNamed(ada, 'papers')
    await slack.subscribe(new URL(new URL(eventsUrl).pathname, platform.url).href)
    slack.upload(remote, zoe, { name: 'plan.txt', bytes: Buffer.from('the plan') }, { text: 'look' })
    const attachment = await vi.waitUntil(async () => {
      const { data } = await ada.call(listMessages, { channel_id: channelId })
      return data.flatMap((message) => ('content' in message ? (message.attachments ?? []) : []))[0]
    }, patient)
    expect(attachment).toMatchObject({ name: 'plan.txt', size: 8 })
    const { pathname, search } = new URL(attachment.url)
    expect(await (await fetch(`${platform.url}${pathname}${search}`)).text()).toBe('the plan')
    const files = [new File(['an answer'], 'answer.txt')]
    const uploaded = await ada.call(uploadFiles, { files, conversation_id: channelId })
    const attachments = uploaded.data.files.map(({ id }) => ({ id }))
    await ada.call(postMessage, { channel_id: channelId, content: 'here it is', attachments })
    await vi.waitUntil(
      () => slack.messages(remote).some((message) => message.files.some(({ name }) => name === 'answer.txt')),
      patient,
    )
    // A file that cannot be had in the end costs no message.
    slack.faults.calls.next({ kind: 'status', status: 503 }, { of: 'download', times: Number.POSITIVE_INFINITY })
    slack.upload(remote, zoe, { name: 'lost.txt', bytes: Buffer.from('lost') }, { text: 'with a file' })
    await vi.waitUntil(() => exhaustTries(platform.database, ada.workspaceId), patient)
    slack.post(remote, zoe, 'behind it')
    await vi.waitUntil(async () => (await textsIn(ada, channelId)).includes('behind it'), patient)
    expect(await textsIn(ada, channelId)).toContain('with a file\n📎 lost.txt')
    slack.faults.calls.clear()
  })
})

describe('what cannot go out', () => {
  it('stops nothing behind it: files go by their names, the rest is left out as a whole and counted', async () => {
    slack.faults.events.clear()
    const remote = slack.channel('closed', { isPrivate: true })
    const ada = await newcomer(platform, 'ada-closed')
    const bob = await colleague(platform, ada, 'bob-closed')
    const { botToken, signingSecret } = slack
    const config = { selectedChannels: ['closed'], credentials: { botToken, signingSecret } }
    await ada.call(connectPlatform, { platform: 'slack', config })
    const channelId = await channelIdNamed(ada, 'closed')
    await ada.call(addChannelMembers, { id: channelId, user_ids: [bob.userId] })
    const there = () =>
      slack
        .messages(remote)
        .toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
        .map(({ text, files }) => [text, ...files.map(({ name }) => name)].filter(Boolean).join(' | '))
    const says = (...expected: string[]) => vi.waitUntil(() => there().join() === expected.join(), patient)
    const post = async (content: string, ...names: string[]) => {
      const files = names.map((name) => new File([`in ${name}`], name))
      const uploaded = await bob.call(uploadFiles, { files, conversation_id: channelId })
      const attachments = uploaded.data.files.map(({ id }) => ({ id }))
      return (await bob.call(postMessage, { channel_id: channelId, content, attachments })).data
    }

    slack.faults.calls.next({ kind: 'status', status: 413 }, { of: 'upload' })
    const first = await post('two', 'large.txt', 'small.txt')
    await says('two\n📎 large.txt', 'small.txt')
    await bob.call(editMessage, { id: first.id, content: 'edited' })
    await says('edited\n📎 large.txt', 'small.txt')
    // Whoever connected it need not stay.
    await ada.call(updateChannelMember, { id: channelId, userId: bob.userId, role: 'admin' })
    await ada.call(leaveChannel, { id: channelId })
    const second = await post('after she left', 'plan.txt')
    await says('edited\n📎 large.txt', 'small.txt', 'after she left', 'plan.txt')

    // The second of its parts is refused.
    slack.faults.calls.next({ kind: 'status', status: 400 }, { of: 'chat.postMessage', after: 1 })
    const long = Array.from({ length: 60 }, (_, i) => `${i} ${'x'.repeat(100)}`).join('\n')
    await bob.call(postMessage, { channel_id: channelId, content: long })
    await bob.call(postMessage, { channel_id: channelId, content: 'the next' })
    await says('edited\n📎 large.txt', 'small.txt', 'after she left', 'plan.txt', 'the next')
    await rewindSending(platform.database, channelId, 2)
    await bob.call(deleteMessage, { id: second.id })
    await says('edited\n📎 large.txt', 'small.txt', 'the next')
    expect((await ada.call(listConnections)).connected[0]!.health).toMatchObject({ leftOut: 1 })
  })
})

describe('a long message with a file', () => {
  it('is sent as a whole, once, whatever is lost on the way, and edited and deleted as one', async () => {
    slack.faults.events.clear()
    const zoe = slack.person('zoe-long')
    const remote = slack.channel('long')
    const ada = await newcomer(platform, 'ada-long')
    const { botToken, signingSecret } = slack
    const config = { ingestMessages: true, selectedChannels: ['long'], credentials: { botToken, signingSecret } }
    const { eventsUrl } = await ada.call(connectPlatform, { platform: 'slack', config })
    const channelId = await channelIdNamed(ada, 'long')
    await slack.subscribe(new URL(new URL(eventsUrl).pathname, platform.url).href)
    const long = (word: string) => Array.from({ length: 100 }, (_, i) => `${word} ${i} ${'x'.repeat(100)}`).join('\n')
    const there = () => slack.messages(remote).toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
    const isThere = (content: string, parts: number) =>
      vi.waitUntil(() => {
        const texts = there().filter(({ files }) => files.length === 0)
        const shown = there().flatMap(({ files }) => files.map(({ name }) => name))
        return (
          texts.length === parts && texts.map(({ text }) => text).join('\n') === content && shown.join() === 'a.txt'
        )
      }, patient)
    const isMapped = async (id: string) => {
      const links = (await storedLinks(platform.database, ada.workspaceId)).filter(
        ({ message_id }) => message_id === id,
      )
      expect(links.map(({ remote_id }) => remote_id).sort()).toEqual(there().map(({ ts }) => ts))
    }

    const { data: uploads } = await ada.call(uploadFiles, {
      files: [new File(['a file'], 'a.txt')],
      conversation_id: channelId,
    })
    // The second part arrives, and its answer does not; then the file does not arrive; then it does, and its answer does not.
    slack.faults.calls.next({ kind: 'lost answer' }, { of: 'chat.postMessage', after: 1 })
    slack.faults.calls.next({ kind: 'status', status: 503 }, { of: 'files.completeUploadExternal' })
    slack.faults.calls.next({ kind: 'lost answer' }, { of: 'files.completeUploadExternal' })
    const attachments = uploads.files.map(({ id }) => ({ id }))
    const { data } = await ada.call(postMessage, { channel_id: channelId, content: long('first'), attachments })
    await isThere(long('first'), 3)
    expect(slack.calls.filter(({ method }) => method === 'files.completeUploadExternal').length).toBeGreaterThan(1)
    await vi.waitFor(() => isMapped(data.id), patient)
    await ada.call(editMessage, { id: data.id, content: 'short' })
    await isThere('short', 1)
    // Both parts that the edit adds arrive, and neither's answer does.
    slack.faults.calls.next({ kind: 'lost answer' }, { of: 'chat.postMessage' })
    slack.faults.calls.next({ kind: 'lost answer' }, { of: 'chat.postMessage', after: 1 })
    await ada.call(editMessage, { id: data.id, content: long('second') })
    await isThere(long('second'), 3)
    await vi.waitFor(() => isMapped(data.id), patient)
    await ada.call(deleteMessage, { id: data.id })
    await vi.waitUntil(() => there().length === 0, patient)

    const file = { name: 'b.txt', bytes: Buffer.from('another') }
    const ts = slack.upload(remote, zoe, file, { text: long('third') })
    const here = async () => {
      const { data: messages } = await ada.call(listMessages, { channel_id: channelId })
      return messages.flatMap((message) =>
        'content' in message
          ? [[message.content, ...(message.attachments ?? []).map(({ name }) => name)].join('|')]
          : [],
      )
    }
    const isHere = (...expected: string[]) =>
      vi.waitUntil(async () => (await here()).join() === expected.join(), patient)
    await isHere(`${long('third')}|b.txt`)
    slack.edit(remote, ts, 'shorter')
    await isHere('shorter|b.txt')
    slack.remove(remote, ts)
    await isHere()
  })
})

describe(title(finishPlatformOAuth), () => {
  /** Follows the URL that a platform has sent a browser back to; what the console is given. */
  const follow = async (url: string): Promise<Record<string, string>> => {
    const { pathname, search } = new URL(url)
    const answer = await fetch(`${platform.url}${pathname}${search}`, { redirect: 'manual' })
    expect(answer.status).toBe(303)
    const { origin, pathname: page, searchParams } = new URL(answer.headers.get('location')!)
    return { page: origin + page, ...Object.fromEntries(searchParams) }
  }
  const begin = async (person: Person, of: 'slack' | 'discord', returnTo = '/app/connections') =>
    (await person.call(startPlatformOAuth, { platform: of, returnTo })).url

  it.each([['slack', slack] as const, ['discord', discord] as const])(
    'connects %s, and repairs its connection, once',
    async (of, double) => {
      const ada = await newcomer(platform, `ada-${of}-oauth`)
      const { available } = await ada.call(listConnections)
      expect(available.find((each) => each.platform === of)).toMatchObject({ oauth: 'available' })
      const { page, oauth, state, code } = await follow(double.authorize(await begin(ada, of)))
      expect({ page, oauth }).toEqual({ page: new URL('/app/connections', publicUrl).href, oauth: of })
      const given = { platform: of, state: state!, code: code! }
      expect(await ada.call(finishPlatformOAuth, given)).toMatchObject({
        status: 'connected',
        connectionTest: { success: true },
      })
      const [connection] = (await ada.call(listConnections)).connected
      expect(connection).toMatchObject({ platform: of, status: 'connected' })
      expect((await ada.answerTo(finishPlatformOAuth, given)).status).toBe(404)
      const again = await follow(double.authorize(await begin(ada, of)))
      await ada.call(finishPlatformOAuth, { platform: of, state: again.state!, code: again.code! })
      expect((await ada.call(listConnections)).connected).toMatchObject([{ id: connection!.id, status: 'connected' }])
      const revoked = () =>
        of === 'slack'
          ? slack.calls.filter(({ method }) => method === 'auth.revoke').length
          : discord.calls.filter(({ endpoint }) => endpoint === 'DELETE /users/@me/guilds/:guild').length
      const before = revoked()
      await ada.call(disconnectPlatform, { platform: of })
      expect(revoked() - before).toBe(1)
      discord.addBot()
    },
  )

  it('renews tokens that end before they do, each by the one that it gave', async () => {
    const ada = await newcomer(platform, 'ada-rotation')
    slack.rotateTokens(2)
    const { state, code } = await follow(slack.authorize(await begin(ada, 'slack')))
    await ada.call(finishPlatformOAuth, { platform: 'slack', state: state!, code: code! })
    const renewals = () => slack.calls.filter(({ args }) => args.grant_type === 'refresh_token')
    await vi.waitUntil(() => renewals().length >= 3, patient)
    const used = renewals().map(({ args }) => args.refresh_token)
    expect(new Set(used).size).toBe(used.length)
    expect(await ada.call(testConnection, { platform: 'slack' })).toMatchObject({ success: true })
    slack.rotateTokens(undefined)
    expect((await ada.call(listConnections)).connected).toMatchObject([{ platform: 'slack', status: 'connected' }])
    await ada.call(disconnectPlatform, { platform: 'slack' })
  })

  it('takes nothing that is forged, denied, of another platform or person, begun anew, or of who may not any more', async () => {
    const ada = await newcomer(platform, 'ada-oauth')
    const cara = await colleague(platform, ada, 'cara-oauth', { role: 'admin' })
    const first = await follow(slack.authorize(await begin(cara, 'slack')))
    const { state, code } = await follow(slack.authorize(await begin(cara, 'slack')))
    const good = { platform: 'slack' as const, state: state!, code: code! }
    const statusOf = async (person: Person, given: Partial<typeof good>) =>
      (await person.answerTo(finishPlatformOAuth, { ...good, ...given })).status
    expect(await statusOf(cara, { state: first.state! })).toBe(404)
    expect(await statusOf(cara, { state: 'f'.repeat(32) })).toBe(404)
    expect((await cara.answerTo(finishPlatformOAuth, { ...good, platform: 'discord' })).status).toBe(404)
    // Whoever sends others to Slack gets nothing that they allow there.
    expect(await statusOf(ada, {})).toBe(404)
    expect(await statusOf(await newcomer(platform, 'eve-oauth'), {})).toBe(404)
    expect(await cara.call(finishPlatformOAuth, { ...good, code: 'forged' })).toMatchObject({
      status: null,
      connectionTest: { success: false },
    })
    const [failed] = (await ada.call(listAuditLog, { action: 'connection.installation_failed' })).data
    expect(failed).toMatchObject({ actor: { user_id: cara.userId }, target: { type: 'connection', id: 'slack' } })
    await ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: cara.userId, role: 'member' })
    expect(await statusOf(cara, {})).toBe(403)
    expect((await ada.call(listConnections)).connected).toEqual([])
    expect(await ada.answerTo(startPlatformOAuth, { platform: 'telegram' })).toMatchObject({ status: 409 })
  })

  it(`${title(returnFromPlatform)} says that it was denied, or is nothing that was begun`, async () => {
    const ada = await newcomer(platform, 'ada-denied')
    const back = new URL(slack.authorize(await begin(ada, 'slack')))
    back.searchParams.delete('code')
    expect(await follow(back.href)).toMatchObject({ oauth: 'slack', error: 'denied' })
    back.searchParams.set('state', 'f'.repeat(32))
    expect(await follow(back.href)).toMatchObject({ page: new URL('/app', publicUrl).href, error: 'expired' })
  })
})

describe('an author on a platform', () => {
  it('takes back one message, or all that they have written, and stays out of bridge and imports until they opt in', {
    timeout: 120_000,
  }, async () => {
    slack.faults.events.clear()
    const [zoe, yan] = [slack.person('zoe-out'), slack.person('yan-out')]
    const remote = slack.channel('consent')
    const ada = await newcomer(platform, 'ada-consent')
    const { botToken, signingSecret } = slack
    const config = { ingestMessages: true, selectedChannels: ['consent'], credentials: { botToken, signingSecret } }
    const { eventsUrl } = await ada.call(connectPlatform, { platform: 'slack', config })
    const channelId = await channelIdNamed(ada, 'consent')
    await slack.subscribe(new URL(new URL(eventsUrl).pathname, platform.url).href)
    const isHere = (...texts: string[]) =>
      vi.waitUntil(async () => (await textsIn(ada, channelId)).sort().join() === texts.sort().join(), patient)
    const withdrawn = slack.post(remote, zoe, 'never mind')
    slack.post(remote, zoe, 'still mine')
    slack.post(remote, yan, 'of another')
    await isHere('never mind', 'still mine', 'of another')
    slack.react(remote, yan, withdrawn, 'no_entry_sign')
    slack.react(remote, zoe, withdrawn, 'no_entry_sign')
    await isHere('still mine', 'of another')

    const ts = (second: number) => `${1_700_000_000 + second}.000100`
    const archiveOf = (channel: string, profile: { email?: string }) =>
      slackExport({
        users: [zoe, yan].map((id) => ({ id, name: id, profile })),
        channels: [{ id: `C-${channel}`, name: channel }],
        messages: { [channel]: [zoe, yan].map((user, i) => ({ ts: ts(i), user, text: `long ago, ${i}` })) },
      })
    await ada.call(startImport, { id: ada.workspaceId, archive: [archiveOf('older', {})] })
    const olderId = await channelIdNamed(ada, 'older')
    const older = (...texts: string[]) =>
      vi.waitUntil(async () => (await textsIn(ada, olderId)).sort().join() === texts.join(), patient)
    await older('long ago, 0', 'long ago, 1')

    slack.post(remote, zoe, ' Parley: opt out')
    await isHere('of another')
    await older('long ago, 1')
    const confirmed = () => slack.calls.filter(({ args }) => /“parley: opt in”/.test(String(args.text))).length
    await vi.waitUntil(() => confirmed() === 1, patient)
    const since = new Date().toISOString()
    slack.post(remote, zoe, 'among us')
    slack.post(remote, yan, 'for all')
    await isHere('of another', 'for all')
    await vi.waitUntil(async () => {
      const { health } = (await ada.call(listConnections)).connected[0]!
      return health.comparedAt! > since && health.missing === 0
    }, patient)
    const { jobId } = await ada.call(importHistory, { platform: 'slack' })
    const ended = (importId: string) =>
      vi.waitUntil(async () => {
        const { data } = await ada.call(getImport, { id: ada.workspaceId, importId })
        return data.completed_at === null ? undefined : data.problems.find(({ code }) => code === 'opted_out')?.count
      }, patient)
    expect(await ended(jobId)).toBe(4)
    const archive = archiveOf('old', { email: ada.email })
    const started = await ada.call(startImport, { id: ada.workspaceId, archive: [archive] })
    expect(await ended(started.data.id)).toBe(1)
    await isHere('of another', 'for all')

    slack.post(remote, zoe, 'parley: opt in')
    slack.post(remote, zoe, 'back again')
    await isHere('of another', 'for all', 'back again')
    await vi.waitUntil(async () => (await ada.call(listConnections)).connected[0]?.health.missing === 0, patient)
    expect(confirmed()).toBe(1)
  })
})

describe(title(confirmAccountLink), () => {
  it('makes what an account writes its person’s, and mentions of either the other’s, until it is unlinked', async () => {
    slack.faults.events.clear()
    const [zoe, yan] = [slack.person('zoe-four'), slack.person('yan')]
    const remote = slack.channel('linked')
    const ada = await newcomer(platform, 'ada-six')
    const bob = await colleague(platform, ada, 'bobby')
    const { botToken, signingSecret } = slack
    const credentials = { botToken, signingSecret }
    const config = { ingestMessages: true, autoReply: true, selectedChannels: ['linked'], credentials }
    const { eventsUrl } = await ada.call(connectPlatform, { platform: 'slack', config })
    const channelId = await channelIdNamed(ada, 'linked')
    await slack.subscribe(new URL(new URL(eventsUrl).pathname, platform.url).href)
    const here = async () => {
      const { data } = await ada.call(listMessages, { channel_id: channelId, after_seq: 0, limit: 100 })
      return data.flatMap((message) => ('content' in message ? message : []))
    }
    const named = (content: string) =>
      vi.waitUntil(async () => (await here()).find((message) => message.content.includes(content)), patient)

    // The app stands for the twin that answers where nobody is named.
    slack.post(remote, yan, `<@${slack.botUserId}> when?`)
    expect(await named('when?')).toMatchObject({ content: '@lvng when?' })
    expect(await bob.call(startAccountLink, { platform: 'slack', handle: '@zoe-four' })).toMatchObject({
      foreignId: zoe,
    })
    const [code = ''] = /\d{8}/.exec(
      String(slack.calls.findLast(({ args }) => /code/.test(String(args.text)))?.args.text),
    )!
    expect([
      (await bob.answerTo(confirmAccountLink, { platform: 'slack', code: String(Number(code) + 1).padStart(8, '0') }))
        .status,
      (await ada.answerTo(confirmAccountLink, { platform: 'slack', code })).status,
      (await bob.answerTo(startAccountLink, { platform: 'slack', foreignId: slack.botUserId })).status,
    ]).toEqual([400, 400, 409])
    await bob.call(confirmAccountLink, { platform: 'slack', code })
    expect(await bob.answerTo(confirmAccountLink, { platform: 'slack', code })).toMatchObject({ status: 400 })

    const ts = slack.post(remote, zoe, 'by myself')
    expect(await named('by myself')).toMatchObject({ user_id: bob.userId })
    slack.post(remote, yan, `ask <@${zoe}> or <@${yan}>`)
    expect(await named('ask')).toMatchObject({
      user_id: null,
      content: expect.stringMatching(/^ask @bobby or /),
      metadata: { mentions: [expect.objectContaining({ type: 'user', user_id: bob.userId })] },
    })
    await ada.call(postMessage, { channel_id: channelId, content: 'thanks @bobby and @ada-six' })
    await vi.waitUntil(
      () => slack.messages(remote).some(({ text }) => text === `thanks <@${zoe}> and @ada-six`),
      patient,
    )
    slack.edit(remote, ts, 'by myself, edited')
    await named('by myself, edited')
    await bob.call(unlinkAccount, { platform: 'slack' })
    slack.edit(remote, ts, 'by somebody else')
    slack.post(remote, zoe, 'a stranger')
    expect(await named('a stranger')).toMatchObject({ user_id: null, display_name: 'zoe-four' })
    expect((await here()).map(({ content }) => content)).toContain('by myself, edited')
  })

  it('takes five tries of a code, and an account for one person', async () => {
    const zoe = slack.person('zoe-five')
    const ada = await newcomer(platform, 'ada-seven')
    const bob = await colleague(platform, ada, 'bobo')
    const { botToken, signingSecret } = slack
    await ada.call(connectPlatform, { platform: 'slack', config: { credentials: { botToken, signingSecret } } })
    const codeFor = async (person: Person) => {
      await person.call(startAccountLink, { platform: 'slack', foreignId: zoe })
      const sent = slack.calls.findLast(({ args }) => /code/.test(String(args.text)))
      return /\d{8}/.exec(String(sent?.args.text))![0]
    }
    const confirm = async (person: Person, code: string) =>
      (await person.answerTo(confirmAccountLink, { platform: 'slack', code })).status
    const tried = await codeFor(ada)
    for (let i = 0; i < linkLimits.tries; i++) expect(await confirm(ada, 'nonsense')).toBe(400)
    expect(await confirm(ada, tried)).toBe(400)
    expect(await confirm(ada, await codeFor(ada))).toBe(201)
    expect(await confirm(bob, await codeFor(bob))).toBe(409)
    expect(await bob.answerTo(startAccountLink, { platform: 'slack', foreignId: zoe })).toMatchObject({ status: 429 })
    expect((await bob.call(listLinkedAccounts)).linkedAccounts).toEqual([])
    expect((await ada.call(listLinkedAccounts)).linkedAccounts).toMatchObject([{ platform: 'slack', foreignId: zoe }])
  })
})

describe('a Discord server that is bridged', () => {
  it('is listened to, also after its socket was lost, as soon as messages come in', async () => {
    const zoe = discord.person('zoe')
    const remote = discord.channel('lounge')
    const ada = await newcomer(platform, 'ada-three')
    const { botToken, guildId, publicKey } = discord
    const credentials = { botToken, guildId, publicKey }
    const config = { ingestMessages: true, selectedChannels: ['lounge'], credentials }
    const { connectionTest } = await ada.call(connectPlatform, { platform: 'discord', config })
    expect(connectionTest).toMatchObject({ success: true })
    const channelId = await channelIdNamed(ada, 'lounge')
    let posted = 0
    await vi.waitUntil(
      async () => {
        discord.post(remote, zoe, `hello ${++posted}`)
        return (await textsIn(ada, channelId)).length > 0
      },
      { timeout: 50_000, interval: 300 },
    )
    await ada.call(postMessage, { channel_id: channelId, content: 'hello from here' })
    await vi.waitUntil(() => discord.messages(remote).some(({ content }) => content === 'hello from here'), patient)
    discord.gateway.disconnect(1006)
    discord.post(remote, zoe, 'while nobody listened')
    await vi.waitUntil(async () => (await textsIn(ada, channelId)).includes('while nobody listened'), patient)
    const texts = await textsIn(ada, channelId)
    expect(new Set(texts).size).toBe(texts.length)
    discord.faults.events.next({ kind: 'drop' }, { of: 'MESSAGE_REACTION_ADD' })
    const own = discord.messages(remote).find(({ content }) => content === 'hello from here')!
    discord.react(remote, zoe, own.id, '🎉')
    await vi.waitUntil(async () => (await reactionsIn(ada, channelId)).get('hello from here') === '🎉', patient)
  })

  it('pauses while its channel is archived here or has become private there, and goes on in a private one', async () => {
    const zoe = discord.person('zoe-plaza')
    const remote = discord.channel('plaza')
    const ada = await newcomer(platform, 'ada-plaza')
    const socket = await ada.socket()
    const { botToken, guildId } = discord
    const config = { ingestMessages: true, selectedChannels: ['plaza'], credentials: { botToken, guildId } }
    const { identified } = discord.gateway
    await ada.call(connectPlatform, { platform: 'discord', config })
    const channelId = await channelIdNamed(ada, 'plaza')
    await vi.waitUntil(() => discord.gateway.identified > identified, patient)
    const pauseOf = async () =>
      (await ada.call(listConnections)).connected[0]!.channels.find(({ name }) => name === 'plaza')!.paused
    const arrives = (text: string, where: string) =>
      vi.waitUntil(async () => (await textsIn(ada, where)).includes(text), patient)

    await ada.call(updateChannel, { id: channelId, is_archived: true })
    expect(await pauseOf()).toBe('archived')
    discord.post(remote, zoe, 'while it is archived')
    await ada.call(updateChannel, { id: channelId, is_archived: false })
    await arrives('while it is archived', channelId)

    discord.setPrivate(remote, true)
    discord.post(remote, zoe, 'among ourselves')
    await vi.waitUntil(async () => (await pauseOf()) === 'private', patient)
    await vi.waitUntil(
      () =>
        socket.all(connectionStatus).some(({ data }) => data.lastError?.message.includes('plaza is private there now')),
      patient,
    )
    await ada.call(postMessage, { channel_id: channelId, content: 'in public' })
    for (const selectedChannels of [[], ['plaza']])
      await ada.call(updateConnectionConfig, { platform: 'discord', selectedChannels })
    const anew = await channelIdNamed(ada, 'plaza-discord')
    const own = discord.post(remote, zoe, 'goes on')
    await arrives('goes on', anew)
    await ada.call(postMessage, { channel_id: anew, content: 'in private' })
    await vi.waitUntil(() => discord.messages(remote).some(({ content }) => content === 'in private'), patient)
    expect(await textsIn(ada, channelId)).toEqual(['while it is archived', 'in public'])
    expect(discord.messages(remote).map(({ content }) => content)).not.toContain('in public')
    const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
    expect(channels.find(({ id }) => id === anew)).toMatchObject({ is_private: true })

    await ada.call(updateConnectionConfig, { platform: 'discord', ingestMessages: false })
    discord.react(remote, zoe, own, '🚫')
    await vi.waitUntil(async () => !(await textsIn(ada, anew)).includes('goes on'), patient)

    await ada.call(deleteChannel, { id: anew })
    expect(await pauseOf()).toBe('deleted')
    for (const selectedChannels of [[], ['plaza']])
      await ada.call(updateConnectionConfig, { platform: 'discord', selectedChannels, ingestMessages: true })
    const last = await channelIdNamed(ada, 'plaza-discord')
    discord.post(remote, zoe, 'and on')
    await arrives('and on', last)
    expect(last).not.toBe(anew)
  })

  it('has what was edited or deleted here before anybody knew that it had arrived there', async () => {
    const remote = discord.channel('hasty')
    const ada = await newcomer(platform, 'ada-hasty')
    const { botToken, guildId, publicKey } = discord
    const config = { selectedChannels: ['hasty'], credentials: { botToken, guildId, publicKey } }
    await ada.call(connectPlatform, { platform: 'discord', config })
    const channelId = await channelIdNamed(ada, 'hasty')
    const there = () => discord.messages(remote).map(({ content }) => content)
    for (const change of ['edit', 'delete'] as const) {
      discord.faults.calls.next({ kind: 'lost answer' }, { of: 'POST /webhooks/:webhook/:token' })
      discord.faults.calls.next(
        { kind: 'status', status: 503 },
        { of: 'GET /channels/:channel/messages', times: Number.POSITIVE_INFINITY },
      )
      const { data } = await ada.call(postMessage, { channel_id: channelId, content: `to ${change}` })
      await vi.waitUntil(() => there().includes(`to ${change}`), patient)
      if (change === 'edit') await ada.call(editMessage, { id: data.id, content: 'edited' })
      else await ada.call(deleteMessage, { id: data.id })
      discord.faults.calls.clear()
      await vi.waitUntil(() => !there().includes(`to ${change}`), patient)
    }
    expect(there()).toEqual(['edited'])
  })
})

describe('a Telegram group that is bridged', () => {
  it('is found by what is written there, crosses both ways once, and goes on as a supergroup', async () => {
    const zoe = telegram.person('Zoe')
    let chat = telegram.group('Harbour', { type: 'group' })
    const ada = await newcomer(platform, 'ada-telegram')
    const { botToken } = telegram
    const config = { ingestMessages: true, selectedChannels: ['Harbour'], credentials: { botToken } }
    const { connectionTest } = await ada.call(connectPlatform, { platform: 'telegram', config })
    expect(connectionTest).toMatchObject({ success: true })
    telegram.invite(chat)
    const channelId = await channelIdNamed(ada, 'harbour')
    const { calls, events } = telegram.faults
    calls.byChance(21, [
      [0.1, { kind: 'rate limit', retryAfterS: 0 }],
      [0.1, { kind: 'status', status: 503 }],
    ])
    events.byChance(22, [[0.2, { kind: 'repeat' }]])
    const root = telegram.post(chat, zoe, 'there 0')
    telegram.edit(chat, telegram.post(chat, zoe, 'there 1', { replyTo: root }), 'there 1, edited')
    for (let i = 0; i < 4; i++) {
      const { data } = await ada.call(postMessage, { channel_id: channelId, content: `here ${i}` })
      if (i === 2) await ada.call(deleteMessage, { id: data.id })
      if (i === 3) await ada.call(editMessage, { id: data.id, content: 'here 3, edited' })
    }
    const there = () => telegram.messages(chat).map(({ text }) => text)
    const expected = ['here 0', 'here 1', 'here 3, edited', 'there 0', 'there 1, edited']
    await vi.waitUntil(async () => (await textsIn(ada, channelId)).sort().join() === expected.join(), patient)
    await vi.waitUntil(
      () =>
        there()
          .map((text) => text.replace('ada-telegram\n', ''))
          .sort()
          .join() === expected.join(),
      patient,
    )
    calls.clear()
    events.next({ kind: 'reorder' }, { of: 'message' })
    telegram.post(chat, zoe, 'just before')
    chat = telegram.migrate(chat)
    telegram.post(chat, zoe, 'moved')
    const late = ['just before', 'moved']
    await vi.waitUntil(async () => {
      const texts = await textsIn(ada, channelId)
      return late.every((text) => texts.includes(text))
    }, patient)
    calls.next({ kind: 'lost answer' }, { of: 'sendMessage' })
    for (const content of ['once', 'afterwards']) await ada.call(postMessage, { channel_id: channelId, content })
    await vi.waitUntil(() => there().includes('ada-telegram\nafterwards'), patient)
    expect(there()).toEqual(['moved', 'ada-telegram\nonce', 'ada-telegram\nafterwards'])
    await vi.waitUntil(async () => {
      const { connected } = await ada.call(listConnections)
      return connected[0]!.status === 'connected' && connected[0]!.health.unconfirmed === 1
    }, patient)
    const { connected } = await ada.call(listConnections)
    expect(connected[0]!.channels.map(({ name }) => name)).toEqual(['Harbour'])
    // As if the process had died before it had noted how far it was, with messages from before the move among them.
    await rewindSending(platform.database, channelId, 8)
    await ada.call(postMessage, { channel_id: channelId, content: 'at last' })
    await vi.waitUntil(() => there().includes('ada-telegram\nat last'), patient)
    expect(there()).toEqual(['moved', 'ada-telegram\nonce', 'ada-telegram\nafterwards', 'ada-telegram\nat last'])
    const webhookDeletions = () => telegram.calls.filter(({ method }) => method === 'deleteWebhook').length
    const before = webhookDeletions()
    await ada.call(disconnectPlatform, { platform: 'telegram' })
    expect(webhookDeletions()).toBe(before + 1)
  })
})

describe('a Telegram group or channel with a public name', () => {
  it('is public here, and nothing goes out to it from a channel that was private before it had its name', async () => {
    const zoe = telegram.person('Zoe Public')
    const news = telegram.group('Bulletin', { type: 'channel', username: 'bulletin_chat' })
    const market = telegram.group('Market')
    const ada = await newcomer(platform, 'ada-public-names')
    const { botToken } = telegram
    const config = { ingestMessages: true, selectedChannels: ['Bulletin', 'Market'], credentials: { botToken } }
    await ada.call(connectPlatform, { platform: 'telegram', config })
    for (const chat of [news, market]) telegram.invite(chat)
    const [bulletinId, marketId] = [await channelIdNamed(ada, 'bulletin'), await channelIdNamed(ada, 'market')]
    const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
    const isPrivate = (id: string) => channels.find((channel) => channel.id === id)?.is_private
    expect([bulletinId, marketId].map(isPrivate)).toEqual([false, true])

    const there = (chat: number) => telegram.messages(chat).map(({ text }) => text)
    telegram.edit(news, telegram.post(news, zoe, 'a draft'), 'see https://t.me/bulletin_chat/1')
    const text = 'see https://t.me/bulletin_chat/1'
    await vi.waitUntil(async () => (await textsIn(ada, bulletinId)).join() === text, patient)
    await ada.call(postMessage, { channel_id: bulletinId, content: 'an answer' })
    await vi.waitUntil(() => there(news).includes('ada-public-names\nan answer'), patient)

    const pauseOf = async () =>
      (await ada.call(listConnections)).connected[0]!.channels.find(({ name }) => name === 'Market')!.paused
    telegram.publish(market, 'market_chat')
    telegram.post(market, zoe, 'now everybody reads this')
    await vi.waitUntil(async () => (await pauseOf()) === 'public', patient)
    await ada.call(postMessage, { channel_id: marketId, content: 'among ourselves' })
    await ada.call(postMessage, { channel_id: bulletinId, content: 'later' })
    await vi.waitUntil(() => there(news).includes('ada-public-names\nlater'), patient)
    expect(there(market)).toEqual(['now everybody reads this'])
    telegram.publish(market, undefined)
    telegram.post(market, zoe, 'behind a door again')
    await vi.waitUntil(async () => (await pauseOf()) === null, patient)
    await vi.waitUntil(async () => (await textsIn(ada, marketId)).includes('behind a door again'), patient)
    await ada.call(disconnectPlatform, { platform: 'telegram' })
  })
})

describe('a team of Teams that is bridged', () => {
  it('is subscribed to where it is selected, and crosses both ways once, with reactions, whatever fails', async () => {
    const zoe = teams.person('Zoe')
    const remote = teams.channel('Wharf')
    const ada = await newcomer(platform, 'ada-teams')
    const { tenantId, clientId, clientSecret, teamId } = teams
    const credentials = { tenantId, clientId, clientSecret, teamId }
    const config = { ingestMessages: true, selectedChannels: ['Wharf'], credentials }
    const { connectionTest } = await ada.call(connectPlatform, { platform: 'teams', config })
    expect(connectionTest).toMatchObject({ success: true, missingScopes: [] })
    const channelId = await channelIdNamed(ada, 'wharf')
    const did = (endpoint: string) => teams.calls.some((call) => call.endpoint === endpoint)
    await vi.waitUntil(() => did('POST /subscriptions'), patient)
    const { calls, events } = teams.faults
    calls.byChance(31, [
      [0.1, { kind: 'rate limit', retryAfterS: 0 }],
      [0.05, { kind: 'status', status: 503 }],
      [0.05, { kind: 'lost answer' }],
    ])
    events.byChance(32, [
      [0.2, { kind: 'repeat' }],
      [0.1, { kind: 'drop' }],
    ])
    const root = teams.post(remote, zoe, '<p>there 0</p>')
    teams.edit(remote, teams.post(remote, zoe, 'there 1', { replyTo: root }), '<p>there <b>1</b></p>')
    teams.remove(remote, teams.post(remote, zoe, 'there 2'))
    for (let i = 0; i < 4; i++) {
      const { data } = await ada.call(postMessage, { channel_id: channelId, content: `here ${i}` })
      if (i === 2) await ada.call(deleteMessage, { id: data.id })
      if (i === 3) await ada.call(editMessage, { id: data.id, content: 'here 3, edited' })
    }
    const own = () => teams.messages(remote).flatMap(({ user, content }) => (user ? [] : content))
    const written = ['here 0', 'here 1', 'here 3, edited']
    const html = (text: string) => `<p><strong>ada-teams</strong></p>\n<p>${text}</p>`
    await vi.waitUntil(() => own().sort().join() === written.map(html).join(), patient)
    const expected = [...written, 'there **1**', 'there 0']
    await vi.waitUntil(async () => (await textsIn(ada, channelId)).sort().join() === expected.join(), patient)
    calls.clear()
    events.clear()
    teams.react(remote, zoe, root, '👍')
    await vi.waitUntil(async () => (await reactionsIn(ada, channelId)).get('there 0') === '👍', patient)
    teams.unreact(remote, zoe, root, '👍')
    await vi.waitUntil(async () => (await reactionsIn(ada, channelId)).size === 0, patient)
    await ada.call(disconnectPlatform, { platform: 'teams' })
    expect(did('DELETE /subscriptions/:id')).toBe(true)
  })
})

describe('tokens and secrets of platforms', () => {
  it('are nowhere as they are, whatever has happened', async () => {
    const ada = await newcomer(platform, 'ada-secrets')
    const { botToken, signingSecret } = slack
    await ada.call(connectPlatform, { platform: 'slack', config: { credentials: { botToken, signingSecret } } })
    await ada.call(connectPlatform, { platform: 'telegram', config: { credentials: { botToken: telegram.botToken } } })
    const { tenantId, clientId, clientSecret } = teams
    const shown = JSON.stringify([
      await ada.call(listConnections),
      await ada.call(testConnection, { platform: 'slack' }),
      await ada.answerTo(connectPlatform, {
        platform: 'teams',
        config: { credentials: { tenantId, clientId, clientSecret } },
      }),
      (await ada.call(listAuditLog, {})).data,
    ])
    const metrics = await (await fetch(`${platform.urlOf('integrations')}/metrics`)).text()
    const given = slack.calls.flatMap(({ args }) => [args.refresh_token, args.code])
    const grants = given.filter((grant): grant is string => typeof grant === 'string' && grant !== 'forged')
    const secrets = new Set([
      ...[slack.botToken, slack.signingSecret, slack.clientSecret, discord.botToken, discord.clientSecret],
      ...[telegram.botToken, clientSecret, ...grants],
    ])
    expect(metrics).toContain('# HELP')
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(8)
      expect(await placesOf(platform, secret, () => logs() + shown + metrics)).toEqual([])
    }
  })
})
