import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate'

/** What an export has of a message, as far as tests set it; `ts` in seconds since 1970. */
export interface ExportedMessage {
  ts: string
  user?: string
  text?: string
  [field: string]: unknown
}

export interface SlackExportOptions {
  users?: object[]
  channels?: object[]
  groups?: object[]
  /** By folder, which is the channel’s name. */
  messages?: Record<string, ExportedMessage[]>
  /** Further files, or others in place of those that follow from the rest: text, or what becomes JSON. */
  files?: Record<string, unknown>
}

/** A Slack workspace export, a day file for each day of its messages. */
export function slackExport({
  users = [],
  channels = [],
  groups,
  messages = {},
  files = {},
}: SlackExportOptions): File {
  const days = Object.entries(messages).flatMap(([folder, all]) => [...dayFilesOf(folder, all)])
  return zipFile({
    'users.json': users,
    'channels.json': channels,
    ...(groups && { 'groups.json': groups }),
    ...Object.fromEntries(days),
    ...files,
  })
}

/** Writes one to a file, a channel at a time, so that it may be larger than what fits into memory. */
export async function writeSlackExport(
  path: string,
  people: object[],
  channels: readonly { id: string; name: string }[],
  messagesOf: (channel: string) => readonly ExportedMessage[],
): Promise<void> {
  function* files(): Generator<readonly [name: string, content: unknown]> {
    yield ['users.json', people]
    yield ['channels.json', channels]
    for (const { name } of channels) yield* dayFilesOf(name, messagesOf(name))
  }
  await pipeline(Readable.from(zipped(files())), createWriteStream(path))
}

function* zipped(files: Iterable<readonly [name: string, content: unknown]>): Generator<Uint8Array> {
  const written: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    written.push(chunk)
  })
  for (const [name, content] of files) {
    const entry = new ZipDeflate(name)
    zip.add(entry)
    entry.push(bytesOf(content), true)
    yield* written.splice(0)
  }
  zip.end()
  yield* written.splice(0)
}

const dayFilesOf = (folder: string, messages: readonly ExportedMessage[]): Map<string, object[]> =>
  Map.groupBy(
    messages.map((message) => ({ type: 'message', ...message })),
    (message) => `${folder}/${dayOf(message)}.json`,
  )

const dayOf = ({ ts }: ExportedMessage): string => {
  const seconds = Number(ts)
  return new Date(Number.isFinite(seconds) ? seconds * 1_000 : 0).toISOString().slice(0, 10)
}

/** A ZIP of texts, bytes, and what becomes JSON. */
export function zipFile(files: Record<string, unknown>, name = 'export.zip'): File {
  const entries = Object.entries(files).map(([path, content]) => [path, bytesOf(content)] as const)
  return new File([zipSync(Object.fromEntries(entries))], name)
}

function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content
  return strToU8(typeof content === 'string' ? content : JSON.stringify(content))
}
