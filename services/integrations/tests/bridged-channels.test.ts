import { leaveChannel } from '@parley/contracts/channels/channels'
import { addChannelMembers, deleteChannel, updateChannelMember } from '@parley/contracts/channels/managing'
import {
  connectPlatform,
  listConnections,
  updateConnectionConfig,
  updateRemoteChannel,
} from '@parley/contracts/connections/connections'
import { connectionStatus } from '@parley/contracts/connections/events'
import { finishPlatformOAuth, startPlatformOAuth } from '@parley/contracts/connections/oauth'
import { deleteWorkspace } from '@parley/contracts/identity/workspace-deletions'
import { toggleReaction } from '@parley/contracts/messages/changes'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { startDiscord } from '@parley/testing/platforms/discord'
import { signedHeaders, startSlack } from '@parley/testing/platforms/slack'
import { startTeams } from '@parley/testing/platforms/teams'
import { startTelegram } from '@parley/testing/platforms/telegram'
import { endGrace } from '@parley/testing/rows/gateway'
import { describe, expect, it, vi } from 'vitest'
import { bootBridged, channelNamed, textsIn } from './bridged-scene.ts'

const slack = await startSlack({ retryAfterMs: [0, 50, 50] })
const discord = await startDiscord({ heartbeatIntervalMs: 400 })
const telegram = await startTelegram()
const teams = await startTeams()
const { platform } = await bootBridged({ slack, discord, telegram, teams })
const { database } = platform
const patient = { timeout: 30_000, interval: 50 }

/** @returns where its events are posted to */
async function connectSlack(person: Person, channel: string): Promise<string> {
  const { botToken, signingSecret } = slack
  const config = { ingestMessages: true, selectedChannels: [channel], credentials: { botToken, signingSecret } }
  const { eventsUrl } = await person.call(connectPlatform, { platform: 'slack', config })
  const url = new URL(new URL(eventsUrl).pathname, platform.url).href
  await slack.subscribe(url)
  return url
}

async function connectDiscord(person: Person, channel: string): Promise<void> {
  const { botToken, guildId } = discord
  const config = { ingestMessages: true, selectedChannels: [channel], credentials: { botToken, guildId } }
  const { identified } = discord.gateway
  await person.call(connectPlatform, { platform: 'discord', config })
  await vi.waitUntil(() => discord.gateway.identified > identified, patient)
}

describe('a private channel that becomes public on its platform', () => {
  it.each([
    {
      name: 'slack' as const,
      double: slack,
      connect: connectSlack,
      there: (remote: string) => slack.messages(remote).map(({ text }) => text),
    },
    {
      name: 'discord' as const,
      double: discord,
      connect: connectDiscord,
      there: (remote: string) => discord.messages(remote).map(({ content }) => content),
    },
  ])('shows nothing of the private one here, on $name, until somebody chooses so', async (on) => {
    const { double, connect, there } = on
    const remote = double.channel('vault', { isPrivate: true })
    const zoe = double.person('zoe')
    const ada = await newcomer(platform, `ada-${on.name}`)
    const socket = await ada.socket()
    await connect(ada, 'vault')
    const { id: vault, is_private } = await channelNamed(ada, 'vault')
    expect(is_private).toBe(true)
    const say = (channel_id: string, content: string) => ada.call(postMessage, { channel_id, content })
    const goesOut = (text: string) => vi.waitUntil(() => there(remote).includes(text), patient)
    const shown = async () =>
      (await ada.call(listConnections)).connected[0]!.channels.find(({ name }) => name === 'vault')!
    const isPaused = (paused: string | null) => vi.waitUntil(async () => (await shown()).paused === paused, patient)
    const direct = (direction: 'in' | 'both') =>
      ada.call(updateRemoteChannel, { platform: on.name, id: vault, direction })

    expect(await shown()).toMatchObject({ channelName: 'vault' })
    const admin = await colleague(platform, ada, `admin-${on.name}`, { role: 'admin' })
    const seen = (await admin.call(listConnections)).connected[0]!.channels.find(({ name }) => name === 'vault')
    expect(seen).toMatchObject({ channelName: null })
    await say(vault, 'among us')
    await goesOut('among us')
    double.setPrivate(remote, false)
    await isPaused('public')
    await vi.waitUntil(
      () =>
        socket.all(connectionStatus).some(({ data }) => data.lastError?.message.includes('vault is public there now')),
      patient,
    )
    await say(vault, 'secret')

    double.setPrivate(remote, true)
    await isPaused(null)
    await goesOut('secret')
    double.setPrivate(remote, false)
    await isPaused('public')
    await say(vault, 'a secret of ours')

    expect(await direct('in')).toMatchObject({ paused: null })
    double.post(remote, zoe, 'for everybody')
    await vi.waitUntil(async () => (await textsIn(ada, vault)).includes('for everybody'), patient)
    await say(vault, 'another secret')
    expect(await direct('both')).toMatchObject({ paused: 'public' })
    await say(vault, 'the last secret')

    for (const selectedChannels of [[], ['vault']])
      await ada.call(updateConnectionConfig, { platform: on.name, selectedChannels })
    const anew = await channelNamed(ada, `vault-${on.name}`)
    expect(anew).toMatchObject({ is_private: false })
    expect(anew.id).not.toBe(vault)
    await say(vault, 'still a secret')
    await say(anew.id, 'in public')
    await goesOut('in public')
    double.post(remote, zoe, 'heard')
    await vi.waitUntil(async () => (await textsIn(ada, anew.id)).includes('heard'), patient)
    expect(there(remote).filter((text) => text.includes('secret'))).toEqual(['secret'])
    expect(await textsIn(ada, anew.id)).toEqual(['in public', 'heard'])
  })
})

