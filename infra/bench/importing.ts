import { randomUUID } from 'node:crypto'
import type { Stack } from '@parley/local/supervisor'
import { strToU8, zipSync } from 'fflate'
import type pg from 'pg'
import type { Population } from './population.ts'

const words = 'deploy the migration is through shout if that is in anyone’s way see the notes on call tomorrow'.split(
  ' ',
)

/** A Slack export: some years of channels that are new each time, by a hundred people, a quarter of it replies. */
export function slackArchive({ channels, perChannel }: { channels: number; perChannel: number }): File {
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
  return new File([zipSync(Object.fromEntries(entries)) as Uint8Array<ArrayBuffer>], 'export.zip')
}

function messageAt(i: number) {
  const ts = (index: number) => `${1_700_000_000 + index * 1_500}.000100`
  const text = Array.from({ length: 6 + (i % 12) }, (_, k) => words[(i * 7 + k * 3) % words.length]).join(' ')
  return { type: 'message', user: `U${i % 100}`, ts: ts(i), text, ...(i % 4 === 3 && { thread_ts: ts(i - 1) }) }
}

/** What the bench reads of an import. */
export interface ImportState {
  status: string
  messages: { imported: number }
  proof: { is_equal: boolean } | null
}

/** Uploads an archive as the workspace's owner. */
export async function startImport(stack: Stack, { workspaceId, people }: Population, archive: File) {
  const url = `${stack.url}/api/v2/workspaces/${workspaceId}/imports`
  const headers = { authorization: `Bearer ${people[0]!.key}` }
  const form = new FormData()
  form.append('archive', archive)
  const started = await fetch(url, { method: 'POST', headers, body: form })
  if (started.status !== 202) throw new Error(`The import was refused: ${await started.text()}`)
  const { data } = (await started.json()) as { data: { id: string } }
  return {
    async now(): Promise<ImportState> {
      const answer = await fetch(`${url}/${data.id}`, { headers })
      return ((await answer.json()) as { data: ImportState }).data
    },
    async cancel(): Promise<void> {
      const answer = await fetch(`${url}/${data.id}`, { method: 'DELETE', headers })
      if (!answer.ok) throw new Error(`The import was not cancelled: ${await answer.text()}`)
      await answer.body?.cancel()
    },
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Resolves when what was stored is findable, and takes no more CPU. */
export async function untilIndexed(database: pg.Client): Promise<void> {
  while ((await database.query('select from messaging.search_queue limit 1')).rowCount) await pause(250)
}
