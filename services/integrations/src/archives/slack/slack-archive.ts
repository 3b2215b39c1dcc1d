import type { ImportProblem } from '@parley/contracts/imports/import'
import { plainNames } from '../../platforms/slack/format.ts'
import type { Archive, Authors, SourceChannel, SourcePage, SourcePerson, SourcePosition } from '../archive.ts'
import { ArchiveError } from '../archive-error.ts'
import { BrokenJson, readJsonList } from '../json-list.ts'
import { PageBuilder } from '../page.ts'
import { shownName } from '../shown-name.ts'
import { shown, type Zip } from '../zip.ts'
import { compareTs, translate } from './slack-message.ts'
import { SlackChannel, SlackUser } from './slack-types.ts'

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

/** Whether a ZIP is a Slack workspace export. */
export const isSlackExport = ({ sizes }: Zip): boolean =>
  sizes.has('users.json') && lists.some(({ file }) => sizes.has(file))

/** A Slack workspace export: `users.json`, lists of conversations, and for each a folder with a file of messages a day. */
export function openSlackArchive(zip: Zip): Archive {
  const days = daysByFolder(zip)

  async function* people(): AsyncGenerator<SourcePerson> {
    let count = 0
    for await (const { success, data } of parsedList(zip, 'users.json', SlackUser)) {
      if (!success) continue
      if (++count > limits.maxPeople)
        throw new ArchiveError('too_large', `There are more than ${limits.maxPeople} people.`)
      const { id, name, real_name: realName, profile } = data
      yield {
        id,
        name: shownName(profile?.display_name, profile?.real_name, realName, name, id),
        email: profile?.email ?? null,
        avatarUrl: profile?.image_192 ?? null,
      }
    }
  }

  async function* channels(): AsyncGenerator<SourceChannel> {
    let count = 0
    for (const { file, isPrivate } of lists)
      for await (const { success, data } of parsedList(zip, file, SlackChannel)) {
        const folder = success ? (data.name ?? data.id) : undefined
        if (!success || folder === undefined) continue
        if (++count > limits.maxChannels)
          throw new ArchiveError('too_large', `There are more than ${limits.maxChannels} channels.`)
        yield {
          key: data.id ?? folder,
          part: folder,
          name: data.name ?? `direct-${folder}`,
          displayName: null,
          description: data.purpose?.value ?? null,
          topic: data.topic?.value ?? null,
          isPrivate,
          isArchived: data.is_archived,
          isGeneral: false,
        }
      }
  }

  async function* read(
    { part, channels: [channel] }: { part: string; channels: readonly string[] },
    from: SourcePosition,
    authors: Authors,
  ): AsyncGenerator<SourcePage> {
    const channelKey = channel ?? part
    const files = days.get(part) ?? []
    const names = plainNames((id) => authors.get(id)?.name)
    const context = { channelKey, authors, names, now: Date.now() }
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
        page.take(channelKey, translate(given, context), nameOf(name, given), seen)
        if (page.isFull) yield page.flush({ file, entry: entry + 1 }, bytes)
      }
      before = new Set([...seen].filter((key) => !before.has(key)))
      bytes += zip.sizes.get(name)!
    }
    yield page.flush({ file: files.length, entry: 0 }, bytes)
  }

  return {
    kind: 'slack',
    platform: 'slack',
    people,
    channels,
    bytesOf: (part) => bytesOf(zip, days.get(part) ?? []),
    unlisted: (parts) => [...days.keys()].filter((folder) => !parts.has(folder)),
    read,
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
async function* parsedList<T>(
  zip: Zip,
  file: string,
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; data?: undefined } },
) {
  if (!zip.sizes.has(file)) return
  try {
    for await (const value of readJsonList(zip.read(file), limits.maxValueBytes)) yield schema.safeParse(value)
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
