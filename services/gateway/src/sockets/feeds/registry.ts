import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import { events as platformEvents } from '@parley/contracts/events'
import { parseFeedId, roomOf } from '@parley/contracts/feed'
import type { FeedSource } from './source.ts'

/** What a room is of: a feed, in a view. */
export interface FeedRoom {
  source: FeedSource
  id: string
  view: string
  /** The room of its first view. */
  main: string
}

/** The kinds of feeds that this gateway delivers, found by rooms, events, and what clients call them. */
export function createFeedRegistry(sources: readonly FeedSource[]) {
  const byName = new Map(sources.map((source) => [source.feed.name, source]))
  const contracts = new Map<string, EventContract>(
    [...platformEvents, ...sources.flatMap(({ events }) => events)].map((event) => [event.type, event]),
  )

  return {
    sources,
    /** Every event that sockets may receive. */
    events: [...contracts.values()] as readonly EventContract[],
    contractOf: (type: string): EventContract | undefined => contracts.get(type),

    /** Undefined for a room that is no feed's. */
    parse(room: string): FeedRoom | undefined {
      const [name, id, given] = room.split(':')
      const source = byName.get(name!)
      if (!source) return undefined
      const view = given ?? source.feed.views[0]
      return { source, id: id!, view, main: roomOf(source.feed, id!) }
    },

    /** The main room of the feed that an event is about. */
    roomOf(event: EventEnvelope): string | undefined {
      for (const { feed } of sources) {
        const text = event[feed.idField]
        const id = text ? parseFeedId(feed, text) : undefined
        if (id !== undefined) return roomOf(feed, id)
      }
      return undefined
    },

    /** The feed that a client calls by this id. */
    find(text: string): { source: FeedSource; id: string } | undefined {
      for (const source of sources) {
        const id = parseFeedId(source.feed, text)
        if (id !== undefined) return { source, id }
      }
      return undefined
    },
  }
}

export type FeedRegistry = ReturnType<typeof createFeedRegistry>