describe('a message that was written before its channel became public', () => {
  it('does not make it private again here', async () => {
    const remote = slack.channel('late', { isPrivate: true })
    const zoe = slack.person('zoe-late')
    const ada = await newcomer(platform, 'ada-late')
    const url = await connectSlack(ada, 'late')
    const { id } = await channelNamed(ada, 'late')
    const pauseOf = async () =>
      (await ada.call(listConnections)).connected[0]!.channels.find(({ name }) => name === 'late')!.paused
    slack.setPrivate(remote, false)
    await vi.waitUntil(async () => (await pauseOf()) === 'public', patient)
    await slack.settled()
    await ada.call(postMessage, { channel_id: id, content: 'a secret' })
    const asked = () => slack.calls.filter(({ method }) => method === 'conversations.info').length
    const before = asked()
    const event = {
      type: 'message',
      channel: remote,
      channel_type: 'group',
      user: zoe,
      ts: '1700000000.000100',
      text: 'x',
    }
    const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev-late', team_id: 'T0000000001', event })
    await fetch(url, { method: 'POST', headers: signedHeaders(body, slack.signingSecret), body })
    await vi.waitUntil(async () => {
      const { health } = (await ada.call(listConnections)).connected[0]!
      return asked() > before && health.queued === 0
    }, patient)
    expect(await pauseOf()).toBe('public')
    expect(slack.messages(remote).map(({ text }) => text)).not.toContain('a secret')
  })
})

describe('a file that comes in', () => {
  it('is its channel’s, though whoever connected the platform has left it', async () => {
    const remote = slack.channel('papers', { isPrivate: true })
    const zoe = slack.person('zoe-papers')
    const ada = await newcomer(platform, 'ada-papers')
    const bob = await colleague(platform, ada, 'bob-papers')
    await connectSlack(ada, 'papers')
    const { id } = await channelNamed(ada, 'papers')
    await ada.call(addChannelMembers, { id, user_ids: [bob.userId] })
    await ada.call(updateChannelMember, { id, userId: bob.userId, role: 'admin' })
    await ada.call(leaveChannel, { id })
    slack.upload(remote, zoe, { name: 'plan.txt', bytes: Buffer.from('the plan') }, { text: 'look' })
    const message = await vi.waitUntil(async () => {
      const { data } = await bob.call(listMessages, { channel_id: id, after_seq: 0, limit: 100 })
      return data.find((each) => 'content' in each)
    }, patient)
    expect(message).toMatchObject({ content: 'look', attachments: [{ name: 'plan.txt', size: 8 }] })
  })
})

