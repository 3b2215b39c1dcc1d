import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { Limit, Offset } from '../fields.ts'
import { InvitationId, Uuid, WorkspaceId } from '../ids.ts'
import { OwnInvitation, Workspace, WorkspaceInvitation } from './person.ts'

/** One's own, whichever workspace they are from. */
const own = { owner: 'gateway', auth: 'user', limit: 'default', workspace: 'optional' } as const
const ownParams = z.object({ id: InvitationId })
const onlyProven =
  'For a session whose email address is proven: an unproven one is a 403, whatever it asks for, and so is an API key, which belongs to one workspace.'

/** A workspace's, for its admins. */
const common = { owner: 'gateway', auth: 'user', limit: 'default', scope: 'admin', role: 'admin' } as const
const params = z.object({ id: WorkspaceId, invitationId: InvitationId })

export const listOwnInvitations = defineEndpoint({
  ...own,
  name: 'listOwnInvitations',
  method: 'get',
  path: '/api/v2/invitations',
  summary: 'The open invitations to the caller’s email address, newest first.',
  description: onlyProven,
  query: z.object({ limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success: z.literal(true), data: z.array(OwnInvitation), meta: PageMeta }) },
  errors: ['forbidden'],
})

export const acceptInvitation = defineEndpoint({
  ...own,
  name: 'acceptInvitation',
  method: 'post',
  path: '/api/v2/invitations/:id/accept',
  summary: 'Join the workspace of an invitation to the caller’s email address.',
  description: `As its mailed link does, which is used up by it. \`switch-workspace\` gives a token for the workspace. Whoever is in already keeps their role, and enters the channels they were invited into. ${onlyProven}`,
  params: ownParams,
  responses: { 200: envelope(Workspace) },
  errors: ['not_found', 'forbidden'],
})

export const declineInvitation = defineEndpoint({
  ...own,
  name: 'declineInvitation',
  method: 'post',
  path: '/api/v2/invitations/:id/decline',
  summary: 'Turn down an invitation to the caller’s email address.',
  description: `It is gone for both sides, and so is its link; the workspace may invite again. ${onlyProven}`,
  params: ownParams,
  responses: { 200: envelope(z.object({ id: Uuid })) },
  errors: ['not_found', 'forbidden'],
})

export const listWorkspaceInvitations = defineEndpoint({
  ...common,
  name: 'listWorkspaceInvitations',
  method: 'get',
  path: '/api/v2/workspaces/:id/invitations',
  summary: 'The open invitations of the workspace, newest first.',
  description: 'Those into channels are among them. Expired ones are not.',
  params: z.object({ id: WorkspaceId }),
  query: z.object({ limit: Limit(), offset: Offset, after: InvitationId.optional() }),
  pages: { items: 'data', cursors: [{ query: 'after', of: 'id' }] },
  responses: { 200: z.object({ success: z.literal(true), data: z.array(WorkspaceInvitation), meta: PageMeta }) },
  errors: ['not_found'],
})

export const resendInvitation = defineEndpoint({
  ...common,
  limit: 'invitations',
  name: 'resendInvitation',
  audit: 'invitation.resent',
  method: 'post',
  path: '/api/v2/workspaces/:id/invitations/:invitationId/resend',
  summary: 'Mail an open invitation once more, with a new link that works for 7 days.',
  description:
    'Links of earlier mails do not work any more. The invitation is the caller’s from then on. One that makes an owner takes an owner (403). An email address is mailed at most five invitations an hour (429), as for `POST /api/v2/workspaces/:id/members`.',
  params,
  responses: { 200: envelope(WorkspaceInvitation) },
  errors: ['not_found', 'forbidden'],
})

export const deleteInvitation = defineEndpoint({
  ...common,
  name: 'deleteInvitation',
  audit: 'invitation.deleted',
  method: 'delete',
  path: '/api/v2/workspaces/:id/invitations/:invitationId',
  summary: 'Revoke an open invitation: its link is dead at once.',
  description: 'One that makes an owner takes an owner (403).',
  params,
  responses: { 200: envelope(z.object({ id: Uuid })) },
  errors: ['not_found', 'forbidden'],
})
