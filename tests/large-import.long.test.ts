import { openAsBlob, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChannel } from '@parley/contracts/channels/channels'
import { getImport, getImportProof, listImportedChannels, startImport } from '@parley/contracts/imports/imports'
import { postMessage } from '@parley/contracts/messages/messages'
import { searchMessages } from '@parley/contracts/messages/search'
import { newcomer } from '@parley/testing/people'
import { randomOf } from '@parley/testing/random'
import { storedMessages, storedReplies } from '@parley/testing/rows/messaging'
import { type ExportedMessage, slackExport, writeSlackExport } from '@parley/testing/slack-export'
import { expect, it, onTestFinished, vi } from 'vitest'
import { bootProcesses } from './processes.ts'

const seed = Number(process.env.STORM_SEED ?? Date.now())
const people = 10_000
const total = 120_000
/** Every fourth message of a channel. */
const replies = total / 4
const maxMemoryMiB = 150

/** Some channels in which much is written, and more in which less is. */
const sizes = new Map(
  Array.from({ length: 30 }, (_, i): [string, number] => (i < 10 ? [`busy-${i}`, 8_000] : [`quiet-${i}`, 2_000])),
)
const names = [...sizes.keys()]
const platform = await bootProcesses({
  services: ['gateway', 'channels', 'messaging', 'integrations'],
  // Where there is room, V8 lets garbage lie: the limit has it collected, so that what an import needs is measured.
  serviceEnv: { integrations: { NODE_OPTIONS: '--max-old-space-size=160' } },
})
const ada = await newcomer(platform, 'ada')
const { workspaceId: id } = ada

/** Forty messages a day; a reply is to a root of the last two days. */
function* historyOf(channel: string): Generator<{ message: ExportedMessage; root: string | null }> {
  const random = randomOf(seed + names.indexOf(channel))
  const below = (limit: number) => Math.floor(random() * limit)
  const ts = (i: number) => `${1_600_000_000 + i * 2_160}.000100`
  const textOf = (i: number) => `${channel} ${i}`
  for (let i = 0; i < sizes.get(channel)!; i++) {
    const fours = Math.floor(i / 4)
    const root = 4 * (fours - below(Math.min(fours, 20) + 1)) + below(3)
    const isReply = i % 4 === 3
    const message = { ts: ts(i), user: `U${below(people)}`, text: textOf(i), ...(isReply && { thread_ts: ts(root) }) }
    yield { message, root: isReply ? textOf(root) : null }
  }
}

/** In MiB, as the system counts it: at this moment, or the most that it has been. */
function memoryOfIntegrations(which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${platform.pids().integrations}/status`, 'utf8')
  return Number(new RegExp(`^${which}:\\s+(\\d+)`, 'm').exec(status)![1]) / 1_024
}

async function archiveFile(): Promise<File> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-import-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'export.zip')
  const users = Array.from({ length: people }, (_, i) => ({ id: `U${i}`, name: `person-${i}` }))
  const channels = names.map((name) => ({ id: `C-${name}`, name }))
  await writeSlackExport(path, users, channels, (name) => [...historyOf(name)].map(({ message }) => message))
  return new File([await openAsBlob(path)], 'export.zip')
}

it.runIf(process.platform === 'linux')(
  `an archive of ${total} messages by ${people} people, by the seed ${seed}, comes in complete while others write`,
  {
    timeout: 1_200_000,
  },
  async () => {
    const { channel } = await ada.call(createChannel, { workspace_id: id, name: 'talk', channel_type: 'text' })
    const nowOf = async (importId: string) => (await ada.call(getImport, { id, importId })).data
    // One of nothing first, so that what is loaded on first use is there.
    const { data: first } = await ada.call(startImport, { id, archive: [slackExport({})] })
    await vi.waitUntil(async () => (await nowOf(first.id)).completed_at !== null, { timeout: 60_000, interval: 100 })
    const archive = await archiveFile()
    const idle = memoryOfIntegrations('VmRSS')
    const { data } = await ada.call(startImport, { id, archive: [archive] })
    const importId = data.id
    const now = () => nowOf(importId)
    let foundMeanwhile = 0
    for (let number = 0; (await now()).completed_at === null; number++) {
      await ada.call(postMessage, { channel_id: channel.id, content: `Pilot ${number} is aboard.` })
      const query = `"pilot ${number} is aboard"`
      await vi.waitUntil(async () => (await ada.call(searchMessages, { query })).data.length === 1, {
        timeout: 30_000,
        interval: 100,
      })
      if ((await now()).completed_at === null) foundMeanwhile += 1
    }
    const memory = memoryOfIntegrations('VmHWM') - idle
    expect(foundMeanwhile).toBeGreaterThan(0)
    expect(await now()).toMatchObject({
      status: 'completed',
      progress: 100,
      channels: { total: names.length, done: names.length, failed: 0 },
      messages: { entries: total, imported: total, already_here: 0, left_out: 0 },
      proof: { is_equal: true, source_messages: total, stored_messages: total },
      problems: [],
    })
    expect((await ada.call(getImportProof, { id, importId, gaps: true })).data).toEqual([])
    const { data: channels } = await ada.call(listImportedChannels, { id, importId, limit: names.length })
    expect(channels.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    let threaded = 0
    for (const { name, channel_id: channelId } of channels) {
      const history = [...historyOf(name)]
      const stored = await storedMessages(platform.database, [channelId!])
      expect(stored.map(({ content }) => content)).toEqual(history.map(({ message }) => message.text))
      const rootOf = new Map((await storedReplies(platform.database, channelId!)).map((row) => [row.content, row.root]))
      expect(history.map(({ message, root }) => [message.text, root])).toEqual(
        history.map(({ message }) => [message.text, rootOf.get(message.text!) ?? null]),
      )
      threaded += rootOf.size
    }
    expect(threaded).toBe(replies)
    expect(memory, 'MiB above idle').toBeLessThanOrEqual(maxMemoryMiB)
  },
)
