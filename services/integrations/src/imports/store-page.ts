import { isDeepStrictEqual } from 'node:util'
import type { ImportedMessage } from '@parley/contracts/messages/writing'
import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { SourcePage } from '../archives/archive.ts'
import type { Context, Db } from '../context.ts'
import { addToChannel, failChannel } from '../store/import-channels.ts'
import { addDays } from '../store/import-days.ts'
import { lockPendingPart, movePart } from '../store/import-parts.ts'
import { addProblems, noChannel, type Problem } from '../store/import-problems.ts'
import { addToImport, type ImportRef } from '../store/imports.ts'
import type { PlacedChannel } from './channels-of-part.ts'
import { dayOf, daysOf } from './digest.ts'
import type { PartPosition } from './part-position.ts'
import { publishProgress } from './publish-progress.ts'
import { storeArchived } from './store-archived.ts'
import type { Stored } from './store-messages.ts'

/** A part that a job is reading. */
export interface PartRun {
  ref: ImportRef
  number: number
  /** By their keys in the archive. */
  channels: ReadonlyMap<string, PlacedChannel>
  /** Where a part is read again for the days that differ: which these are, by channel. */
  gaps: ReadonlyMap<string, ReadonlySet<string>> | undefined
  /** What is read again is counted again: the source may have changed. */
  isLive?: boolean
  /** Stores the messages of a channel; `storeArchived` if not given. */
  store?: (tx: Db, channel: PlacedChannel, messages: ImportedMessage[]) => Promise<Stored>
}

/** The import was cancelled, or another job is reading the part: what was begun is rolled back. */
export class Superseded extends Error {
  override name = 'Superseded'
}

/**
 * Stores a page, and in the same transaction how far the part has come: what is killed before it has committed is stored
 * again from the same place, and what is killed after it is not.
 *
 * @param from where the page begins
 * @returns whether a channel of it takes nothing any more
 * @throws Superseded
 */
export async function storePage(
  { db, outbox }: Pick<Context, 'db' | 'outbox'>,
  run: PartRun,
  from: { position: PartPosition; bytes: number },
  page: SourcePage<PartPosition>,
  trace: Trace,
): Promise<{ isFailed: boolean }> {
  const { ref, number, gaps, isLive = false } = run
  const store = run.store ?? ((tx, channel, messages) => storeArchived(tx, ref.workspaceId, channel, messages, trace))
  const result = await transaction(db, async (tx) => {
    const part = await lockPendingPart(tx, ref, number)
    if (!part || !isDeepStrictEqual(part.position, from.position)) throw new Superseded()
    const added = { bytes: gaps ? 0 : page.bytes - from.bytes, entries: 0, imported: 0, alreadyHere: 0, leftOut: 0 }
    const problems: Problem[] = []
    let isFailed = false
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
      const stored = await store(tx, channel, messages)
      if (stored.isFailed) {
        isFailed = true
        await failChannel(tx, ref, channel.number)
      }
      const alreadyHere = gaps ? 0 : stored.alreadyHere
      const leftOut = gaps ? 0 : count - stored.imported - alreadyHere
      const counts = { entries: count, imported: stored.imported, alreadyHere, leftOut }
      await addToChannel(tx, ref, channel.number, counts)
      added.imported += stored.imported
      added.alreadyHere += alreadyHere
      if (!gaps || isLive) await addDays(tx, ref, channel.number, daysOf(stored.messages))
      if (gaps) continue
      problems.push(
        ...stored.problems.map(({ code, key }) => ({ channel: channel.number, code, name: nameOf(channel, key) })),
      )
    }
    if (!gaps) {
      added.entries = page.entries
      added.leftOut = page.entries - added.imported - added.alreadyHere
      problems.push(
        ...page.noted.map(({ channel, problem, name }) => ({
          channel: (channel === null ? undefined : run.channels.get(channel)?.number) ?? noChannel,
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
    return { isFailed }
  })
  outbox.notify('channels')
  return result
}

/** How a report names a message: by its channel, and the end of its key. */
const nameOf = ({ name }: PlacedChannel, key: string): string => `${name}: ${key.slice(key.lastIndexOf(':') + 1)}`

/** How many entries of a page are of each channel: its messages, and those that are left out. */
function entriesOf({ messages, noted }: SourcePage<PartPosition>): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (channel: string) => counts.set(channel, (counts.get(channel) ?? 0) + 1)
  for (const { channel } of messages) count(channel)
  for (const { channel, isLeftOut } of noted) if (channel !== null && isLeftOut) count(channel)
  return counts
}
