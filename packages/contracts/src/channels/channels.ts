import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { always, Flag, Limit, Offset } from '../fields.ts'
import { ChannelId, UserId, WorkspaceId } from '../ids.ts'
import {
  Channel,
  ChannelMember,
  ChannelMembership,
  ChannelName,
  ChannelTopic,
  channelOrders,
  channelTypes,
  Description,
  DisplayName,
  MyChannel,
} from './channel.ts'

const common = { owner: 'channels', auth: 'user', limit: 'channels' } as const
const params = z.object({ id: ChannelId })
const success = z.literal(true)

/** How many people a dm may have beside the one who opens it. */
const maxOthersInDm = 8

/** Names in a query: the field may be repeated, or hold several between commas. */
const Names = z
  .preprocess(
    (given: string | string[]) => (typeof given === 'string' ? given.split(',') : given),
    z.array(ChannelName).min(1).max(50),
  )
  .describe('Only channels that are called so: at most 50; the field may be repeated, or hold several between commas.')

export const listChannels = defineEndpoint({
  ...common,
  name: 'listChannels',
  method: 'get',
  path: '/api/v2/channels',
  summary: 'The channels the caller can see, by name or by their last message.',
  description:
    'Public channels and the private ones the caller is a member of; a guest sees only channels they were added to. `sort=last_message` lists those of the caller’s (`is_member=true`, 400 without it) with the newest messages first, one without messages by when it was created. Another workspace’s id answers 404. A direct message has no name that `query` or `names` could find: people do.',
  query: z
    .object({
      workspace_id: WorkspaceId,
      type: z.enum(channelTypes).optional().describe('Only channels of this type.'),
      is_archived: Flag.optional().describe('Only archived channels, or only those that are not.'),
      is_member: Flag.optional().describe('Only channels the caller is a member of, or only others.'),
      query: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional()
        .describe('Only channels in whose name, display name, topic or description this is said, whatever its case.'),
      names: Names.optional(),
      is_hidden: Flag.optional().describe('Only direct messages the caller has closed, or all but those.'),
      sort: z.enum(channelOrders).default('name'),
      limit: Limit(),
      offset: Offset,
    })
    .superRefine(({ sort, is_member }, context) => {
      if (sort === 'last_message' && is_member !== true)
        context.addIssue({ code: 'custom', path: ['sort'], message: 'Give is_member=true with last_message.' })
    }, always),
  pages: { items: 'channels' },
  responses: {
    200: z.object({
      success,
      channels: z.array(MyChannel),
      pagination: z.object({ limit: z.int(), offset: z.int(), total: z.int(), hasMore: z.boolean() }),
    }),
  },
  errors: ['not_found'],
})

export const createChannel = defineEndpoint({
  ...common,
  name: 'createChannel',
  method: 'post',
  path: '/api/v2/channels',
  role: 'member',
  summary: 'Create a channel; the caller becomes its first member and admin.',
  description:
    'Names are unique in a workspace whatever their case (409). `member_ids` come in with the caller; someone who is not of the workspace is a 404. A `dm` needs them (at most 8 others), is always private, ignores `name`, `is_private` and `parent_channel_id`, is named after its id, and the same people always get the same channel (200 if it exists; if the caller had closed it, it is open again). For any other type `name` is required. A parent must be a channel that the caller can see (404) and that is not archived (409); a sub-channel of a private channel is private. Guests cannot create channels (403).',
  body: z
    .object({
      workspace_id: WorkspaceId,
      name: ChannelName.optional(),
      display_name: DisplayName.optional(),
      description: Description.optional(),
      channel_type: z.enum(channelTypes),
      topic: ChannelTopic.optional(),
      is_private: z.boolean().default(false),
      parent_channel_id: ChannelId.optional(),
      member_ids: z
        .array(UserId)
        .min(1)
        .max(50)
        .optional()
        .describe('Whom to bring along; of a dm, the other participants.'),
    })
    .superRefine((body, context) => {
      if (body.channel_type === 'dm' && !body.member_ids)
        context.addIssue({
          code: 'custom',
          path: ['member_ids'],
          message: 'A dm needs the ids of the other participants.',
        })
      if (body.channel_type === 'dm' && Array.isArray(body.member_ids) && new Set(body.member_ids).size > maxOthersInDm)
        context.addIssue({
          code: 'custom',
          path: ['member_ids'],
          message: `A dm takes at most ${maxOthersInDm} others.`,
        })
      if (channelTypes.includes(body.channel_type) && body.channel_type !== 'dm' && body.name === undefined)
        context.addIssue({ code: 'custom', path: ['name'], message: 'Required.' })
    }, always)
    .meta({
      examples: [
        {
          workspace_id: '550e8400-e29b-41d4-a716-446655440000',
          name: 'product-launches',
          display_name: 'Product Launches',
          channel_type: 'text',
          is_private: false,
        },
      ],
    }),
  responses: { 201: z.object({ success, channel: Channel }), 200: z.object({ success, channel: Channel }) },
  errors: ['not_found', 'conflict'],
})

