import type { ArchiveKind, ImportProblem } from '@parley/contracts/imports/import'
import type { Archive, Authors, SourceChannel, SourcePage, SourcePerson, SourcePosition } from './archive.ts'
import { ArchiveError } from './archive-error.ts'
import { BrokenJson, readJsonList } from './json-list.ts'
import { PageBuilder, type Translated } from './page.ts'
import { compareTs } from './slack/slack-message.ts'
import { shown, type Zip } from './zip.ts'

/** What is in memory at once: a day of a channel, of which the largest are a few megabytes. */
const limits = {
  maxPeople: 500_000,
  maxChannels: 20_000,
  maxDayBytes: 64 * 1024 ** 2,
  maxValueBytes: 8 * 1024 ** 2,
}

/** The lists of conversations, and what is private of them. */
const lists = [
  { file: 'channels.json', isPrivate: false },
  { file: 'groups.json', isPrivate: true },
  { file: 'mpims.json', isPrivate: true },
  { file: 'dms.json', isPrivate: true },
] as const

const dayFile = /^([^/]+)\/(\d{4}-\d{2}-\d{2})\.json$/

/** What the entries of an archive in the layout of Slack's exports say, in each kind of it. */
export interface DayFormat {
  kind: ArchiveKind
  /** By which its people are known as bridged authors. */
  platform: string
  /** Undefined for an entry that is none. */
  person(given: unknown): SourcePerson | undefined
  /** With the folder of its messages as its part; undefined for an entry that is none. */
  channel(given: unknown, isPrivate: boolean): SourceChannel | undefined
  /** What makes messages of the entries of a channel. */
  translator(channelKey: string, authors: Authors): (given: unknown) => Translated
}

/** Whether a ZIP is in the layout of Slack's workspace exports. */
export const hasDayFiles = ({ sizes }: Zip): boolean =>
  sizes.has('users.json') && lists.some(({ file }) => sizes.has(file))

/** An archive of `users.json`, lists of conversations, and for each a folder with a file of messages a day. */
export function openDayFiles(zip: Zip, format: DayFormat): Archive {
  const days = daysByFolder(zip)

  async function* people(): AsyncGenerator<SourcePerson> {
    let count = 0
    for await (const value of listed(zip, 'users.json')) {
      const person = format.person(value)
      if (!person) continue
      if (++count > limits.maxPeople)
        throw new ArchiveError('too_large', `There are more than ${limits.maxPeople} people.`)
      yield person
    }
  }

  async function* channels(): AsyncGenerator<SourceChannel> {
    let count = 0
    for (const { file, isPrivate } of lists)
      for await (const value of listed(zip, file)) {
        const channel = format.channel(value, isPrivate)
        if (!channel) continue
        if (++count > limits.maxChannels)
          throw new ArchiveError('too_large', `There are more than ${limits.maxChannels} channels.`)
        yield channel
      }
  }

  async function* read(
    { part, channels: [channel] }: { part: string; channels: readonly string[] },
    from: SourcePosition,
    authors: Authors,
  ): AsyncGenerator<SourcePage> {
    const channelKey = channel ?? part
    const files = days.get(part) ?? []
    const translate = format.translator(channelKey, authors)
    const page = new PageBuilder()
    let bytes = bytesOf(zip, files.slice(0, from.file))
    let before = new Set<string>()
    for (let file = from.file; file < files.length; file++) {
      const name = files[file]!
      const entries = await readDay(zip, name, (problem) =>
        page.note({ channel: channelKey, problem, name, isLeftOut: false }),
      )
      // Also those of the day before: time zones divide days elsewhere.
      const seen = new Set(before)
      for (let entry = file === from.file ? from.entry : 0; entry < entries.length; entry++) {
        const given = entries[entry]
        page.take(channelKey, translate(given), nameOf(name, given), seen)
        if (page.isFull) yield page.flush({ file, entry: entry + 1 }, bytes)
      }
      before = new Set([...seen].filter((key) => !before.has(key)))
      bytes += zip.sizes.get(name)!
    }
    yield page.flush({ file: files.length, entry: 0 }, bytes)
  }

  return {
    kind: format.kind,
    platform: format.platform,
    people,
    channels,
    bytesOf: (part) => bytesOf(zip, days.get(part) ?? []),
    unlisted: (parts) => [...days.keys()].filter((folder) => !parts.has(folder)),
    read,
    openFile: zip.openFile,
    close: () => zip.close(),
  }
}

const bytesOf = ({ sizes }: Zip, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + sizes.get(file)!, 0)

/** Where a message is, for people to find it: `general/2024-05-01.json: 1714557600.000100`. */
function nameOf(file: string, given: unknown): string {
  const { ts } = given as { ts?: unknown }
  return typeof ts === 'string' ? `${file}: ${shown(ts).slice(0, 30)}` : file
}

/** The day files of each folder, oldest first. */
function daysByFolder({ sizes }: Zip): Map<string, string[]> {
  const days = new Map<string, string[]>()
  for (const name of sizes.keys()) {
    const folder = dayFile.exec(name)?.[1]
    if (folder === undefined) continue
    const files = days.get(folder)
    if (files) files.push(name)
    else days.set(folder, [name])
  }
  for (const files of days.values()) files.sort()
  return days
}

/** @throws ArchiveError where the list cannot be read: without it nothing can be imported rightly */
async function* listed(zip: Zip, file: string): AsyncGenerator<unknown> {
  if (!zip.sizes.has(file)) return
  try {
    yield* readJsonList(zip.read(file), limits.maxValueBytes)
  } catch (cause) {
    if (!(cause instanceof BrokenJson)) throw cause
    throw new ArchiveError('damaged', `${shown(file)} cannot be read: ${cause.message}`, { cause })
  }
}

type Note = (problem: ImportProblem) => void

/** A day's entries by time, as far as they can be read. */
async function readDay(zip: Zip, name: string, note: Note): Promise<unknown[]> {
  if (zip.sizes.get(name)! > limits.maxDayBytes) {
    note('file_too_large')
    return []
  }
  const entries: Entry[] = []
  try {
    for await (const value of readJsonList(zip.read(name), limits.maxValueBytes)) entries.push(Object(value))
  } catch (error) {
    if (!isBroken(error)) throw error
    note('broken_file')
  }
  const isSorted = entries.every((entry, i) => i === 0 || compareEntries(entries[i - 1]!, entry) <= 0)
  return isSorted ? entries : entries.sort(compareEntries)
}

interface Entry {
  ts?: unknown
  thread_ts?: unknown
}

/** By time; but a reply comes no sooner than what it replies to, also where its clock was behind. */
const compareEntries = (a: Entry, b: Entry): number =>
  compareUnknown(placeOf(a), placeOf(b)) || compareUnknown(a.ts, b.ts)

const placeOf = ({ ts, thread_ts: root }: Entry): unknown => (compareUnknown(root, ts) > 0 ? root : ts)

const compareUnknown = (a: unknown, b: unknown): number =>
  typeof a === 'string' && typeof b === 'string' && a !== b ? compareTs(a, b) : 0

/** Of the file itself, and not of where it is kept. */
const isBroken = (error: unknown): boolean =>
  error instanceof BrokenJson ||
  /^Z_/.test((error as NodeJS.ErrnoException).code ?? '') ||
  /too (?:many|few) bytes|invalid (?:local|stored)/i.test((error as Error).message)
