import type { EventContract } from '@parley/contracts/event'
import type { FeedContract } from '@parley/contracts/feed'
import type { Head } from '@parley/contracts/realtime'
import type { PublishedEvent } from '@parley/kit/envelope'
import type { RawBuilder } from 'kysely'
import type { Db } from '../../db.ts'

/** A feed of a workspace. */
export interface FeedRef {
  workspaceId: string
  id: string
}

/** What a reader has missed in a feed, unsigned, and their position after it, as readers of their view count. */
export interface Changes extends Head {
  events: PublishedEvent[]
  /** The events' length as JSON. */
  bytes: number
  hasMore: boolean
  /** The `seq` of each row among them that was added and then changed. */
  changed: number[]
  /** Instead of events, where a reader cannot catch up from their position. */
  isReset: boolean
  /** When they were read, by the database's clock, in microseconds since 1970. */
  readAt: number
}

export interface ChangesQuery {
  /** Rows outside of it are passed over. */
  view: string
  events: number
  bytes: number
  /** Whether a reader from before an import is reset; a room passes over what was imported. */
  resets: boolean
}

/**
 * An SQL expression over `asked(workspace_id, user_id, watching)`: a JSON object of the feeds that somebody reads in a
 * view, each with its newest `seq` when that began; null where they only watch it.
 */
export type Memberships = RawBuilder<Record<string, number | null> | null>

/** Somebody who asks for feeds. */
export type FeedReader = { workspaceId: string } & ({ userId: string } | { visitorId: string })

/** Where a feed stood, and the rooms of its readers, by view. */
export interface SharedStart extends Head {
  rooms: Record<string, string>
}

/** How feeds are begun and watched whose kind `sharesRooms`. */
export interface SharedFeeds {
  /** Where each stood at a time (milliseconds since 1970), in the order given; undefined for one that is gone. */
  readStarts(db: Db, feeds: (FeedRef & { at: number })[]): Promise<(SharedStart | undefined)[]>
  /** The heads of those with readers in these rooms that were changed since a time, the last first. */
  readChanged(db: Db, rooms: string[], since: number): Promise<(FeedRef & SharedStart)[]>
}

/** Where a kind of feed is read: the functions and views that its owner publishes. */
export interface FeedSource {
  feed: FeedContract
  events: readonly EventContract[]
  /** The head of each, in the order given; 0, 0 where nothing was ever written. */
  readHeads(db: Db, feeds: FeedRef[]): Promise<Head[]>
  /** The heads of those that somebody may read, and in which view, as its readers count. */
  readReadable(db: Db, reader: FeedReader, ids: string[]): Promise<Map<string, Head & { view: string }>>
  /** The events that a reader at this position has missed, as many as the limits allow. */
  readChanges(
    db: Db,
    feed: FeedRef,
    position: { seq: number; rev: number | null },
    query: ChangesQuery,
  ): Promise<Changes>
  /** Who is in the room of each view; none where rooms are shared. */
  memberships: Record<string, Memberships>
  shared?: SharedFeeds
}