export const getChannel = defineEndpoint({
  ...common,
  name: 'getChannel',
  method: 'get',
  path: '/api/v2/channels/:id',
  summary: 'One channel with its counts.',
  params,
  responses: { 200: z.object({ success, channel: MyChannel }) },
  errors: ['not_found'],
})

export const joinChannel = defineEndpoint({
  ...common,
  name: 'joinChannel',
  method: 'post',
  path: '/api/v2/channels/:id/join',
  summary: 'Join a public channel.',
  description:
    'Joining twice changes nothing. Guests cannot join (the channel does not exist for them: 404). An archived channel is a 409.',
  params,
  responses: { 200: z.object({ success, member: ChannelMembership }) },
  errors: ['not_found', 'conflict'],
})

export const leaveChannel = defineEndpoint({
  ...common,
  name: 'leaveChannel',
  method: 'post',
  path: '/api/v2/channels/:id/leave',
  summary: 'Leave a channel.',
  description:
    '`general` (except by a guest) and direct messages cannot be left (409). A channel’s last admin cannot leave it, alone in it or not, nor can the last member of a private channel: make someone else an admin first, or archive or delete it (409). Leaving a public channel that one is not in is a 409. An archived channel can be left. What one has scheduled in the channel fails. Answers the membership as it was.',
  params,
  responses: { 200: z.object({ success, member: ChannelMembership }) },
  errors: ['not_found', 'conflict'],
})

export const listChannelMembers = defineEndpoint({
  ...common,
  name: 'listChannelMembers',
  method: 'get',
  path: '/api/v2/channels/:id/members',
  summary: 'A channel’s members, oldest first.',
  description:
    '`count` is how many there are in all. Page with `after`, the last `user_id` of the page before (400 if that person is not a member any more).',
  params,
  query: z.object({ limit: Limit({ max: 1000, fallback: 100 }), after: UserId.optional() }),
  pages: { items: 'members', cursors: [{ query: 'after', of: 'user_id' }] },
  responses: { 200: z.object({ success, members: z.array(ChannelMember), count: z.int() }) },
  errors: ['not_found'],
})

export const addChannelMember = defineEndpoint({
  ...common,
  name: 'addChannelMember',
  method: 'post',
  path: '/api/v2/channels/:id/members',
  role: 'member',
  summary: 'Add someone of the workspace to a channel.',
  description:
    'Takes a member of the channel who is not a guest (403). Someone who is in already answers 201 with the membership unchanged. Someone who is not of this workspace is a 404. A direct message and an archived channel take nobody (409).',
  params,
  body: z.object({ user_id: UserId }),
  responses: { 201: z.object({ success, member: ChannelMembership }) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const removeChannelMember = defineEndpoint({
  ...common,
  name: 'removeChannelMember',
  audit: 'channel.member_removed',
  method: 'delete',
  path: '/api/v2/channels/:id/members/:userId',
  summary: 'Remove someone from a channel, or leave it.',
  description:
    'Takes a channel admin, its creator, or a workspace owner or admin who can see it (403); anyone may remove themselves, as `leave` does. Their open sockets lose the channel within a second. Someone who is not a member is a 404. Direct messages lose nobody and `general` only guests (409); a channel’s last admin stays (409). An archived channel loses members like any other: access can always be taken away.',
  params: z.object({ id: ChannelId, userId: UserId }),
  responses: { 200: z.object({ success, message: z.literal('Member removed successfully') }) },
  errors: ['not_found', 'forbidden', 'conflict'],
})
