import * as z from 'zod'
import { defineEvent, webhookFacts } from '../event.ts'
import { channelFeed } from '../feeds.ts'
import { Uuid } from '../ids.ts'
import { Channel, ChannelMember, ChannelMembership, participationModes } from './channel.ts'

const audience = 'Every non-guest of the workspace when the channel is public, its members when it is private.'

export const channelCreated = defineEvent({
  type: 'channel.created',
  audience,
  description:
    'The channel as everybody sees it: `is_member`, which differs from caller to caller, is in answers alone. Whoever becomes a member with it receives `member.added`. `parent_channel_id` is null to those who cannot see the parent.',
  delivery: 'transient',
  feed: channelFeed,
  membership: 'open',
  facts: webhookFacts,
  data: Channel,
})

export const channelUpdated = defineEvent({
  type: 'channel.updated',
  audience,
  description:
    'The channel as it is now. `parent_channel_id` is null to those who cannot see the parent. An archived channel is read-only from then on. `history_changed`: messages were imported into its history, or deleted because of their age, and it is to be read again; they come in no events of their own.',
  delivery: 'transient',
  feed: channelFeed,
  membership: 'review',
  facts: webhookFacts,
  data: Channel.extend({ history_changed: z.literal(true).optional() }),
})

export const channelDeleted = defineEvent({
  type: 'channel.deleted',
  audience,
  description: 'Emitted before the channel’s room is closed; nothing of the channel can be read any more.',
  delivery: 'transient',
  feed: channelFeed,
  membership: 'close',
  facts: webhookFacts,
  data: z.object({ id: Uuid, workspace_id: Uuid }),
})

export const memberAdded = defineEvent({
  type: 'member.added',
  audience: 'Members of the channel, the new one included.',
  description: 'The member as the channel’s list of members shows them, and `channel_id`.',
  delivery: 'transient',
  feed: channelFeed,
  membership: 'join',
  facts: webhookFacts,
  data: ChannelMember.extend(ChannelMembership.shape),
})

export const memberUpdated = defineEvent({
  type: 'member.updated',
  audience: 'Members of the channel.',
  delivery: 'transient',
  feed: channelFeed,
  facts: webhookFacts,
  data: ChannelMembership,
})

export const memberRemoved = defineEvent({
  type: 'member.removed',
  audience: 'Members of the channel, and the one who is out.',
  delivery: 'transient',
  feed: channelFeed,
  membership: 'leave',
  facts: webhookFacts,
  data: z.object({ user_id: Uuid, channel_id: Uuid }),
})

export const channelHidden = defineEvent({
  type: 'channel.hidden',
  audience: 'The own sockets of whoever closed a direct message, or opened it again.',
  description: 'A message in it opens it without this event.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.object({ id: Uuid, is_hidden: z.boolean() }),
})

/** Those that sockets receive. */
export const channelEvents = [
  channelCreated,
  channelUpdated,
  channelDeleted,
  memberAdded,
  memberUpdated,
  memberRemoved,
  channelHidden,
] as const

/** A twin takes part in a channel from now on, or takes part in another way. */
export const twinAssigned = defineEvent({
  type: 'internal.twin_assigned',
  audience: 'Services, by the jobs it starts; never a client.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.object({ channel_id: Uuid, ai_twin_id: Uuid, participation_mode: z.enum(participationModes) }),
})

/** A twin was taken out of a channel. When the channel itself goes, `channel.deleted` says so for all of them. */
export const twinRemoved = defineEvent({
  type: 'internal.twin_removed',
  audience: 'Services, by the jobs it starts; never a client.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.object({ channel_id: Uuid, ai_twin_id: Uuid }),
})

/** Those between services: no socket receives them. */
export const internalChannelEvents = [twinAssigned, twinRemoved] as const
