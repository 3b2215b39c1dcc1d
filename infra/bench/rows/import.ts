import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Stack } from '@parley/local/supervisor'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { pause, slackArchive, startImport, untilIndexed } from '../importing.ts'
import { createBareDatabase, type Population, populate } from '../population.ts'
import { interleave, median } from '../rounds.ts'
import type { Measure } from './setting.ts'

const archive = { channels: 2, perChannel: 10_000 }
const total = archive.channels * archive.perChannel

/**
 * A Slack export from its upload until its import has ended, compared with the archive, while its messages are made
 * findable: against COPY of the same rows into the same table with the same indexes.
 */
export const imports: Measure = async ({ stack, rounds, log }) => {
  const bare = await createBareDatabase(stack)
  const [ours, theirs] = [new pg.Client(stack.databaseUrl), new pg.Client(bare.adminUrl)]
  await Promise.all([ours.connect(), theirs.connect()])
  const contenders = {
    platform: async () => {
      await untilIndexed(ours)
      const population = await populate(stack.databaseUrl, { people: 1, channels: 1, membersOf: () => [0] })
      return importThrough(stack, population)
    },
    copy: async () => {
      await untilIndexed(ours)
      const rows = await buffer(ours.query(to(`copy (${newest}) to stdout (format binary)`)))
      const startedAt = performance.now()
      await pipeline(
        Readable.from(inPieces(rows)),
        theirs.query(from('copy messaging.messages from stdin (format binary)')),
      )
      const seconds = (performance.now() - startedAt) / 1_000
      await theirs.query('truncate messaging.messages')
      return { rate: total / seconds, memory: 0 }
    },
  }
  try {
    // COPY takes what the first import has stored.
    await contenders.platform()
    const measured = await interleave(contenders, { rounds, log })
    const [rate, floor] = [measured.platform, measured.copy].map((of) => median(of.map((each) => each.rate)))
    const memory = Math.max(...measured.platform.map((each) => each.memory))
    return [
      {
        name: 'import',
        unit: 'messages/s',
        ours: rate!,
        floor: floor!,
        against: 'COPY into the same table and indexes',
        ratio: rate! / floor!,
        better: 'higher',
        goal: 0.4,
        details: { 'memory of integrations above idle, goal ≤ 150 (MiB)': memory },
      },
    ]
  } finally {
    await Promise.all([ours.end(), theirs.end()])
  }
}

/** As many rows as one import stores. */
const newest = `select * from messaging.messages where is_imported order by workspace_id desc, channel_id, seq limit ${total}`

async function importThrough(stack: Stack, population: Population): Promise<{ rate: number; memory: number }> {
  const file = slackArchive(archive)
  const idle = residentMiB(stack)
  let memory = 0
  const startedAt = performance.now()
  const run = await startImport(stack, population, file)
  for (;;) {
    const now = await run.now()
    memory = Math.max(memory, residentMiB(stack) - idle)
    if (now.status === 'completed' && now.proof?.is_equal && now.messages.imported === total) break
    if (now.status === 'completed' || now.status === 'failed') throw new Error(`It ended as ${JSON.stringify(now)}.`)
    await pause(100)
  }
  return { rate: total / ((performance.now() - startedAt) / 1_000), memory }
}

const residentMiB = (stack: Stack): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${stack.pids().integrations}/status`, 'utf8'))![1]) / 1_024

function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 64 * 1_024) yield bytes.subarray(at, at + 64 * 1_024)
}
