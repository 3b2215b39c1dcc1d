import { strToU8, zipSync } from 'fflate'

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
  const written = Object.entries(messages).flatMap(([folder, all]) =>
    all.map((message) => ({ file: `${folder}/${dayOf(message)}.json`, message: { type: 'message', ...message } })),
  )
  const byFile = Map.groupBy(written, ({ file }) => file)
  const days = Object.fromEntries([...byFile].map(([file, of]) => [file, of.map(({ message }) => message)]))
  return zipFile({
    'users.json': users,
    'channels.json': channels,
    ...(groups && { 'groups.json': groups }),
    ...days,
    ...files,
  })
}

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
