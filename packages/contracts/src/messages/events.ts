import { defineEvent, webhookFacts } from '../event.ts'
import { channelFeed } from '../feeds.ts'
import { Message, Reaction, ReadMarker, ThreadState, Tombstone } from './message.ts'

const members = 'Members of the channel, and who watches it.'

export const messageCreated = defineEvent({
  type: 'message.created',
  audience: members,
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'add',
  changedBy: 'message.updated',
  // Twins take part in its channel; it mentions somebody, or is said where somebody is notified of all.
  facts: ['has_twins', 'is_addressed', ...webhookFacts],
  data: Message,
})

export const messageUpdated = defineEvent({
  type: 'message.updated',
  audience: members,
  description: 'Its text was changed, or a reply of it deleted. After an absence it carries every other change, too.',
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'change',
  facts: webhookFacts,
  data: Message,
})

export const messageDeleted = defineEvent({
  type: 'message.deleted',
  audience: members,
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'remove',
  facts: webhookFacts,
  data: Tombstone,
})

export const messagePinned = defineEvent({
  type: 'message.pinned',
  audience: members,
  description: 'After an absence it is part of `message.updated`.',
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'change',
  facts: webhookFacts,
  data: Message,
})

export const messageUnpinned = defineEvent({
  type: 'message.unpinned',
  audience: members,
  description: 'After an absence it is part of `message.updated`.',
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'change',
  facts: webhookFacts,
  data: Message,
})

export const reactionAdded = defineEvent({
  type: 'reaction.added',
  audience: members,
  description: '`seq` and `rev` are the message’s; after an absence reactions are part of `message.updated`.',
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'change',
  facts: webhookFacts,
  data: Reaction,
})

export const reactionRemoved = defineEvent({
  type: 'reaction.removed',
  audience: members,
  description: 'The reaction as it was.',
  delivery: 'sequenced',
  feed: channelFeed,
  effect: 'change',
  facts: webhookFacts,
  data: Reaction,
})

export const readUpdated = defineEvent({
  type: 'read.updated',
  audience: 'The reader’s own sockets, and the channel’s members while they are at most 50.',
  delivery: 'transient',
  feed: channelFeed,
  views: ['member'],
  data: ReadMarker,
})

export const threadUpdated = defineEvent({
  type: 'thread.updated',
  audience: 'The reader’s own sockets.',
  description: 'They have read a thread, follow it or stopped following it, here or elsewhere.',
  delivery: 'transient',
  feed: channelFeed,
  views: ['member'],
  data: ThreadState,
})

/** Those that sockets receive. */
export const messageEvents = [
  messageCreated,
  messageUpdated,
  messageDeleted,
  messagePinned,
  messageUnpinned,
  reactionAdded,
  reactionRemoved,
  readUpdated,
  threadUpdated,
] as const
