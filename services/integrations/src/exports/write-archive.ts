import type { Db } from '../context.ts'
import { Authors } from './authors.ts'
import {
  channelEntry,
  countHidden,
  type Exporter,
  isAdmin,
  listOf,
  listReadable,
  mayRead,
  readMembers,
} from './channels.ts'
import { type FileToExport, writeFiles } from './files.ts'
import { jsonList } from './json-chunks.ts'
import { type ChannelList, channelLists, layoutVersion, paths } from './layout.ts'
import { messageEntry } from './message-entry.ts'
import { type ExportedMessage, messagesOf } from './messages.ts'
import { authorEntry, listPeople, personEntry } from './people.ts'
import { writeDays } from './write-channel.ts'
import { type Export, type ExportCounts, ExportRefused } from './writing.ts'

/** After so many messages progress is reported. */
const reportEvery = 1_000
/** Files that an archive has at most: an import takes 250,000 in all, days included. */
const maxFiles = 100_000

/** Writes an archive of what somebody may read. */
export async function writeArchive(writing: Export): Promise<ExportCounts> {
  const { ctx, zip, exporter, withFiles } = writing
  const counts: ExportCounts = { channels: 0, messages: 0, files: 0, channelsLeftOut: 0, filesLeftOut: 0 }
  counts.channelsLeftOut = await countHidden(ctx.db, exporter)
  const folders = new Folders()
  for (const list of channelLists) await zip.add(list, jsonList(channelsIn(ctx.db, exporter, list, folders)))
  const authors = new Authors()
  const files: FileToExport[] = []
  for (const [channelId, folder] of folders) {
    const entryOf = (message: ExportedMessage) => messageEntry(message, { authors, channelId, withFiles })
    const messages = (db: Db) => counted(messagesOf(db, { ...exporter, channelId }), writing, counts, files)
    // Of each channel what was there at one moment, as far as the exporter may still read it.
    await ctx.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        if (!(await isAdmin(tx, exporter)))
          throw new ExportRefused('forbidden', 'Who asked for it is no admin any more.')
        if (!(await mayRead(tx, exporter, channelId))) return
        counts.channels += 1
        await writeDays(zip, folder, messages(tx), entryOf)
      })
  }
  await writeFiles(writing, files, counts)
  await zip.add('users.json', jsonList(everybody(ctx.db, exporter.workspaceId, authors)))
  await zip.add(paths.about, about(exporter.workspaceId, counts))
  return counts
}

/** The folder of each channel that is listed; of two that had the same name, one after the other, the second has its id. */
class Folders {
  readonly #byChannel = new Map<string, string>()
  readonly #taken = new Set<string>()

  of({ channel_id: id, name }: { channel_id: string; name: string }, isNamed: boolean): string {
    const found = this.#byChannel.get(id)
    if (found !== undefined) return found
    const folder = isNamed && !this.#taken.has(name) ? name : id
    this.#byChannel.set(id, folder)
    this.#taken.add(folder)
    return folder
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#byChannel.entries()
  }
}

async function* channelsIn(db: Db, exporter: Exporter, list: ChannelList, folders: Folders): AsyncGenerator<unknown> {
  for await (const page of listReadable(db, exporter)) {
    const channels = page.filter((channel) => listOf(channel) === list)
    if (channels.length === 0) continue
    const members = await readMembers(db, exporter.workspaceId, channels)
    for (const channel of channels) yield channelEntry(channel, folders.of(channel, list !== 'dms.json'), members)
  }
}

/** Counts messages as they are written, and collects their files. */
async function* counted(
  messages: AsyncIterable<ExportedMessage>,
  { withFiles, signal, onProgress }: Export,
  counts: ExportCounts,
  files: FileToExport[],
): AsyncGenerator<ExportedMessage> {
  for await (const message of messages) {
    yield message
    counts.messages += 1
    if (withFiles)
      for (const { id, name, size, type } of message.attachments ?? [])
        if (files.length < maxFiles) files.push({ id, name, size, type })
        else counts.filesLeftOut += 1
    if (counts.messages % reportEvery !== 0) continue
    signal.throwIfAborted()
    await onProgress(counts)
  }
}

async function* everybody(db: Db, workspaceId: string, authors: Authors): AsyncGenerator<unknown> {
  for await (const person of listPeople(db, workspaceId)) {
    authors.delete(person.user_id)
    yield personEntry(person)
  }
  for (const [id, author] of authors) yield authorEntry(id, author)
}

/** What the archive is, for whoever opens it. */
async function* about(workspaceId: string, counts: ExportCounts): AsyncGenerator<string> {
  const left = { channels: counts.channelsLeftOut, files: counts.filesLeftOut }
  const { channels, messages, files } = counts
  const written = { version: layoutVersion, workspace_id: workspaceId, exported_at: new Date().toISOString() }
  yield `${JSON.stringify({ ...written, channels, messages, files, left_out: left }, null, 2)}\n`
}
