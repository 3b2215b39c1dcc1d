import * as z from 'zod'
import { Name, Time } from '../fields.ts'
import { AvatarUrl } from '../identity/avatar-url.ts'
import { Uuid } from '../ids.ts'

export const channelTypes = ['text', 'voice', 'thread', 'dm'] as const
export const channelRoles = ['admin', 'member'] as const
/** What a member is notified of. */
export const notificationLevels = ['all', 'mentions', 'none'] as const
/** What channels are listed by. */
export const channelOrders = ['name', 'last_message'] as const
/** How a twin takes part in a channel. */
export const participationModes = ['active', 'passive', 'on-demand'] as const

export type ChannelType = (typeof channelTypes)[number]
export type ChannelRole = (typeof channelRoles)[number]
export type NotificationLevel = (typeof notificationLevels)[number]
export type ParticipationMode = (typeof participationModes)[number]

export const DisplayName = Name
export const Description = z.string().max(1000)
export const ChannelTopic = z.string().max(250)

/** Someone for whom a dm is. */
const Participant = z.object({
  id: Uuid,
  name: z.string().nullable().describe('Null of someone who has left the workspace.'),
  handle: z.string().nullable().describe('By which they are mentioned.'),
  avatar_url: AvatarUrl,
})

/** A channel as every answer and event shows it. */
export const Channel = z
  .object({
    id: Uuid,
    workspace_id: Uuid,
    name: z.string(),
    display_name: z.string().nullable(),
    description: z.string().nullable(),
    channel_type: z.enum(channelTypes),
    topic: z.string().nullable(),
    is_private: z.boolean(),
    is_archived: z.boolean(),
    parent_channel_id: Uuid.nullable().describe('Null too for whoever cannot see the parent.'),
    member_count: z.int(),
    message_count: z.int().describe('Messages that are not deleted, thread replies included.'),
    last_message_at: Time.nullable().describe(
      'When the newest message was posted, thread replies included; a deletion changes nothing, nor does an import. No event says so: `message.created` does.',
    ),
    participants: z
      .array(Participant)
      .nullable()
      .describe('Of a dm, whom it is for, the reader included: at most 9. Null for any other channel.'),
    created_by: Uuid.nullable(),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: 'Channel' })

/** A channel as one caller sees it. */
export const MyChannel = Channel.extend({
  is_member: z.boolean().describe('Whether the caller is a member; only then do its events reach their sockets.'),
  role: z.enum(channelRoles).nullable().describe('The caller’s own in it; null when they are not a member.'),
  notification_level: z
    .enum(notificationLevels)
    .nullable()
    .describe('What the caller is notified of; null when they are not a member.'),
  is_hidden: z.boolean().describe('Whether it is a dm that the caller has closed, without a message since.'),
}).meta({ id: 'MyChannel' })

/** A membership. */
export const ChannelMembership = z
  .object({ user_id: Uuid, channel_id: Uuid, role: z.enum(channelRoles), joined_at: Time })
  .meta({ id: 'ChannelMembership' })

/** A member with the profile that others see. */
export const ChannelMember = z
  .object({
    user_id: Uuid,
    display_name: z.string().nullable(),
    email: z.string().nullable(),
    avatar_url: AvatarUrl,
    role: z.enum(channelRoles),
    joined_at: Time,
  })
  .meta({ id: 'ChannelMember' })

/** URL-safe: lower-case letters, digits and hyphens, starting and ending with a letter or digit. */
export const ChannelName = z
  .string()
  .max(80)
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    'Must be lower-case letters, digits and hyphens, such as product-launches.',
  )
