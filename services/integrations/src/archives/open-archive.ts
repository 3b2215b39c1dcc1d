import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Archive } from './archive.ts'
import { ArchiveError } from './archive-error.ts'
import { hasDayFiles, openDayFiles } from './day-files.ts'
import { openMattermostArchive } from './mattermost/mattermost-archive.ts'
import { isParleyExport, parleyFormat } from './parley/parley-format.ts'
import type { OpenRange } from './random-access.ts'
import { slackFormat } from './slack/slack-format.ts'
import { openZip, type Zip } from './zip.ts'

/** What a Mattermost bulk export begins with, be it a file by itself or in a ZIP. */
const firstLine = /^(?:\ufeff)?\s*\{\s*"type"\s*:\s*"(?:version|info)"/
const headBytes = 256

/**
 * Opens an archive by what is in it.
 *
 * @throws ArchiveError for one that is none, or that is refused
 */
export async function openArchive(open: OpenRange, size: number): Promise<Archive> {
  if (await beginsAsBulkExport(open, size)) return openLines(open, size)
  const zip = await openZip(open, size)
  if (hasDayFiles(zip)) return openDayFiles(zip, isParleyExport(zip) ? parleyFormat : slackFormat)
  const bulk = [...zip.sizes.keys()].find((name) => /^[^/]+\.jsonl$/.test(name))
  if (bulk !== undefined) return openBulkExport(zip, bulk)
  zip.close()
  throw new ArchiveError('unknown_kind', 'The archive is no export that is known: see `kind`.')
}

async function beginsAsBulkExport(open: OpenRange, size: number): Promise<boolean> {
  if (size === 0) return false
  const head = await buffer(await open({ start: 0, end: Math.min(size, headBytes) - 1 }))
  return firstLine.test(head.toString())
}

/** A bulk export without its files. */
const openLines = (open: OpenRange, size: number): Archive =>
  openMattermostArchive({
    name: 'import.jsonl',
    size,
    async *open(from = 0) {
      if (from >= size) return
      const bytes: Readable = await open({ start: from, end: size - 1 })
      yield* bytes
    },
    openFile: () => undefined,
    close: () => {},
  })

const openBulkExport = (zip: Zip, name: string): Archive =>
  openMattermostArchive({
    name,
    size: zip.sizes.get(name)!,
    open: (from = 0) => withoutFirst(zip.read(name), from),
    openFile: zip.openFile,
    close: () => zip.close(),
  })

/** What is compressed is unpacked from its beginning. */
async function* withoutFirst(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}
