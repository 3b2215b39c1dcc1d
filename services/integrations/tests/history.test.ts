import { listChannels } from '@parley/contracts/channels/channels'
import { connectPlatform, disconnectPlatform, replaceCredentials } from '@parley/contracts/connections/connections'
import {
  cancelHistoryImport,
  getHistoryImport,
  importHistory,
  listHistoryImports,
} from '@parley/contracts/connections/history'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { importProgress } from '@parley/contracts/imports/events'
import { getImport, getImportProof, retryImport } from '@parley/contracts/imports/imports'
import type { Message } from '@parley/contracts/messages/message'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { startDiscord } from '@parley/testing/platforms/discord'
import { slackScopes, startSlack } from '@parley/testing/platforms/slack'
import { removeMessages } from '@parley/testing/rows/messaging'
import { describe, expect, it, vi } from 'vitest'

const slack = await startSlack({ retryAfterMs: [0, 50, 50] })
const discord = await startDiscord()
const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'integrations'],
  serviceEnv: { integrations: { SLACK_API_URL: slack.apiUrl, DISCORD_API_URL: discord.apiUrl } },
})
const patient = { timeout: 50_000, interval: 50 }
const zoe = slack.person('zoe')
let count = 0
const newName = () => `old-${++count}`

/** A minute of 1 May 2024. */
const minute = (minutes: number) => new Date(Date.UTC(2024, 4, 1, 12, minutes))
const said = (channel: string, minutes: number, text: string, more: object = {}) =>
  slack.post(channel, zoe, text, { at: minute(minutes), ...more })

/** An owner of a workspace of their own, who has connected Slack. */
async function connectedToSlack(config: Partial<InputOf<typeof connectPlatform>['config']> = {}) {
  const ada = await newcomer(platform, `ada-${++count}`)
  const botToken = slack.issueToken([...slackScopes])
  const credentials = { botToken, signingSecret: slack.signingSecret }
  const { eventsUrl } = await ada.call(connectPlatform, { platform: 'slack', config: { ...config, credentials } })
  return { ada, botToken, eventsUrl: new URL(new URL(eventsUrl).pathname, platform.url).href }
}
const begin = async (who: Person, input: Partial<InputOf<typeof importHistory>> = {}) =>
  (await who.call(importHistory, { platform: 'slack', ...input })).jobId
const statusOf = (who: Person, jobId: string, of: 'slack' | 'discord' = 'slack') =>
  who.call(getHistoryImport, { platform: of, jobId })
const ended = (who: Person, jobId: string, of: 'slack' | 'discord' = 'slack') =>
  vi.waitUntil(async () => {
    const status = await statusOf(who, jobId, of)
    return status.completedAt !== null && status
  }, patient)
async function channelNamed(who: Person, wanted: string) {
  const { channels } = await who.call(listChannels, { workspace_id: who.workspaceId, limit: 100 })
  return channels.find(({ name }) => name === wanted)
}
const reportOf = async (who: Person, importId: string) =>
  (await who.call(getImport, { id: who.workspaceId, importId })).data
/** What is in the channel of a name, replies and what has come last included. */
async function historyOf(who: Person, wanted: string): Promise<Message[]> {
  const channel = await channelNamed(who, wanted)
  if (!channel) return []
  const { data } = await who.call(listMessages, { channel_id: channel.id, after_seq: 0, limit: 100 })
  return data.flatMap((message) => ('content' in message ? message : []))
}
const textsIn = async (who: Person, name: string) => (await historyOf(who, name)).map(({ content }) => content).sort()

