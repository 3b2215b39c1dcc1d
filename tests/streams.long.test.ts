import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startMessagesApi } from '@parley/testing/messages-api'
import { people } from '@parley/testing/people'
import { runsWithReplies } from '@parley/testing/rows/chat-engine'
import { afterAll, expect, it, vi } from 'vitest'
import { ask, expectEnded, expectOneReplyEach } from './crash/asking.ts'
import { bootProcesses } from './processes.ts'

const streams = 300
const rounds = 3
const pieces = Array.from({ length: 60 }, (_, i) => `part ${i} `)
const model = await startMessagesApi()
model.otherwise({ text: pieces, delayMs: 100 })
const folder = mkdtempSync(join(tmpdir(), 'parley-memory-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const probe = pathToFileURL(join(import.meta.dirname, 'memory-probe.ts'))
const probed = (name: string) => ({ NODE_OPTIONS: `--import ${probe}`, MEMORY_FILE: join(folder, name) })
const platform = await bootProcesses({
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  serviceEnv: {
    gateway: { ...probed('gateway'), STREAMS_PER_PERSON: '400', STREAMS_PER_ADDRESS: '400' },
    'chat-engine': { ...probed('chat-engine'), ANTHROPIC_API_KEY: model.apiKey, ANTHROPIC_BASE_URL: model.url },
  },
})
const { ada, bob, gus } = await people(platform)

/** What a process holds once everything that it has let go of is collected, in MiB. */
async function heldBy(name: string): Promise<number> {
  const file = join(folder, name)
  rmSync(file, { force: true })
  process.kill(platform.pids()[name]!, 'SIGUSR2')
  await vi.waitUntil(() => existsSync(file), 60_000)
  return Math.round(Number(readFileSync(file, 'utf8')) / 1024 ** 2)
}

it(`${streams} streams at once through one gateway all finish, in order, with flat memory`, {
  timeout: 600_000,
}, async () => {
  const measured: { gateway: number; chatEngine: number; seconds: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    const startedAt = performance.now()
    const people = [ada, bob, gus]
    const received = await Promise.all(
      Array.from({ length: streams }, (_, i) => ask(people[i % people.length]!, [platform.url])),
    )
    for (const each of received) {
      expect(each.end).toBe('done')
      // The model is in this process, too: the first piece may take long.
      expectEnded(each, pieces.join(''), { withinMs: 60_000 })
    }
    const seconds = Math.round(performance.now() - startedAt) / 1_000
    measured.push({ gateway: await heldBy('gateway'), chatEngine: await heldBy('chat-engine'), seconds })
  }
  console.log(JSON.stringify(measured))
  const runs = await runsWithReplies(platform.database)
  expect(runs).toHaveLength(streams * (rounds + 1))
  expectOneReplyEach(runs)
  // The first round loads what is loaded on first use.
  const [first, ...others] = measured
  for (const { gateway, chatEngine } of others) {
    expect(gateway - first!.gateway, JSON.stringify(measured)).toBeLessThan(16)
    expect(chatEngine - first!.chatEngine, JSON.stringify(measured)).toBeLessThan(16)
  }
})
