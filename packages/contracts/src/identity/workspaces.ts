import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint, workspaceRoles } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { Limit, Name, Offset } from '../fields.ts'
import { UserId, Uuid, WorkspaceId } from '../ids.ts'
import { ListedMember, Workspace, WorkspaceMember } from './person.ts'

const common = { owner: 'gateway', auth: 'user', limit: 'default' } as const
const params = z.object({ id: WorkspaceId })
const memberParams = z.object({ id: WorkspaceId, userId: UserId })

export const listWorkspaces = defineEndpoint({
  ...common,
  name: 'listWorkspaces',
  method: 'get',
  path: '/api/v2/workspaces',
  summary: 'The workspaces the caller belongs to.',
  description: 'An API key sees only its own workspace.',
  responses: { 200: envelope(z.array(Workspace)) },
})

export const createWorkspace = defineEndpoint({
  ...common,
  name: 'createWorkspace',
  method: 'post',
  path: '/api/v2/workspaces',
  workspace: 'optional',
  scope: 'admin',
  summary: 'Create another workspace, owned by the caller.',
  description:
    'It has a public channel `general` when this answers. `switch-workspace` gives a token for it. A person owns at most 20.',
  body: z.object({ name: Name, company_name: Name.optional() }),
  responses: { 201: envelope(Workspace) },
  errors: ['conflict'],
})

export const getWorkspace = defineEndpoint({
  ...common,
  name: 'getWorkspace',
  method: 'get',
  path: '/api/v2/workspaces/:id',
  summary: 'The workspace of the caller’s credential.',
  params,
  responses: { 200: envelope(Workspace) },
  errors: ['not_found'],
})

export const updateWorkspace = defineEndpoint({
  ...common,
  name: 'updateWorkspace',
  audit: 'workspace.updated',
  method: 'patch',
  path: '/api/v2/workspaces/:id',
  scope: 'admin',
  role: 'admin',
  summary: 'Rename the workspace.',
  params,
  body: z.object({ name: Name.optional(), company_name: Name.nullable().optional() }),
  responses: { 200: envelope(Workspace) },
  errors: ['not_found'],
})

export const listWorkspaceMembers = defineEndpoint({
  ...common,
  name: 'listWorkspaceMembers',
  method: 'get',
  path: '/api/v2/workspaces/:id/members',
  role: 'member',
  summary: 'The people of the workspace, oldest first.',
  params,
  query: z.object({
    query: z.string().trim().min(1).max(254).optional(),
    limit: Limit(),
    offset: Offset,
    after: UserId.optional(),
  }),
  description:
    '`query` finds those one of whose names or handles begins with it, compared as mentions are, and the one whose email address it is. Page by `offset`, or by `after` with the last `user_id` of the page before (400 when that person is not in the workspace).',
  pages: { items: 'data', cursors: [{ query: 'after', of: 'user_id' }] },
  responses: { 200: z.object({ success: z.literal(true), data: z.array(ListedMember), meta: PageMeta }) },
  errors: ['not_found'],
})

export const inviteWorkspaceMember = defineEndpoint({
  ...common,
  limit: 'invitations',
  name: 'inviteWorkspaceMember',
  audit: 'invitation.created',
  method: 'post',
  path: '/api/v2/workspaces/:id/members',
  scope: 'admin',
  role: 'admin',
  summary: 'Invite a person into the workspace by mail.',
  description:
    'Whether the email address has an account or not, it gets a mail with a link that works for 7 days, and the answer is the same: nobody is added to anything by an email address. The person accepts by the link, or signed in with that address proven (`POST /api/v2/invitations/:id/accept`). Inviting again mails a new link in place of the old one; channels that the address was invited into stay. `role` defaults to `member`, or to `guest` where `agent` is true; an owner is always an agent from the start. `name` is what the account that accepting makes is called, unless the person says otherwise. Only an owner may make an owner (403). Someone who is in already keeps their role, and no mail is sent. An invitation is revoked when its sender could not send it any more. An email address is mailed at most five invitations an hour by a workspace, those into channels and resent ones included, and by a person: another one is a 429, and changes nothing.',
  params,
  body: z.object({
    email: Email,
    name: Name.optional(),
    role: z.enum(workspaceRoles).optional(),
    agent: z.boolean().default(false),
  }),
  responses: { 201: envelope(z.object({ email: z.string(), role: z.enum(workspaceRoles), agent: z.boolean() })) },
  errors: ['not_found', 'forbidden'],
})

export const updateWorkspaceMember = defineEndpoint({
  ...common,
  name: 'updateWorkspaceMember',
  audit: 'member.role_changed',
  method: 'patch',
  path: '/api/v2/workspaces/:id/members/:userId',
  scope: 'admin',
  role: 'admin',
  summary: 'Change a person’s role, or whether they are an agent.',
  description:
    'Only an owner may make or change an owner (403). The last owner stays one (409). Whoever becomes an owner becomes an agent too, unless `agent` says otherwise. It holds at once, on open sockets too.',
  params: memberParams,
  body: z.object({ role: z.enum(workspaceRoles).optional(), agent: z.boolean().optional() }),
  responses: { 200: envelope(WorkspaceMember) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const removeWorkspaceMember = defineEndpoint({
  ...common,
  name: 'removeWorkspaceMember',
  audit: 'member.removed',
  method: 'delete',
  path: '/api/v2/workspaces/:id/members/:userId',
  scope: 'admin',
  summary: 'Remove a person from the workspace, or leave it.',
  description:
    'Their sessions, keys and sockets for this workspace end at once. Anyone may leave; removing others takes an admin, removing an owner an owner (403). The last owner cannot go (409).',
  params: memberParams,
  responses: { 200: envelope(z.object({ user_id: Uuid })) },
  errors: ['not_found', 'forbidden', 'conflict'],
})