describe(title(importHistory), () => {
  it('brings in messages with authors, times, threads, reactions, edits and files, and the bridge goes on with them', async () => {
    const name = newName()
    const remote = slack.channel(name)
    const root = said(remote, 1, 'the *root*')
    slack.react(remote, zoe, root, 'tada')
    const reply = said(remote, 2, 'a reply', { thread: root })
    const changed = said(remote, 3, 'before')
    slack.edit(remote, changed, 'after')
    const gone = said(remote, 4, 'gone soon')
    slack.upload(remote, zoe, { name: 'plan.txt', bytes: Buffer.from('the plan') }, { text: 'look', at: minute(5) })
    const { ada, eventsUrl } = await connectedToSlack({ ingestMessages: true, selectedChannels: [name] })
    await slack.subscribe(eventsUrl)
    await vi.waitUntil(() => channelNamed(ada, name), patient)
    slack.post(remote, zoe, 'live')
    await vi.waitUntil(async () => (await textsIn(ada, name)).includes('live'), patient)
    const { id: channelId } = (await channelNamed(ada, name))!
    await ada.call(postMessage, { channel_id: channelId, content: 'from here' })
    await vi.waitUntil(() => slack.messages(remote).some(({ text }) => text === 'from here'), patient)

    const jobId = await begin(ada, { channelIds: [`#${name}`] })
    const done = await ended(ada, jobId)
    expect(done).toMatchObject({
      ...{ platform: 'slack', jobId, status: 'completed', progress: 100, messagesImported: 5, totalEstimated: 7 },
      ...{ etaSeconds: null, channels: { total: 1, done: 1, failed: 0 }, error: null, errors: [] },
    })
    expect(await reportOf(ada, jobId)).toMatchObject({
      ...{ kind: 'history', platform: 'slack', archive: null },
      messages: { entries: 7, imported: 5, already_here: 1, left_out: 1 },
      problems: [{ code: 'sent_from_here', count: 1 }],
      proof: { is_equal: true, days: 1, source_messages: 5, stored_messages: 5 },
    })
    const stored = await historyOf(ada, name)
    const byText = new Map(stored.map((message) => [message.content, message]))
    expect([...byText.keys()].sort()).toEqual(
      ['a reply', 'after', 'from here', 'gone soon', 'live', 'look', 'the **root**'].sort(),
    )
    const here = byText.get('the **root**')!
    expect(here).toMatchObject({
      ...{ author_type: 'bridged', platform: 'slack', display_name: 'zoe', arrival: 'imported', reply_count: 1 },
      ...{ created_at: minute(1).toISOString(), reactions: [{ emoji: '🎉', count: 1 }] },
    })
    expect(byText.get('a reply')).toMatchObject({ parent_message_id: here.id })
    expect(byText.get('after')!.edited_at).not.toBeNull()
    expect(byText.get('look')!.attachments).toMatchObject([{ name: 'plan.txt', size: 8 }])

    slack.edit(remote, reply, 'a reply, edited')
    slack.react(remote, zoe, changed, 'tada')
    slack.remove(remote, gone)
    slack.post(remote, zoe, 'one more', { thread: root })
    await vi.waitUntil(async () => {
      const now = await historyOf(ada, name)
      const texts = now.map(({ content }) => content)
      return (
        ['a reply, edited', 'one more'].every((text) => texts.includes(text)) &&
        !texts.includes('gone soon') &&
        now.find(({ content }) => content === 'after')!.reactions.length === 1 &&
        now.find(({ content }) => content === 'one more')!.parent_message_id === here.id
      )
    }, patient)
    // Nothing went back, and nothing comes again.
    expect(slack.messages(remote).filter(({ bot }) => bot)).toHaveLength(1)
    const again = await ended(ada, await begin(ada, { channelIds: [remote] }))
    expect(again).toMatchObject({ status: 'completed', messagesImported: 0 })
    expect(await reportOf(ada, again.jobId)).toMatchObject({ proof: { is_equal: true, source_messages: 4 } })
    expect(await textsIn(ada, name)).toHaveLength(7)
  })

  it('takes what was written since a time and before another, in as many pages as it has', async () => {
    const name = newName()
    const remote = slack.channel(name)
    for (let i = 0; i < 250; i++) said(remote, i, `message ${i}`)
    const { ada } = await connectedToSlack()
    const since = minute(10).toISOString()
    const until = minute(240).toISOString()
    const socket = await ada.socket()
    const jobId = await begin(ada, { channelIds: [name], since, until })
    expect(await ended(ada, jobId)).toMatchObject({ status: 'completed', messagesImported: 230, since, until })
    await socket.next(importProgress, ({ data }) => data.id === jobId && data.progress === 100)
    const rising = socket.all(importProgress).map(({ data }) => data.progress)
    expect(rising).toEqual(rising.toSorted((a, b) => a - b))
    const rest = await ended(ada, await begin(ada, { channelIds: [name] }))
    expect(rest).toMatchObject({ status: 'completed', messagesImported: 20 })
    expect(await reportOf(ada, rest.jobId)).toMatchObject({
      messages: { already_here: 230 },
      proof: { is_equal: true, source_messages: 250, stored_messages: 250 },
    })
  })

  it('takes all channels where none is named, also two at once, and each message once', async () => {
    const { ada } = await connectedToSlack()
    const names = [newName(), newName()]
    for (const name of names) {
      const remote = slack.channel(name)
      for (let i = 0; i < 20; i++) said(remote, i, `${name} ${i}`)
    }
    const jobs = await Promise.all([begin(ada), begin(ada, { channelIds: names })])
    const both = await Promise.all(jobs.map((job) => ended(ada, job)))
    expect(both.map(({ status, errors }) => ({ status, errors }))).toEqual(
      jobs.map(() => ({ status: 'completed', errors: [] })),
    )
    for (const name of names) expect(await textsIn(ada, name)).toHaveLength(20)
    for (const job of jobs) expect((await reportOf(ada, job)).proof).toMatchObject({ is_equal: true })
    const { jobs: listed } = await ada.call(listHistoryImports, { platform: 'slack', limit: 1 })
    expect(listed.map(({ jobId }) => jobId)).toEqual([jobs.toSorted().at(-1)])
    const next = await ada.call(listHistoryImports, { platform: 'slack', before: listed[0]!.jobId })
    expect(next.jobs.map(({ jobId }) => jobId)).toEqual([jobs.toSorted()[0]])
  })

  it('waits as long as the platform wants, says how long it takes, and goes on without the channels that fail', async () => {
    const name = newName()
    const remote = slack.channel(name, { at: minute(0) })
    for (let i = 0; i < 205; i++) said(remote, i, `message ${i}`)
    const secret = slack.channel(newName(), { isPrivate: true })
    said(secret, 1, 'psst')
    const { ada } = await connectedToSlack()
    slack.faults.calls.next({ kind: 'rate limit', retryAfterS: 3_600 }, { of: 'conversations.history', after: 1 })
    const jobId = await begin(ada, { channelIds: [name], since: '2024-05-01' })
    const waiting = await vi.waitUntil(async () => {
      const status = await statusOf(ada, jobId)
      return status.messagesImported === 200 && status
    }, patient)
    expect(waiting).toMatchObject({ status: 'in_progress', progress: expect.any(Number) })
    expect(waiting.etaSeconds).not.toBeNull()
    expect(waiting.totalEstimated).toBeGreaterThanOrEqual(200)
    slack.kick(secret, slack.botUserId)
    const other = await ended(ada, await begin(ada, { channelIds: [secret] }))
    expect(other).toMatchObject({
      status: 'completed',
      channels: { total: 1, done: 0, failed: 1 },
      errors: [{ message: 'channel_not_found' }],
    })
    await ada.call(disconnectPlatform, { platform: 'slack' })
    expect(await statusOf(ada, jobId)).toMatchObject({ status: 'failed', error: { code: 'cancelled' } })
  })

  it('ends where the credentials are revoked, and goes on from there once they are replaced', async () => {
    const name = newName()
    const remote = slack.channel(name)
    for (let i = 0; i < 205; i++) said(remote, i, `message ${i}`)
    const { ada, botToken } = await connectedToSlack()
    slack.faults.calls.next({ kind: 'rate limit', retryAfterS: 1 }, { of: 'conversations.history', after: 1 })
    const jobId = await begin(ada, { channelIds: [name] })
    await vi.waitUntil(async () => (await statusOf(ada, jobId)).messagesImported === 200, patient)
    slack.revokeToken(botToken)
    expect(await ended(ada, jobId)).toMatchObject({ status: 'failed', error: { code: 'unauthorized' } })
    expect((await ada.client.answer(importHistory, { platform: 'slack' })).status).toBe(409)
    const credentials = { botToken: slack.issueToken([...slackScopes]), signingSecret: slack.signingSecret }
    await ada.call(replaceCredentials, { platform: 'slack', credentials })
    await ada.call(retryImport, { id: ada.workspaceId, importId: jobId })
    expect(await ended(ada, jobId)).toMatchObject({ status: 'completed', messagesImported: 205 })
    expect(await reportOf(ada, jobId)).toMatchObject({
      messages: { entries: 205, already_here: 0 },
      proof: { is_equal: true },
    })
  })

  it('compares both sides, and imports again what is missing here or was changed there', async () => {
    const name = newName()
    const remote = slack.channel(name)
    const root = said(remote, 1, 'root')
    said(remote, 2, 'reply', { thread: root })
    said(remote, 1_500, 'tomorrow')
    const { ada } = await connectedToSlack()
    const jobId = await begin(ada, { channelIds: [name] })
    await ended(ada, jobId)
    const [{ id: messageId }] = (await historyOf(ada, name)).filter(({ content }) => content === 'reply') as [Message]
    const { id: channelId } = (await channelNamed(ada, name))!
    await removeMessages(platform.database, { workspaceId: ada.workspaceId, channelId }, ['reply'])
    await ada.call(retryImport, { id: ada.workspaceId, importId: jobId })
    expect(await ended(ada, jobId)).toMatchObject({ status: 'completed', messagesImported: 4 })
    expect((await reportOf(ada, jobId)).proof).toMatchObject({ is_equal: true, source_messages: 3 })
    expect(await ada.call(getImportProof, { id: ada.workspaceId, importId: jobId, gaps: true })).toMatchObject({
      data: [],
    })
    const replies = (await historyOf(ada, name)).filter(({ content }) => content === 'reply')
    expect(replies).toMatchObject([{ parent_message_id: expect.any(String) }])
    expect(replies[0]!.id).not.toBe(messageId)
  })

  it('reads a Discord server’s channels with their threads and files', async () => {
    const bea = discord.person('bea')
    const name = newName()
    const remote = discord.channel(name)
    const start = discord.post(remote, bea, 'a start', { at: minute(1) })
    const thread = discord.startThread(remote, 'a thread', start)
    discord.post(thread, bea, 'in the thread', { at: minute(2) })
    const limited = discord.post(remote, bea, 'much liked', { at: minute(4) })
    for (const emoji of ['🎉', '👍', '👀']) discord.react(remote, bea, limited, emoji)
    const liked = 'GET /channels/:channel/messages/:message/reactions/:emoji'
    discord.faults.calls.next({ kind: 'rate limit', retryAfterS: 0.1 }, { of: liked, after: 1, times: 2 })
    discord.post(remote, bea, 'a file', { at: minute(3), file: { name: 'a.txt', bytes: Buffer.from('abc') } })
    const ada = await newcomer(platform, `ada-${++count}`)
    const { botToken, guildId, publicKey } = discord
    await ada.call(connectPlatform, { platform: 'discord', config: { credentials: { botToken, guildId, publicKey } } })
    const { jobId } = await ada.call(importHistory, { platform: 'discord', channelIds: [name] })
    expect(await ended(ada, jobId, 'discord')).toMatchObject({ status: 'completed', messagesImported: 4 })
    const stored = await historyOf(ada, name)
    const root = stored.find(({ content }) => content === 'a start')!
    expect(stored.find(({ content }) => content === 'in the thread')).toMatchObject({ parent_message_id: root.id })
    expect(stored.find(({ content }) => content === 'a file')!.attachments).toMatchObject([{ name: 'a.txt' }])
    const { reactions } = stored.find(({ content }) => content === 'much liked')!
    expect(reactions.map(({ emoji, count: times }) => `${emoji}${times}`).sort()).toEqual(['👀1', '👍1', '🎉1'].sort())
    expect(discord.calls.filter(({ endpoint }) => endpoint === liked)).toHaveLength(5)
    expect(await reportOf(ada, jobId)).toMatchObject({
      problems: [],
      proof: { is_equal: true, source_messages: 4 },
    })
    expect((await ada.client.answer(getHistoryImport, { platform: 'slack', jobId })).status).toBe(404)
  })

  it('refuses what cannot be asked for, and names it', async () => {
    const { ada } = await connectedToSlack()
    await ended(ada, await begin(ada, { channelIds: [slack.channel(newName())] }))
    const refusal = async (input: object, of = 'slack') => {
      const { status, body } = await ada.client.answer(importHistory, { platform: of, ...input } as never)
      const { error } = body as { error: { code: string; details?: { path: string }[] } }
      return [status, error.code, ...(error.details ?? []).map(({ path }) => path)]
    }
    expect(await refusal({ channelIds: ['nowhere'] })).toEqual([400, 'invalid_input', 'channelIds.0'])
    expect(await refusal({ channelIds: [] })).toEqual([400, 'invalid_input', 'channelIds'])
    expect(await refusal({ since: 'yesterday' })).toEqual([400, 'invalid_input', 'since'])
    expect(await refusal({ since: '2999-01-01' })).toEqual([400, 'invalid_input', 'since'])
    expect(await refusal({ since: '2026-02-01', until: '2026-01-01' })).toEqual([400, 'invalid_input', 'until'])
    expect(await refusal({}, 'discord')).toEqual([409, 'conflict'])
    expect(await refusal({}, 'webhook')).toEqual([409, 'not_supported'])
  })
})

describe(title(cancelHistoryImport), () => {
  it('ends an import, and what has ended stays as it is', async () => {
    const { ada } = await connectedToSlack()
    const name = newName()
    said(slack.channel(name), 1, 'one')
    slack.faults.calls.next({ kind: 'rate limit', retryAfterS: 3_600 }, { of: 'conversations.history' })
    const jobId = await begin(ada, { channelIds: [name] })
    const cancelled = { status: 'failed', error: { code: 'cancelled' } }
    for (let i = 0; i < 2; i++)
      expect(await ada.call(cancelHistoryImport, { platform: 'slack', jobId })).toMatchObject(cancelled)
    slack.faults.calls.clear()
    const next = await begin(ada, { channelIds: [name] })
    await ended(ada, next)
    const after = await ada.call(cancelHistoryImport, { platform: 'slack', jobId: next })
    expect(after).toMatchObject({ status: 'completed', error: null })
    const eve = await newcomer(platform, `eve-${++count}`)
    for (const endpoint of [getHistoryImport, cancelHistoryImport] as const)
      expect((await eve.client.answer(endpoint, { platform: 'slack', jobId })).status).toBe(404)
  })
})
