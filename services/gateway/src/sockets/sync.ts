import { type SyncedFeed, type SyncPosition, socketLimits } from '@parley/contracts/realtime'
import type { Db } from '../db.ts'
import type { FeedRegistry } from './feeds/registry.ts'
import type { FeedReader, FeedSource } from './feeds/source.ts'
import { shownTo, ViewPosition } from './feeds/view-position.ts'
import { clampRevs } from './republish.ts'
import type { SignForRoom } from './sign-for-room.ts'

/** What is answered, by kind of feed and by id as it was asked, and how many bytes its events have. */
interface Synced {
  feeds: Record<string, Record<string, SyncedFeed>>
  bytes: number
}

/** What a client has missed in each feed it asks about, as far as it may read there: one read a feed. */
export async function sync(
  db: Db,
  registry: FeedRegistry,
  signForRoom: SignForRoom,
  reader: FeedReader,
  asked: Record<string, SyncPosition>,
): Promise<Synced> {
  const feeds: Synced['feeds'] = Object.fromEntries(registry.sources.map(({ feed }) => [feed.plural, {}]))
  const found = Object.keys(asked).map((key) => ({ key, ...registry.find(key)! }))
  let bytes = 0
  for (const [source, keys] of Map.groupBy(found, ({ source }) => source)) {
    const readable = await source.readReadable(db, reader, [...new Set(keys.map(({ id }) => id))])
    for (const { key, id } of keys) {
      const head = readable.get(id)
      const budget = socketLimits.bytesPerSync - bytes
      const page = head ? await missed(source, id, head, positionIn(asked[key]!), budget) : undefined
      feeds[source.feed.plural]![key] = page?.answer ?? { error: 'not_found' }
      bytes += page?.bytes ?? 0
    }
  }
  return { feeds, bytes }

  async function missed(
    source: FeedSource,
    id: string,
    { view, ...head }: { seq: number; rev: number; view: string },
    { seq, rev }: { seq: number; rev: number | null },
    bytesLeft: number,
  ): Promise<{ answer: SyncedFeed; bytes: number }> {
    if (seq === head.seq && rev === head.rev) return { answer: { events: [], ...head, has_more: false }, bytes: 0 }
    const isKnown = rev !== null || seq === 0
    if (bytesLeft <= 0 && isKnown) return { answer: { events: [], seq, rev: rev ?? 0, has_more: true }, bytes: 0 }
    const ref = { workspaceId: reader.workspaceId, id }
    // The rev of a bare seq comes with a page: with one event where there is room for none.
    const limits = bytesLeft > 0 ? { events: socketLimits.eventsPerChannel, bytes: bytesLeft } : { events: 1, bytes: 1 }
    const page = await source.readChanges(db, ref, { seq, rev }, { view, ...limits, resets: true })
    const reached = { seq: page.seq, rev: page.rev }
    if (page.isReset) return { answer: { reset: true, ...reached }, bytes: 0 }
    const position = new ViewPosition(seq)
    const events = clampRevs(page.events, page.rev).map((event) => {
      signForRoom(event, page.readAt)
      const contract = registry.contractOf(event.type)
      return position.next(shownTo(view, event, contract), contract)
    })
    return { answer: { events, ...reached, has_more: page.hasMore }, bytes: page.bytes }
  }
}

const positionIn = (asked: SyncPosition) =>
  typeof asked === 'number' ? { seq: asked, rev: null } : { seq: asked.seq, rev: asked.rev ?? null }
