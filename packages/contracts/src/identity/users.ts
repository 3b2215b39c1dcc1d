import * as z from 'zod'
import { defineEndpoint, workspaceRoles } from '../endpoint.ts'
import { Limit } from '../fields.ts'
import { UserId, Uuid } from '../ids.ts'
import { PresenceStatus } from '../realtime.ts'
import { AvatarUrl } from './avatar-url.ts'

/** A person as those see them who share a workspace. */
const User = z
  .object({
    user_id: Uuid,
    display_name: z.string(),
    handle: z
      .string()
      .nullable()
      .describe('What mentions them after `@`; null for a name of which nothing is left without punctuation.'),
    avatar_url: AvatarUrl,
    role: z.enum(workspaceRoles),
    agent: z.boolean().describe('Whether they answer the support desk.'),
    status: PresenceStatus.or(z.literal('offline')).nullable().describe('Null while it cannot be known.'),
  })
  .meta({ id: 'User' })

/** Ids in a query: the field may be repeated, or hold several between commas. */
const UserIds = z
  .preprocess(
    (given: string | string[]) => (typeof given === 'string' ? given.split(',') : given),
    z.array(UserId).min(1).max(100),
  )
  .describe('At most 100 people’s ids; the field may be repeated, or hold several between commas.')

export const listUsers = defineEndpoint({
  name: 'listUsers',
  method: 'get',
  path: '/api/v2/users',
  owner: 'gateway',
  auth: 'user',
  limit: 'default',
  summary: 'People of the workspace, by the beginning of a name or handle, or by id.',
  description:
    'For a guest, only people who share a channel with them, and themselves. `query` is compared as mentions are: without case, spaces and punctuation; it may begin with `@`. Without `query` and `ids`, everybody. In the order of handles; page by `after` with the last `user_id` of the page before (400 when that person is not among these). With `ids` (not together with `query` or `after`) there is one page, in the order given: ids that are unknown, or of people whom the caller cannot see, are left out.',
  query: z.object({
    query: z.string().max(100).optional(),
    ids: UserIds.optional(),
    after: UserId.optional(),
    limit: Limit(),
  }),
  pages: { items: 'data', cursors: [{ query: 'after', of: 'user_id' }] },
  responses: {
    200: z.object({ success: z.literal(true), data: z.array(User), meta: z.object({ has_more: z.boolean() }) }),
  },
})
