import { listChannels } from '@parley/contracts/channels/channels'
import { connectPlatform, listConnections } from '@parley/contracts/connections/connections'
import { deleteMessage, editMessage } from '@parley/contracts/messages/changes'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { startSlack } from '@parley/testing/platforms/slack'
import { describe, expect, it, vi } from 'vitest'

const slack = await startSlack({ retryAfterMs: [0, 50, 50] })
const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'integrations'],
  serviceEnv: { integrations: { SLACK_API_URL: slack.apiUrl } },
})
const patient = { timeout: 50_000, interval: 50 }

describe('a Slack workspace that is bridged', () => {
  it('has what is written on either side once, in spite of limits, lost answers, repeated and reordered events', async () => {
    const zoe = slack.person('zoe')
    const remote = slack.channel('bridged')
    const ada = await newcomer(platform, 'ada')
    const { botToken, signingSecret } = slack
    const config = { ingestMessages: true, selectedChannels: ['bridged'], credentials: { botToken, signingSecret } }
    const { eventsUrl, connectionTest } = await ada.call(connectPlatform, { platform: 'slack', config })
    expect(connectionTest).toMatchObject({ success: true })
    const channelId = await vi.waitUntil(async () => {
      const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
      return channels.find(({ name }) => name === 'bridged')?.id
    }, patient)
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
    const here = async () => {
      const { data } = await ada.call(listMessages, { channel_id: channelId, after_seq: 0, limit: 100 })
      return data.flatMap((message) => ('content' in message ? message.content : []))
    }
    const expected = [
      ...['there 0', 'there 1', 'there 2, edited', 'there 3', 'there 5', 'there 6', 'there 7'],
      ...['here 1, edited', 'here 2', 'here 3', 'here 4', 'here 6', 'here 7'],
    ].sort()
    await vi.waitUntil(async () => {
      await slack.settled()
      const both = [there(), await here()].map((texts) => texts.sort().join('\n'))
      return both.every((texts) => texts === expected.join('\n'))
    }, patient)
    const { connected } = await ada.call(listConnections)
    expect(connected).toMatchObject([{ platform: 'slack', status: 'connected' }])
    const own = slack.messages(remote).filter(({ bot }) => bot)
    expect(own.every(({ bot }) => bot?.username === 'ada')).toBe(true)
  })
})
