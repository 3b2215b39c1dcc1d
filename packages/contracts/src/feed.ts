import { decodeId, encodeId, type IdPrefix } from './type-id.ts'

/**
 * A kind of feed: what numbers its rows (`seq`) and their changes (`rev`) under a lock, so that its events can be
 * delivered in order, once, and asked for after an absence.
 */
export interface FeedContract {
  /** In the singular; the first part of its rooms: `channel:<id>`. */
  name: string
  /** What the answers to `sync` and `positions` call them. */
  plural: string
  /** Where an envelope has its id. */
  idField: 'channel_id' | 'conversation_id'
  prefix: IdPrefix
  /** How envelopes write its id: `team` as a UUID, `desk` as a TypeID. `sync` takes both of a `team` feed, and of others the TypeID alone. */
  dialect: 'team' | 'desk'
  /** Who may read it, each seeing some of its events. The first sees all, and events travel in its room. */
  views: readonly [string, ...string[]]
  /**
   * Set where there are too many of them for rooms of their own: their readers are in rooms of many feeds, which events
   * name, and whoever delivers them reads where a feed stands when its first event comes. Rows that were written in the seconds
   * before somebody connected may then be emitted to them again.
   */
  sharesRooms?: true
  /** Set where each change says how the whole of it is now: the last one stands for all that were missed before it. */
  changesAreWhole?: true
  /** The view of those who belong to no feed of this kind, but ask for its events while they look at it. */
  watcherView?: string
}

/** A kind of feed, and what its events say: what a client needs to keep its place in one. */
export interface FeedKind {
  feed: FeedContract
  /** Of numbered events, by type; one that is not named changes a row. */
  effects: Readonly<Record<string, 'add' | 'change' | 'remove'>>
  /** Of events that say who receives the feed, by type. */
  memberships: Readonly<Record<string, 'open' | 'join' | 'leave' | 'review' | 'close'>>
}

/** Declares a kind of feed once: its name, its id in envelopes, and its views. */
export const defineFeed = <const F extends FeedContract>(feed: F): F => feed

/** The room of those who read a feed in a view; the first view's is also the feed's channel on Redis. */
export const roomOf = ({ name, views }: FeedContract, id: string, view: string = views[0]): string =>
  view === views[0] ? `${name}:${id}` : `${name}:${id}:${view}`

/** A feed's id as its envelopes write it. */
export const feedIdOf = ({ dialect, prefix }: FeedContract, uuid: string): string =>
  dialect === 'team' ? uuid : encodeId(prefix, uuid)

/** The UUID of a feed of this kind by what a client calls it; undefined where it is none. */
export function parseFeedId({ dialect, prefix }: FeedContract, text: string): string | undefined {
  const isTypeId = text.includes('_')
  return isTypeId || dialect === 'team' ? decodeId(text, [prefix]) : undefined
}
