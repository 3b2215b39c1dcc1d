import { connectPlatform } from '@parley/contracts/connections/connections'
import { getHistoryImport, importHistory } from '@parley/contracts/connections/history'
import { getImport, listImportedChannels, startImport } from '@parley/contracts/imports/imports'
import { newcomer } from '@parley/testing/people'
import { startSlack } from '@parley/testing/platforms/slack'
import { storedMessages } from '@parley/testing/rows/messaging'
import { type ExportedMessage, slackExport } from '@parley/testing/slack-export'
import { expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'

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

it('an import whose process is killed again and again ends complete', { timeout: 900_000 }, async () => {
  const archive = slackExport({
    users: [{ id: 'U1', name: 'zoe' }],
    channels: names.map((name) => ({ id: `C-${name}`, name })),
    messages: Object.fromEntries(names.map((name) => [name, history(name)])),
  })
  const { data } = await ada.call(startImport, { id, archive: [archive] })
  const importId = data.id
  const current = async () => (await ada.call(getImport, { id, importId })).data
  let imported = 0
  for (let i = 0; i < kills; i++) {
    const { status } = await vi.waitUntil(
      async () => {
        const now = await current()
        return (now.messages.imported > imported || now.status === 'completed') && now
      },
      { timeout: 120_000, interval: 20 },
    )
    expect(status, `after ${i} kills`).toBe('in_progress')
    imported = (await current()).messages.imported
    await platform.kill('integrations', 'SIGKILL')
    await platform.ready('integrations')
  }
  const done = await vi.waitUntil(
    async () => {
      const now = await current()
      return now.completed_at !== null && now
    },
    { timeout: 300_000, interval: 250 },
  )
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
  const threads = 60
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
  for (let i = 0; i < 5; i++) {
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
