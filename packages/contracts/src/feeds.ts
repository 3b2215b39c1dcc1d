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

/** Every kind of feed. */
export const feeds = [channelFeed] as const
