import { createHash } from 'node:crypto'
import type { ImportProblem } from '@parley/contracts/imports/import'
import type { Archive, Authors, SourceChannel, SourcePage, SourcePerson, SourcePosition } from '../archive.ts'
import { ArchiveError } from '../archive-error.ts'
import { readLines } from '../lines.ts'
import { PageBuilder, type Translated } from '../page.ts'
import { shownName } from '../shown-name.ts'
import { mattermostKey, type Translation, translateMattermost } from './mattermost-message.ts'
import { MattermostLine, MattermostReply, otherTypes } from './mattermost-types.ts'

const limits = { maxPeople: 500_000, maxChannels: 20_000, maxLineBytes: 16 * 1024 ** 2 }

/** A bulk export: its lines, and the files beside them. */
export interface BulkExport {
  /** Of the file with the lines. */
  name: string
  size: number
  /** @param from the first byte that is read */
  open(from?: number): AsyncIterable<Buffer>
  /** Files by their paths in the archive. */
  openFile: Archive['openFile']
  close(): void
}

/** A Mattermost bulk export: a JSON object a line, in one part with all channels. */
export function openMattermostArchive({ name, size, open, openFile, close }: BulkExport): Archive {
  const pathOf = (path: string) => [`data/${path}`, path].find((each) => openFile(each) !== undefined)

  async function* people(): AsyncGenerator<SourcePerson> {
    let count = 0
    for await (const { line } of parsed(open())) {
      if (line?.type !== 'user') continue
      if (++count > limits.maxPeople)
        throw new ArchiveError('too_large', `There are more than ${limits.maxPeople} people.`)
      const { username, email, nickname, first_name: first, last_name: last } = line.user
      const full = [first, last].filter((part) => part).join(' ')
      yield { id: username, name: shownName(nickname, full, username), email: email || null, avatarUrl: null }
    }
  }

  async function* channels(): AsyncGenerator<SourceChannel> {
    let count = 0
    for await (const { line } of parsed(open())) {
      const channel = line && channelOf(line, name)
      if (!channel) continue
      if (++count > limits.maxChannels)
        throw new ArchiveError('too_large', `There are more than ${limits.maxChannels} channels.`)
      yield channel
    }
  }

  async function* read(
    { channels }: { part: string; channels: readonly string[] },
    from: SourcePosition,
    authors: Authors,
  ): AsyncGenerator<SourcePage> {
    const known = new Set(channels)
    const page = new PageBuilder()
    const now = Date.now()
    const seen = new Set<string>()
    let done = from.offset ?? 0
    // A position is how many lines were read to their end, where the next one begins, and how many messages of it were read.
    const before = from.offset === undefined ? undefined : { lines: from.entry, bytes: from.offset }
    for await (const { number, line, problem, start, bytes } of parsed(open(from.offset), before)) {
      done = bytes
      if (number <= from.entry) continue
      const where = `${name}: ${number}`
      if (problem) page.note({ channel: null, problem, name: where, isLeftOut: false })
      const post = line && postOf(line)
      if (!post) continue
      const { channelKey } = post
      if (!known.has(channelKey)) {
        page.note({ channel: null, problem: 'unknown_channel', name: where, isLeftOut: false })
        continue
      }
      const translation = { channelKey, authors, now, pathOf }
      const rootKey = mattermostKey(channelKey, post.root)
      seen.clear()
      const ofThread = [post.root, ...post.replies]
      for (let i = number === from.entry + 1 ? from.file : 0; i < ofThread.length; i++) {
        page.take(
          channelKey,
          translateOne(ofThread[i], i === 0 ? translation : { ...translation, rootKey }),
          where,
          seen,
        )
        if (page.isFull) yield page.flush({ file: i + 1, entry: number - 1, offset: start }, bytes)
      }
    }
    yield page.flush({ file: 0, entry: Number.MAX_SAFE_INTEGER, offset: size }, done)
  }

  return {
    kind: 'mattermost',
    platform: 'mattermost',
    people,
    channels,
    read,
    openFile,
    close,
    bytesOf: () => size,
    unlisted: () => [],
  }
}

function translateOne(given: unknown, translation: Translation): Translated {
  const { success, data } = MattermostReply.safeParse(given)
  return success ? translateMattermost(data, translation) : { problem: 'no_time' }
}

interface ParsedLine {
  number: number
  line?: MattermostLine
  problem?: ImportProblem
  start: number
  bytes: number
}

async function* parsed(
  chunks: AsyncIterable<Buffer>,
  from?: { lines: number; bytes: number },
): AsyncGenerator<ParsedLine> {
  for await (const { text, ...line } of readLines(chunks, limits.maxLineBytes, from))
    if (text === undefined) yield { ...line, problem: 'file_too_large' }
    else if (text.trim() !== '') yield { ...line, ...parsedText(text) }
}

function parsedText(text: string): Pick<ParsedLine, 'line' | 'problem'> {
  let given: unknown
  try {
    given = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return { problem: 'broken_line' }
  }
  const { success, data: line } = MattermostLine.safeParse(given)
  if (success) return { line }
  const { type } = Object(given) as { type?: unknown }
  return typeof type === 'string' && otherTypes.has(type) ? {} : { problem: 'broken_line' }
}

/** A direct conversation has no name: it is known by who is in it. */
const directKey = (members: readonly string[]): string =>
  `direct-${createHash('sha256')
    .update([...members].sort().join('\n'))
    .digest('hex')
    .slice(0, 24)}`

function channelOf(line: MattermostLine, part: string): SourceChannel | undefined {
  const common = { part, displayName: null, description: null, isArchived: false, isGeneral: false }
  if (line.type === 'direct_channel') {
    const { members, header } = line.direct_channel
    const key = directKey(members)
    return { ...common, key, name: key, displayName: members.join(', '), topic: header ?? null, isPrivate: true }
  }
  if (line.type !== 'channel') return undefined
  const { team, name, display_name: displayName, type, header, purpose, deleted_at: deletedAt } = line.channel
  return {
    ...common,
    key: `${team}/${name}`,
    name,
    displayName: displayName || null,
    description: purpose ?? null,
    topic: header ?? null,
    isPrivate: type !== 'O',
    isArchived: (deletedAt ?? 0) > 0,
  }
}

function postOf(line: MattermostLine) {
  if (line.type === 'post') {
    const { team, channel, replies, ...root } = line.post
    return { channelKey: `${team}/${channel}`, root, replies: replies ?? [] }
  }
  if (line.type !== 'direct_post') return undefined
  const { channel_members: members, replies, ...root } = line.direct_post
  return { channelKey: directKey(members), root, replies: replies ?? [] }
}
