import * as z from 'zod'
import { Channel, ChannelMember, ChannelMembership, participationModes } from './channels/channel.ts'
import { defineEvent } from './event.ts'
import { Workspace } from './identity/person.ts'
import { Uuid } from './ids.ts'
import { Message, Reaction, ReadMarker, Tombstone } from './messages/message.ts'

const members = 'Members of the channel.'
const channelAudience = 'Every non-guest of the workspace when the channel is public, its members when it is private.'

export const messageCreated = defineEvent({
  type: 'message.created',
  audience: members,
  delivery: 'sequenced',
  data: Message,
})
export const messageUpdated = defineEvent({
  type: 'message.updated',
  audience: members,
  description: 'Its text was changed, or a reply of it deleted. After an absence it carries every other change, too.',
  delivery: 'sequenced',
  data: Message,
})
export const messageDeleted = defineEvent({
  type: 'message.deleted',
  audience: members,
  delivery: 'sequenced',
  data: Tombstone,
})
export const messagePinned = defineEvent({
  type: 'message.pinned',
  audience: members,
  description: 'After an absence it is part of `message.updated`.',
  delivery: 'sequenced',
  data: Message,
})
export const messageUnpinned = defineEvent({
  type: 'message.unpinned',
  audience: members,
  description: 'After an absence it is part of `message.updated`.',
  delivery: 'sequenced',
  data: Message,
})
export const reactionAdded = defineEvent({
  type: 'reaction.added',
  audience: members,
  description: '`seq` and `rev` are the message’s; after an absence reactions are part of `message.updated`.',
  delivery: 'sequenced',
  data: Reaction,
})
export const reactionRemoved = defineEvent({
  type: 'reaction.removed',
  audience: members,
  description: 'The reaction as it was.',
  delivery: 'sequenced',
  data: Reaction,
})
export const workspaceUpdated = defineEvent({
  type: 'workspace.updated',
  audience: 'Every non-guest of the workspace.',
  description: 'It was renamed. The `role` that answers show is the caller’s own, and so is left out.',
  delivery: 'transient',
  data: Workspace.omit({ role: true }),
})
export const channelCreated = defineEvent({
  type: 'channel.created',
  audience: channelAudience,
  description:
    'The channel as everybody sees it: `is_member`, which differs from caller to caller, is in answers alone. Whoever becomes a member with it receives `member.added`. `parent_channel_id` is null to those who cannot see the parent.',
  delivery: 'transient',
  data: Channel,
})
export const channelUpdated = defineEvent({
  type: 'channel.updated',
  audience: channelAudience,
  description:
    'The channel as it is now. `parent_channel_id` is null to those who cannot see the parent. An archived channel is read-only from then on.',
  delivery: 'transient',
  data: Channel,
})
export const channelDeleted = defineEvent({
  type: 'channel.deleted',
  audience: channelAudience,
  description: 'Emitted before the channel’s room is closed; nothing of the channel can be read any more.',
  delivery: 'transient',
  data: z.object({ id: Uuid, workspace_id: Uuid }),
})
export const memberAdded = defineEvent({
  type: 'member.added',
  audience: 'Members of the channel, the new one included.',
  description: 'The member as the channel’s list of members shows them, and `channel_id`.',
  delivery: 'transient',
  data: ChannelMember.extend(ChannelMembership.shape),
})
export const memberUpdated = defineEvent({
  type: 'member.updated',
  audience: members,
  delivery: 'transient',
  data: ChannelMembership,
})
export const memberRemoved = defineEvent({
  type: 'member.removed',
  audience: 'Members of the channel, and the one who is out.',
  delivery: 'transient',
  data: z.object({ user_id: Uuid, channel_id: Uuid }),
})
export const readUpdated = defineEvent({
  type: 'read.updated',
  audience: 'The reader’s own sockets, and the channel’s members while they are at most 50.',
  delivery: 'transient',
  data: ReadMarker,
})
export const typing = defineEvent({
  type: 'typing',
  audience: 'Members of the channel; none of the sockets of the one who types.',
  delivery: 'transient',
  data: z.object({ user_id: Uuid, channel_id: Uuid }),
})
export const presence = defineEvent({
  type: 'presence',
  audience:
    'People who share a channel of at most 500 members with the person, each once; not the person’s own sockets.',
  description:
    'A new socket is sent one event for each of these people who is not offline. Someone who joins a channel and its members are sent each other’s presence in the same way.',
  delivery: 'transient',
  data: z.object({ user_id: Uuid, status: z.enum(['online', 'away', 'dnd', 'offline']) }),
})

/** Why the server closes a socket. `revoked`, `expired`, `flooding`: do not reconnect with the same credential or client. */
export const GoodbyeCode = z.enum(['revoked', 'expired', 'flooding', 'draining'])
export type GoodbyeCode = z.infer<typeof GoodbyeCode>

/** The last event that a socket receives before the server closes it. */
export const goodbye = defineEvent({
  type: 'goodbye',
  audience: 'The socket that is about to be closed.',
  delivery: 'transient',
  data: z.object({
    code: GoodbyeCode,
    message: z.string(),
    reconnect_in_ms: z.int().nullable().describe('When to connect again; null where it would be refused.'),
  }),
})

/** Every event a socket may receive. */
export const events = [
  messageCreated,
  messageUpdated,
  messageDeleted,
  messagePinned,
  messageUnpinned,
  reactionAdded,
  reactionRemoved,
  workspaceUpdated,
  channelCreated,
  channelUpdated,
  channelDeleted,
  memberAdded,
  memberUpdated,
  memberRemoved,
  readUpdated,
  typing,
  presence,
  goodbye,
] as const

/**
 * Makes gateways check a person's open sockets against PostgreSQL at once: all of them in that workspace, or those
 * of one session or API key.
 */
export const accessChanged = defineEvent({
  type: 'internal.access_changed',
  audience: 'Gateways; never a client.',
  delivery: 'transient',
  data: z.object({ user_id: Uuid, credential_id: Uuid.nullable() }),
})

/** A twin takes part in a channel from now on, or takes part in another way. */
export const twinAssigned = defineEvent({
  type: 'internal.twin_assigned',
  audience: 'Services, by the jobs it starts; never a client.',
  delivery: 'transient',
  data: z.object({ channel_id: Uuid, ai_twin_id: Uuid, participation_mode: z.enum(participationModes) }),
})

/** A twin was taken out of a channel. When the channel itself goes, `channel.deleted` says so for all of them. */
export const twinRemoved = defineEvent({
  type: 'internal.twin_removed',
  audience: 'Services, by the jobs it starts; never a client.',
  delivery: 'transient',
  data: z.object({ channel_id: Uuid, ai_twin_id: Uuid }),
})

/** Events between services: they travel in rooms as others do or start jobs alone, and no socket receives them. */
export const internalEvents = [accessChanged, twinAssigned, twinRemoved] as const
