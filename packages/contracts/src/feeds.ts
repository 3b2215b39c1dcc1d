import { defineFeed } from './feed.ts'

/** A channel's messages and their changes. Watchers only look at a public channel, without being members. */
export const channelFeed = defineFeed({
  name: 'channel',
  plural: 'channels',
  idField: 'channel_id',
  prefix: 'ch',
  dialect: 'team',
  views: ['member', 'watcher'],
  watcherView: 'watcher',
})

/** A conversation of the support desk: its messages, its agents' notes, and what becomes of it. */
export const conversationFeed = defineFeed({
  name: 'conversation',
  plural: 'conversations',
  idField: 'conversation_id',
  prefix: 'cnv',
  dialect: 'desk',
  views: ['agent', 'visitor'],
  sharesRooms: true,
  changesAreWhole: true,
})

/** Every kind of feed. */
export const feeds = [channelFeed, conversationFeed] as const
