import type { ImportProblem } from '@parley/contracts/imports/import'
import type { ImportedMessage } from '@parley/contracts/messages/writing'
import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { SourcePage, SourcePosition } from '../archives/archive.ts'
import type { Context, Db } from '../context.ts'
import { addToChannel, failChannel } from '../store/import-channels.ts'
import { addDays } from '../store/import-days.ts'
import { lockPendingPart, movePart } from '../store/import-parts.ts'
import { addProblems, noChannel, type Problem } from '../store/import-problems.ts'
import { addToImport, type ImportRef } from '../store/imports.ts'
import { importMessages } from '../store/messages.ts'
import type { PlacedChannel } from './channels-of-part.ts'
import { dayOf, daysOf } from './digest.ts'
import { publishProgress } from './publish-progress.ts'

/** A part that a job is reading. */
export interface PartRun {
  ref: ImportRef
  number: number
  /** By their keys in the archive. */
  channels: ReadonlyMap<string, PlacedChannel>
  /** Where a part is read again for the days that differ: which these are, by channel. */
  gaps: ReadonlyMap<string, ReadonlySet<string>> | undefined
}

/** The import was cancelled, or another job is reading the part: what was begun is rolled back. */
export class Superseded extends Error {
  override name = 'Superseded'
}

/** What became of a channel's messages of a page. */
interface Stored {
  imported: number
  alreadyHere: number
  /** As they are stored. */
  messages: ImportedMessage[]
  problems: { code: ImportProblem; key: string }[]
  isFailed: boolean
}

/**
 * Stores a page, and in the same transaction how far the part has come: what is killed before it has committed is stored
 * again from the same place, and what is killed after it is not.
 *
 * @param from where the page begins
 * @throws Superseded
 */
export async function storePage(
  { db, outbox }: Pick<Context, 'db' | 'outbox'>,
  run: PartRun,
  from: { position: SourcePosition; bytes: number },
  page: SourcePage,
  trace: Trace,
): Promise<void> {
  const { ref, number, gaps } = run
  await transaction(db, async (tx) => {
    const part = await lockPendingPart(tx, ref, number)
    if (!part || !isSame(part.position, from.position)) throw new Superseded()
    const added = { bytes: gaps ? 0 : page.bytes - from.bytes, entries: 0, imported: 0, alreadyHere: 0, leftOut: 0 }
    const problems: Problem[] = []
    const wanted = gaps
      ? page.messages.filter(({ channel, message }) => gaps.get(channel)?.has(dayOf(message)))
      : page.messages
    const byChannel = Map.groupBy(wanted, ({ channel }) => channel)
    const entries = entriesOf(page)
    // In order of their locks.
    const channels = [...run.channels.values()].sort((a, b) => (a.channel_id < b.channel_id ? -1 : 1))
    for (const channel of channels) {
      const messages = byChannel.get(channel.source_key)?.map(({ message }) => message) ?? []
      const count = gaps ? 0 : (entries.get(channel.source_key) ?? 0)
      if (messages.length === 0 && count === 0) continue
      const stored = await storeMessages(tx, ref.workspaceId, channel, messages, trace)
      if (stored.isFailed) await failChannel(tx, ref, channel.number)
      const alreadyHere = gaps ? 0 : stored.alreadyHere
      const leftOut = gaps ? 0 : count - stored.imported - alreadyHere
      const counts = { entries: count, imported: stored.imported, alreadyHere, leftOut }
      await addToChannel(tx, ref, channel.number, counts)
      added.imported += stored.imported
      added.alreadyHere += alreadyHere
      if (gaps) continue
      await addDays(tx, ref, channel.number, daysOf(stored.messages))
      problems.push(
        ...stored.problems.map(({ code, key }) => ({ channel: channel.number, code, name: nameOf(channel, key) })),
      )
    }
    if (!gaps) {
      added.entries = page.entries
      added.leftOut = page.entries - added.imported - added.alreadyHere
      problems.push(
        ...page.noted.map(({ channel, problem, name }) => ({
          channel: (channel !== null && run.channels.get(channel)?.number) || noChannel,
          code: problem,
          name,
        })),
      )
    }
    await addProblems(tx, ref, problems)
    await movePart(tx, ref, number, page)
    const progress = await addToImport(tx, ref, added)
    if (!progress) throw new Superseded()
    if (progress.now > progress.before) await publishProgress(tx, ref, trace)
  })
  outbox.notify('channels')
}

/** How a report names a message: by its channel, and the end of its key. */
const nameOf = ({ name }: PlacedChannel, key: string): string => `${name}: ${key.slice(key.lastIndexOf(':') + 1)}`

const isSame = (a: SourcePosition, b: SourcePosition): boolean => a.file === b.file && a.entry === b.entry

/** How many entries of a page are of each channel: its messages, and those that are left out. */
function entriesOf({ messages, noted }: SourcePage): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (channel: string) => counts.set(channel, (counts.get(channel) ?? 0) + 1)
  for (const { channel } of messages) count(channel)
  for (const { channel, isLeftOut } of noted) if (channel !== null && isLeftOut) count(channel)
  return counts
}

async function storeMessages(
  tx: Db,
  workspaceId: string,
  channel: PlacedChannel,
  given: ImportedMessage[],
  trace: Trace,
): Promise<Stored> {
  const none = { imported: 0, alreadyHere: 0, messages: [], problems: [], isFailed: false }
  if (given.length === 0) return none
  const place = { workspaceId, channelId: channel.channel_id }
  const first = await importMessages(tx, place, given, trace)
  if (first.outcome !== 'imported') {
    const code = first.outcome === 'archived' ? 'channel_archived' : 'channel_deleted'
    return { ...none, isFailed: true, problems: given.map(({ key }) => ({ code, key })) }
  }
  // A reply to what is not there is a message of its own.
  const orphans = new Set(first.refused.filter(({ why }) => why === 'no_parent').map(({ key }) => key))
  const alone = given.filter(({ key }) => orphans.has(key)).map(({ parent_key: _, ...message }) => message)
  const second = alone.length === 0 ? undefined : await importMessages(tx, place, alone, trace)
  const refused = [...first.refused.filter(({ key }) => !orphans.has(key)), ...(second?.refused ?? [])]
  const lost = new Set(refused.map(({ key }) => key))
  const messages = [...given.filter(({ key }) => !orphans.has(key)), ...alone].filter(({ key }) => !lost.has(key))
  const imported = first.stored + (second?.stored ?? 0)
  return {
    imported,
    alreadyHere: messages.length - imported,
    messages,
    problems: [
      ...refused.map(({ key, why }) => ({
        key,
        code: why === 'no_author' ? ('no_author' as const) : ('refused' as const),
      })),
      ...alone.filter(({ key }) => !lost.has(key)).map(({ key }) => ({ key, code: 'parent_missing' as const })),
    ],
    isFailed: false,
  }
}
