import { getImport, listImportedChannels, startImport } from '@parley/contracts/imports/imports'
import { newcomer } from '@parley/testing/people'
import { storedMessages } from '@parley/testing/rows/messaging'
import { type ExportedMessage, slackExport } from '@parley/testing/slack-export'
import { expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'

const kills = 10
const perChannel = 15_000
const names = ['busy', 'busier']
const platform = await bootProcesses({ services: ['gateway', 'channels', 'messaging', 'integrations'], durable: true })
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
