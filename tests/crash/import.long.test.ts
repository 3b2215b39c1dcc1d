import { createChannel } from '@parley/contracts/channels/channels'
import { connectPlatform } from '@parley/contracts/connections/connections'
import { getHistoryImport, importHistory } from '@parley/contracts/connections/history'
import { getImport, listImportedChannels, startImport } from '@parley/contracts/imports/imports'
import { colleague, newcomer } from '@parley/testing/people'
import { startSlack } from '@parley/testing/platforms/slack'
import { randomOf } from '@parley/testing/random'
import { storedMessages } from '@parley/testing/rows/messaging'
import { type ExportedMessage, slackExport } from '@parley/testing/slack-export'
import { expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'
import { startLoad } from './load.ts'

const seed = Number(process.env.STORM_SEED ?? Date.now())
const random = randomOf(seed)
const kills = 10
const perChannel = 15_000
const names = ['busy', 'busier']
const slack = await startSlack()
const platform = await bootProcesses({
  services: ['gateway', 'channels', 'messaging', 'integrations'],
  serviceEnv: { integrations: { SLACK_API_URL: slack.apiUrl } },
  durable: true,
})
const ada = await newcomer(platform, 'ada')
const { workspaceId: id } = ada

/** One message every ten seconds, every third a reply to the one before it that is none. */
const history = (channel: string): ExportedMessage[] =>
  Array.from({ length: perChannel }, (_, i) => {
    const ts = (index: number) => `${1_700_000_000 + index * 10}.000100`
    const isReply = i % 3 === 2
    return { ts: ts(i), user: 'U1', text: `${channel} ${i}`, ...(isReply && { thread_ts: ts(i - 1) }) }
  })

const archiveOf = (channels: readonly string[]) =>
  slackExport({
    users: [{ id: 'U1', name: 'zoe' }],
    channels: channels.map((name) => ({ id: `C-${name}`, name })),
    messages: Object.fromEntries(channels.map((name) => [name, history(name)])),
  })

const importNow = async (importId: string) => (await ada.call(getImport, { id, importId })).data

const ended = (importId: string) =>
  vi.waitUntil(
    async () => {
      const now = await importNow(importId)
      return now.completed_at !== null && now
    },
    { timeout: 300_000, interval: 250 },
  )

it(`an import whose process is killed at random, by the seed ${seed}, ends complete`, {
  timeout: 900_000,
}, async () => {
  const { data } = await ada.call(startImport, { id, archive: [archiveOf(names)] })
  const importId = data.id
  const share = (names.length * perChannel) / (kills + 1)
  for (let i = 0, imported = 0; i < kills; i++) {
    const next = imported + Math.floor(random() * share)
    const { status, messages } = await vi.waitUntil(
      async () => {
        const now = await importNow(importId)
        return (now.messages.imported > next || now.status === 'completed') && now
      },
      { timeout: 120_000, interval: 20 },
    )
    expect(status, `after ${i} kills`).toBe('in_progress')
    imported = messages.imported
    await platform.kill('integrations', 'SIGKILL')
    await platform.ready('integrations')
  }
  const done = await ended(importId)
  const total = names.length * perChannel
  expect(done).toMatchObject({
    status: 'completed',
    progress: 100,
    messages: { entries: total, imported: total, already_here: 0, left_out: 0 },
    proof: { is_equal: true, source_messages: total, stored_messages: total },
    problems: [],
  })
  const { data: channels } = await ada.call(listImportedChannels, { id, importId })
  for (const { name, channel_id: channelId } of channels) {
    const contents = (await storedMessages(platform.database, [channelId!])).map(({ content }) => content)
    expect(contents.toSorted()).toEqual(
      history(name)
        .map(({ text }) => text)
        .toSorted(),
    )
  }
})

it('an import of a platform’s history whose process is killed again and again ends complete', {
  timeout: 600_000,
}, async () => {
  const zoe = slack.person('zoe')
  const remote = slack.channel('killed')
  const threads = 120
  for (let i = 0; i < threads; i++) {
    const at = (seconds: number) => new Date(1_700_000_000_000 + i * 60_000 + seconds * 1_000)
    const root = slack.post(remote, zoe, `root ${i}`, { at: at(0) })
    slack.post(remote, zoe, `reply ${i}`, { at: at(10), thread: root })
  }
  const { botToken, signingSecret } = slack
  await ada.call(connectPlatform, { platform: 'slack', config: { credentials: { botToken, signingSecret } } })
  const { jobId } = await ada.call(importHistory, { platform: 'slack', channelIds: [remote] })
  const current = () => ada.call(getHistoryImport, { platform: 'slack', jobId })
  let imported = 0
  for (let i = 0; i < kills; i++) {
    await vi.waitUntil(
      async () => {
        const { messagesImported, completedAt } = await current()
        return messagesImported > imported || completedAt !== null
      },
      { timeout: 120_000, interval: 20 },
    )
    imported = (await current()).messagesImported
    await platform.kill('integrations', 'SIGKILL')
    await platform.ready('integrations')
  }
  await vi.waitUntil(async () => (await current()).completedAt !== null, { timeout: 300_000, interval: 250 })
  const { data: done } = await ada.call(getImport, { id, importId: jobId })
  expect(done).toMatchObject({
    status: 'completed',
    messages: { entries: 2 * threads, imported: 2 * threads, already_here: 0, left_out: 0 },
    proof: { is_equal: true, stored_messages: 2 * threads },
    problems: [],
  })
})

it('fifty people who write while an import runs lose nothing, nor does the import', { timeout: 900_000 }, async () => {
  const crowd = [ada]
  while (crowd.length < 50) crowd.push(await colleague(platform, ada, `person-${crowd.length}`))
  const { channel } = await ada.call(createChannel, { workspace_id: id, name: 'talk', channel_type: 'text' })
  const writers = crowd.map((person) => ({ person, channelId: channel.id }))
  const load = startLoad({ writers, inviter: ada, askers: [], gatewayUrls: platform.gatewayUrls })
  await vi.waitUntil(() => load.acknowledged.length > 50, 60_000)
  const { data } = await ada.call(startImport, { id, archive: [archiveOf(['older', 'oldest'])] })
  const before = load.acknowledged.length
  const done = await ended(data.id)
  expect(load.acknowledged.length).toBeGreaterThan(before)
  await load.stop()
  const total = 2 * perChannel
  expect(done).toMatchObject({ status: 'completed', proof: { is_equal: true, stored_messages: total }, problems: [] })
  const stored = await storedMessages(platform.database, [channel.id])
  const promised = load.acknowledged.map(({ id: of, seq, content }) => ({ id: of, seq, content }))
  expect(stored.map(({ id: of, seq, content }) => ({ id: of, seq, content }))).toEqual(
    promised.toSorted((a, b) => a.seq - b.seq),
  )
})
