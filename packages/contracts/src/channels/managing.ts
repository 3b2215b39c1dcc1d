import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint } from '../endpoint.ts'
import { always } from '../fields.ts'
import { ChannelId, UserId, Uuid } from '../ids.ts'
import {
  ChannelMembership,
  ChannelTopic,
  channelRoles,
  Description,
  DisplayName,
  MyChannel,
  notificationLevels,
} from './channel.ts'

const common = { owner: 'channels', auth: 'user', limit: 'channels' } as const
const params = z.object({ id: ChannelId })
const success = z.literal(true)

/** How many people one call adds at most. */
const maxAtOnce = 50

const fixed = z.never({ error: 'Cannot be changed.' }).optional()
const changeable = ['display_name', 'description', 'topic', 'is_archived'] as const

export const updateChannel = defineEndpoint({
  ...common,
  name: 'updateChannel',
  method: 'patch',
  path: '/api/v2/channels/:id',
  summary: 'Change what a channel is called, what it says of itself, or archive it.',
  description:
    'Takes a channel admin, its creator, or a workspace owner or admin who can see it (403). Only the fields that are given change; `null` clears one. At least one is needed, and `name`, `channel_type`, `is_private`, `workspace_id` and `parent_channel_id` are a 400: they never change. An archived channel is read-only until `is_archived: false` is given, alone or with other changes (409); archiving it again changes nothing. `general` cannot be archived (409). Of a direct message any participant changes the `topic`, and nobody anything else (409). What changes nothing publishes no event.',
  params,
  body: z
    .object({
      display_name: DisplayName.nullable().optional(),
      description: Description.nullable().optional(),
      topic: ChannelTopic.nullable().optional(),
      is_archived: z.boolean().optional(),
      name: fixed,
      channel_type: fixed,
      is_private: fixed,
      workspace_id: fixed,
      parent_channel_id: fixed,
    })
    .superRefine((body, context) => {
      if (changeable.every((field) => body[field] === undefined))
        context.addIssue({ code: 'custom', path: [], message: `Give at least one of ${changeable.join(', ')}.` })
    }, always)
    .meta({ examples: [{ display_name: 'General Discussion', topic: 'Weekly standup notes and general chat' }] }),
  responses: { 200: z.object({ success, channel: MyChannel }) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const deleteChannel = defineEndpoint({
  ...common,
  name: 'deleteChannel',
  audit: 'channel.deleted',
  method: 'delete',
  path: '/api/v2/channels/:id',
  summary: 'Delete a channel with everything in it.',
  description:
    'Takes a channel admin, its creator, or a workspace owner or admin who can see it (403); archived channels too. `general` and direct messages cannot be deleted (409). When this answers, nothing of the channel can be read any more and its name is free; messages, pins, reactions and files are then removed in the background, whatever crashes meanwhile. Its sub-channels stay, without a parent. It cannot be undone.',
  params,
  responses: { 200: z.object({ success, message: z.literal('Channel deleted successfully') }) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const updateChannelMember = defineEndpoint({
  ...common,
  name: 'updateChannelMember',
  audit: 'channel.role_changed',
  method: 'patch',
  path: '/api/v2/channels/:id/members/:userId',
  summary: 'Make a member of a channel its admin, or an admin a plain member.',
  description:
    'Takes a channel admin, its creator, or a workspace owner or admin who can see it (403). Someone who is not a member is a 404. A channel keeps its last admin (409). A direct message has no roles to change, and an archived channel is read-only (409). Giving someone the role they have changes nothing and publishes no event.',
  params: z.object({ id: ChannelId, userId: UserId }),
  body: z.object({ role: z.enum(channelRoles) }),
  responses: { 200: z.object({ success, member: ChannelMembership }) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const addChannelMembers = defineEndpoint({
  ...common,
  name: 'addChannelMembers',
  method: 'post',
  path: '/api/v2/channels/:id/members/bulk',
  role: 'member',
  summary: 'Add up to 50 people of the workspace to a channel.',
  description: `Takes a member of the channel who is not a guest (403). All who can be added are, in one transaction. \`members\` has the membership of each, in the order given, of those who were in already unchanged; an id given twice counts once. \`added\` is how many are new. Ids of nobody in this workspace, of strangers and unknown ones alike, are in \`not_found\`. More than ${maxAtOnce} ids are a 400. A direct message and an archived channel take nobody (409).`,
  params,
  body: z.object({ user_ids: z.array(UserId).min(1).max(maxAtOnce) }),
  responses: {
    201: z.object({ success, members: z.array(ChannelMembership), added: z.int(), not_found: z.array(Uuid) }),
  },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const inviteToChannel = defineEndpoint({
  ...common,
  name: 'inviteToChannel',
  method: 'post',
  path: '/api/v2/channels/:id/invite',
  role: 'member',
  summary: 'Bring someone into a channel by email.',
  description:
    'Takes a member of the channel who is not a guest (403). Someone of this workspace is added at once (`added`), or is in already (`already_member`); `member` is their membership. Any other email address, whether it has an account or not, answers `invited` alone and is mailed a link that works for 7 days and leads into the workspace and the channel: as a guest, or as a member where a workspace owner or admin invites. An email address that is invited already keeps the stronger role, and enters all of its channels by the newest link, as far as they exist, are not archived by then, and the one who invited into them is still in them. The same email address and channel are mailed at most once in ten minutes, an email address at most five times an hour by a workspace or person, other invitations included; the answer is the same. A person invites at most 100 email addresses from outside an hour (429). What someone has sent is withdrawn when they leave the workspace or become a guest. A direct message and an archived channel take nobody (409).',
  params,
  body: z.object({ email: Email }).meta({ examples: [{ email: 'alex@example.com' }] }),
  responses: {
    200: z.object({
      success,
      status: z.enum(['added', 'already_member', 'invited']),
      member: ChannelMembership.optional(),
    }),
  },
  errors: ['not_found', 'forbidden', 'conflict', 'rate_limited'],
})

export const setNotificationLevel = defineEndpoint({
  ...common,
  name: 'setNotificationLevel',
  method: 'put',
  path: '/api/v2/channels/:id/notifications',
  summary: 'Choose what the caller is notified of in a channel.',
  description:
    '`all` (what one starts with in a direct message), `mentions` (in any other channel) or `none`. It is the caller’s own, shown as `notification_level` with the channel, and gone when they leave. It changes no unread counts: Web Push comes with `all` for every message, in channels but for replies in threads, and for what mentions the caller unless it is `none`. Whoever is not a member is answered 404.',
  params,
  body: z.object({ level: z.enum(notificationLevels) }),
  responses: { 200: z.object({ success, level: z.enum(notificationLevels) }) },
  errors: ['not_found'],
})

export const setChannelHidden = defineEndpoint({
  ...common,
  name: 'setChannelHidden',
  method: 'put',
  path: '/api/v2/channels/:id/hidden',
  summary: 'Close a direct message until somebody writes in it, or open it again.',
  description:
    'It is the caller’s own, shown as `is_hidden` with the channel. The next message in it opens it again, whoever writes; so does `POST /api/v2/channels` for the same people. Nothing is marked read by it. Only direct messages can be closed (409). Whoever is not a member is answered 404.',
  params,
  body: z.object({ hidden: z.boolean() }),
  responses: { 200: z.object({ success, hidden: z.boolean() }) },
  errors: ['not_found', 'conflict'],
})
