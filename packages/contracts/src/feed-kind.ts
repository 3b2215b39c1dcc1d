import type { EventContract } from './event.ts'
import type { FeedContract, FeedKind } from './feed.ts'

/** What a client knows of a kind of feed, out of the contracts of its events. */
export function feedKindOf(feed: FeedContract, events: readonly EventContract[]): FeedKind {
  const own = events.filter((event) => event.feed?.name === feed.name)
  const effects = own.flatMap((event) => (event.delivery === 'sequenced' ? [[event.type, event.effect]] : []))
  const memberships = own.flatMap((event) =>
    event.delivery === 'transient' && event.membership ? [[event.type, event.membership]] : [],
  )
  return { feed, effects: Object.fromEntries(effects), memberships: Object.fromEntries(memberships) }
}