describe('a bridged channel that is deleted', () => {
  it('leaves no links, reactions or messages on their way', async () => {
    const remote = slack.channel('brief')
    const zoe = slack.person('zoe-brief')
    const ada = await newcomer(platform, 'ada-brief')
    await connectSlack(ada, 'brief')
    const { id } = await channelNamed(ada, 'brief')
    slack.post(remote, zoe, 'there')
    await vi.waitUntil(async () => (await textsIn(ada, id)).includes('there'), patient)
    const { data: own } = await ada.call(postMessage, { channel_id: id, content: 'here' })
    await ada.call(toggleReaction, { id: own.id, emoji: '👍' })
    const left = async () => {
      const rows = await Promise.all(
        ['links', 'sent_reactions', 'sends'].map((table) =>
          database.query(`select from integrations.${table} where workspace_id = $1`, [ada.workspaceId]),
        ),
      )
      return rows.map(({ length }) => length)
    }
    await vi.waitUntil(async () => (await left()).join() === '2,1,0', patient)
    slack.faults.calls.next(
      { kind: 'status', status: 503 },
      { of: 'chat.postMessage', times: Number.POSITIVE_INFINITY },
    )
    await ada.call(postMessage, { channel_id: id, content: 'never arrives' })
    await vi.waitUntil(async () => (await left()).join() === '2,1,1', patient)
    await ada.call(deleteChannel, { id })
    await vi.waitUntil(async () => (await left()).join() === '0,0,0', patient)
    slack.faults.calls.clear()

    for (const selectedChannels of [[], ['brief']])
      await ada.call(updateConnectionConfig, { platform: 'slack', selectedChannels })
    const anew = await channelNamed(ada, 'brief')
    slack.post(remote, zoe, 'and on')
    await vi.waitUntil(async () => (await textsIn(ada, anew.id)).join() === 'and on', patient)
  })
})

describe('a workspace that is deleted', () => {
  it('is sent nothing by its platforms any more, and gives back what OAuth gave, and nothing else', async () => {
    const ada = await newcomer(platform, 'ada-deleted')
    teams.channel('Wharf')
    const { tenantId, clientId, clientSecret, teamId } = teams
    const credentials = { tenantId, clientId, clientSecret, teamId }
    const config = { ingestMessages: true, selectedChannels: ['Wharf'], credentials }
    await ada.call(connectPlatform, { platform: 'teams', config })
    await ada.call(connectPlatform, {
      platform: 'telegram',
      config: { ingestMessages: true, credentials: { botToken: telegram.botToken } },
    })
    const { url } = await ada.call(startPlatformOAuth, { platform: 'slack' })
    const { searchParams } = new URL(slack.authorize(url))
    const [state, code] = [searchParams.get('state')!, searchParams.get('code')!]
    await ada.call(finishPlatformOAuth, { platform: 'slack', state, code })
    await connectDiscord(ada, 'vault')
    const subscribed = () => teams.calls.filter(({ endpoint }) => endpoint === 'POST /subscriptions').length
    const isPolled = () => telegram.calls.some(({ method }) => method === 'getUpdates')
    await vi.waitUntil(() => subscribed() > 0 && isPolled(), patient)
    const ended = () => [
      teams.calls.filter(({ endpoint }) => endpoint === 'DELETE /subscriptions/:id').length,
      telegram.calls.filter(({ method }) => method === 'deleteWebhook').length,
      slack.calls.filter(({ method }) => method === 'auth.revoke').length,
    ]
    const before = ended()
    await ada.call(deleteWorkspace, { id: ada.workspaceId, password: ada.password })
    await endGrace(database, ada.workspaceId)
    await vi.waitUntil(() => ended().every((count, index) => count > before[index]!), patient)
    await vi.waitUntil(async () => {
      const rows = await database.query('select from integrations.connections where workspace_id = $1', [
        ada.workspaceId,
      ])
      return rows.length === 0
    }, patient)
    expect(discord.calls.some(({ endpoint }) => endpoint === 'DELETE /users/@me/guilds/:guild')).toBe(false)
  })
})
