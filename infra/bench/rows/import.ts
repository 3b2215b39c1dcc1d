import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Stack } from '@parley/local/supervisor'
import { strToU8, zipSync } from 'fflate'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { createBareDatabase, type Population, populate } from '../population.ts'
import { interleave, median } from '../rounds.ts'
import type { Measure } from './setting.ts'

const channels = 2
const perChannel = 10_000
const total = channels * perChannel
const words = 'deploy the migration is through shout if that is in anyone’s way see the notes on call tomorrow'.split(
  ' ',
)

/**
 * A Slack export from its upload until its import has ended, compared with the archive, while its messages are made
 * findable: against COPY of the same rows into the same table with the same indexes.
 */
export const imports: Measure = async ({ stack, rounds, log }) => {
  const bare = await createBareDatabase(stack)
  const [ours, theirs] = [new pg.Client(stack.databaseUrl), new pg.Client(bare.adminUrl)]
  await Promise.all([ours.connect(), theirs.connect()])
  /** Resolves when what earlier imports have left to be indexed takes no more CPU. */
  async function idle(): Promise<void> {
    while ((await ours.query('select from messaging.search_queue limit 1')).rowCount) await pause(250)
  }
  const contenders = {
    platform: async () => {
      await idle()
      const population = await populate(stack.databaseUrl, { people: 1, channels: 1, membersOf: () => [0] })
      return importThrough(stack, population)
    },
    copy: async () => {
      await idle()
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
        details: {
          'memory of integrations above idle (MiB)': Math.max(...measured.platform.map(({ memory }) => memory)),
        },
      },
    ]
  } finally {
    await Promise.all([ours.end(), theirs.end()])
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** As many rows as one import stores. */
const newest = `select * from messaging.messages where is_imported order by workspace_id desc, channel_id, seq limit ${total}`

async function importThrough(
  stack: Stack,
  { workspaceId, people }: Population,
): Promise<{ rate: number; memory: number }> {
  const url = `${stack.url}/api/v2/workspaces/${workspaceId}/imports`
  const headers = { authorization: `Bearer ${people[0]!.key}` }
  const form = new FormData()
  form.append('archive', new File([newArchive()], 'export.zip'))
  const idle = residentMiB(stack)
  let memory = 0
  const startedAt = performance.now()
  const started = await fetch(url, { method: 'POST', headers, body: form })
  if (started.status !== 202) throw new Error(`The import was refused: ${await started.text()}`)
  const { data } = (await started.json()) as { data: { id: string } }
  for (;;) {
    const answer = await fetch(`${url}/${data.id}`, { headers })
    const { data: now } = (await answer.json()) as {
      data: { status: string; messages: { imported: number }; proof: { is_equal: boolean } | null }
    }
    memory = Math.max(memory, residentMiB(stack) - idle)
    if (now.status === 'completed' && now.proof?.is_equal && now.messages.imported === total) break
    if (now.status === 'completed' || now.status === 'failed') throw new Error(`It ended as ${JSON.stringify(now)}.`)
    await pause(100)
  }
  return { rate: total / ((performance.now() - startedAt) / 1_000), memory }
}

const residentMiB = (stack: Stack): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${stack.pids().integrations}/status`, 'utf8'))![1]) / 1_024

/** Half a year of two channels, by a hundred people, a quarter of it replies. */
function newArchive(): Uint8Array<ArrayBuffer> {
  const files: Record<string, unknown> = {
    'users.json': Array.from({ length: 100 }, (_, i) => ({ id: `U${i}`, name: `person ${i}` })),
    'channels.json': Array.from({ length: channels }, (_, i) => ({ id: `C${i}-${randomUUID()}`, name: `room-${i}` })),
  }
  for (let channel = 0; channel < channels; channel++) {
    const days = Map.groupBy(
      Array.from({ length: perChannel }, (_, i) => messageAt(i)),
      ({ ts }) => new Date(Number(ts) * 1_000).toISOString().slice(0, 10),
    )
    for (const [day, messages] of days) files[`room-${channel}/${day}.json`] = messages
  }
  const entries = Object.entries(files).map(([name, content]) => [name, strToU8(JSON.stringify(content))] as const)
  return zipSync(Object.fromEntries(entries)) as Uint8Array<ArrayBuffer>
}

function messageAt(i: number) {
  const ts = (index: number) => `${1_700_000_000 + index * 1_500}.000100`
  const text = Array.from({ length: 6 + (i % 12) }, (_, k) => words[(i * 7 + k * 3) % words.length]).join(' ')
  return { type: 'message', user: `U${i % 100}`, ts: ts(i), text, ...(i % 4 === 3 && { thread_ts: ts(i - 1) }) }
}

function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 64 * 1_024) yield bytes.subarray(at, at + 64 * 1_024)
}
