import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '@parley/embedded/system-packages'
import pg from 'pg'
import { type Load, pressOn } from '../load.ts'
import { createBareDatabase, type Population, populate } from '../population.ts'
import { cpuSecondsOf, startProcess } from '../processes.ts'
import { interleave, median } from '../rounds.ts'
import { makeDocuments, postMessageSql, postMessageValues } from '../same-sql.ts'
import type { Measure } from './setting.ts'

const connections = 32
const poolSize = 10
const content = 'Deploys are frozen until the migration is through; shout if that is in anyone’s way. '.repeat(2).trim()

/**
 * Posting a message through the whole platform, against express and pg with the same statements behind a bare proxy,
 * and against the statements alone: posting from Node, and from pgbench, while documents are made beside it.
 */
export const durableSends: Measure = async ({ stack, rounds, seconds, log }) => {
  const floors = join(import.meta.dirname, '../floors')
  const bare = await createBareDatabase(stack)
  const members = { people: connections, channels: connections, membersOf: (channel: number) => [channel] }
  const ours = await populate(stack.databaseUrl, members)
  const theirs = await populate(bare.adminUrl, members)
  const service = await startProcess(join(floors, 'bare-service.ts'), { DATABASE_URL: bare.messagingUrl })
  const proxy = await startProcess(join(floors, 'bare-proxy.ts'), { TARGET: service.url })
  const pool = new pg.Pool({
    connectionString: bare.messagingUrl,
    max: poolSize,
    options: '-c search_path=messaging,parley',
  })
  const pgbench = findProgram('pgbench')
  const json = { 'content-type': 'application/json' }
  const path = '/api/v2/messages'
  /** Posts while what is posted is made findable. */
  async function findable<T>(posting: () => Promise<T>): Promise<T> {
    const stop = makeDocuments(pool, [theirs.workspaceId])
    try {
      return await posting()
    } finally {
      await stop()
    }
  }
  const cpuOf = (name: string) => cpuSecondsOf(stack.pids()[name] ?? 0)

  const contenders = {
    platform: () =>
      pressOn(
        {
          url: `${stack.url}${path}`,
          method: 'POST',
          each: (i) => ({
            headers: { ...json, authorization: `Bearer ${ours.people[i]!.key}` },
            body: JSON.stringify({ channel_id: ours.channels[i]!.id, content }),
          }),
        },
        { connections, seconds, process: { cpuSeconds: () => cpuOf('gateway') + cpuOf('messaging') } },
      ),
    bare: () =>
      pressOn(
        {
          url: `${proxy.url}${path}`,
          method: 'POST',
          each: (i) => ({
            headers: json,
            body: JSON.stringify({
              workspace_id: theirs.workspaceId,
              channel_id: theirs.channels[i]!.id,
              user_id: theirs.people[i]!.userId,
              content,
            }),
          }),
        },
        { connections, seconds, process: { cpuSeconds: () => proxy.cpuSeconds() + service.cpuSeconds() } },
      ),
    sql: () => findable(() => postFromNode(pool, theirs, seconds)),
    ...(pgbench && { pgbench: () => findable(() => postFromPgbench(pgbench, bare.messagingUrl, theirs, seconds)) }),
  } as Record<'platform' | 'bare' | 'sql' | 'pgbench', () => Promise<Pick<Load, 'rate'> & Partial<Load>>>
  try {
    const measured = await interleave(contenders, { rounds, log })
    const rate = (loads: Pick<Load, 'rate'>[]) => median(loads.map((load) => load.rate))
    const sends = rate(measured.platform)
    const row = (floor: Pick<Load, 'rate'>[], against: string, goal?: number) => ({
      name: 'durable sends',
      unit: 'messages/s',
      ours: sends,
      floor: rate(floor),
      against,
      ratio: sends / rate(floor),
      better: 'higher' as const,
      ...(goal && { goal }),
    })
    const rows = [
      {
        ...row(measured.bare, 'express + pg, same SQL, bare proxy', 0.8),
        details: {
          'CPU per message, gateway and messaging (µs)': median(measured.platform.map(({ cpuMicros }) => cpuMicros!)),
          'CPU per message, floor (µs)': median(measured.bare.map(({ cpuMicros }) => cpuMicros!)),
          'p50, ours (ms)': median(measured.platform.map(({ p50 }) => p50!)),
          'p99, ours (ms)': median(measured.platform.map(({ p99 }) => p99!)),
          'p99, floor (ms)': median(measured.bare.map(({ p99 }) => p99!)),
        },
      },
      row(measured.sql, 'the SQL alone, from Node'),
    ]
    return pgbench ? [...rows, row(measured.pgbench, 'the SQL alone, from pgbench')] : rows
  } finally {
    await Promise.all([service.stop(), proxy.stop(), pool.end()])
  }
}

async function postFromNode(pool: pg.Pool, { workspaceId, channels, people }: Population, seconds: number) {
  const until = performance.now() + seconds * 1000
  let posted = 0
  const startedAt = performance.now()
  await Promise.all(
    channels.map(async ({ id }, i) => {
      const values = postMessageValues(workspaceId, id, people[i]!.userId, content)
      while (performance.now() < until) {
        await pool.query({ name: 'post', text: postMessageSql, values })
        posted++
      }
    }),
  )
  return { rate: posted / ((performance.now() - startedAt) / 1000) }
}

async function postFromPgbench(
  program: string,
  url: string,
  { workspaceId, channels, people }: Population,
  seconds: number,
) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-pgbench-'))
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
  try {
    const scripts = channels.map(({ id }, i) => {
      const file = join(folder, `${i}.sql`)
      const listed = postMessageValues(workspaceId, id, people[i]!.userId, content).map(quote).join(', ')
      writeFileSync(
        file,
        `select outcome, event, joined, outbox_position, written_at from messaging.post_message(${listed});\n`,
      )
      return `--file=${file}`
    })
    const { PGOPTIONS: _, ...env } = process.env
    const child = spawn(
      program,
      [
        '--no-vacuum',
        `--client=${poolSize}`,
        '--jobs=2',
        '--protocol=prepared',
        `--time=${Math.ceil(seconds)}`,
        ...scripts,
        url,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...env, PGOPTIONS: '-c search_path=messaging,parley' } },
    )
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    await once(child, 'close')
    const rate = /^tps = ([\d.]+)/m.exec(output)?.[1]
    if (!rate) throw new Error(`pgbench reported no rate: ${output}`)
    return { rate: Number(rate) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
