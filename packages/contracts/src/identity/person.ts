import * as z from 'zod'
import { workspaceRoles } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { typeId, Uuid } from '../ids.ts'
import { AvatarUrl } from './avatar-url.ts'

/** A signed-in person as `/api/auth/*` shows them; `roles` are the desk's: CUSTOMER for owners and admins, AGENT for agents. */
export const SignedInUser = z
  .object({
    id: typeId('usr'),
    uuid: Uuid,
    email: z.string(),
    emailVerified: z
      .boolean()
      .describe(
        'Whether a mailed link has proven that the email address is theirs; until then nothing comes to them by it.',
      ),
    name: z.string(),
    avatarUrl: z.string().nullable(),
    roles: z.array(z.enum(['CUSTOMER', 'AGENT'])),
    workspaceId: typeId('wsp').nullable().describe('Null for someone who is in no workspace.'),
  })
  .meta({ id: 'SignedInUser' })

const SignedInWorkspace = z.object({
  id: typeId('wsp'),
  uuid: Uuid,
  name: z.string(),
  role: z.enum(workspaceRoles),
})

/** What signing in to a workspace answers: a bearer token for it, valid for `expiresIn` seconds. */
export const SignedIn = z
  .object({
    token: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int(),
    user: SignedInUser,
    workspace: SignedInWorkspace,
  })
  .meta({ id: 'SignedIn' })

/** As `SignedIn`, where the person may be in no workspace: the token then creates one, answers invitations and reads `me`. */
export const SignedInAnywhere = SignedIn.extend({ workspace: SignedInWorkspace.nullable() }).meta({
  id: 'SignedInAnywhere',
})

export const Workspace = z
  .object({
    id: Uuid,
    name: z.string(),
    company_name: z.string().nullable(),
    role: z.enum(workspaceRoles).describe("The caller's own role."),
    created_at: Time,
    updated_at: Time,
    deletes_at: Time.nullable().describe('When it is deleted; null unless an owner has asked for that.'),
  })
  .meta({ id: 'Workspace' })

export const WorkspaceMember = z
  .object({
    user_id: Uuid,
    email: z.string(),
    name: z.string(),
    avatar_url: AvatarUrl,
    role: z.enum(workspaceRoles),
    agent: z.boolean().describe('Whether they answer the support desk.'),
    joined_at: Time,
  })
  .meta({ id: 'WorkspaceMember' })

export const ListedMember = WorkspaceMember.extend({
  last_seen_at: Time.nullable().describe(
    'When they last used the workspace, to the minute, as far as a session of theirs is kept: one is until they sign out, or in again after it has ended. For owners and admins; null for others.',
  ),
}).meta({ id: 'ListedMember' })

export const scopes = ['read', 'write', 'execute', 'admin', 'knowledge:read', 'knowledge:write'] as const

export const ApiKey = z
  .object({
    id: Uuid,
    name: z.string(),
    key_prefix: z.string().describe('The first characters of the key, to recognise it by.'),
    scopes: z.array(z.enum(scopes)),
    created_at: Time,
    last_used_at: Time.nullable().describe('Kept to the minute.'),
  })
  .meta({ id: 'ApiKey' })

/** An open invitation as the workspace's admins see it. */
export const WorkspaceInvitation = z
  .object({
    id: Uuid,
    email: z.string(),
    name: z.string().nullable().describe('What the account that accepting makes is called, where the sender said so.'),
    role: z.enum(workspaceRoles),
    agent: z.boolean(),
    invited_by: Uuid.nullable().describe('Null when the account that sent it is gone.'),
    created_at: Time,
    expires_at: Time,
  })
  .meta({ id: 'WorkspaceInvitation' })

/** An open invitation as the invited person sees it. */
export const OwnInvitation = z
  .object({
    id: Uuid,
    workspace: z.object({ id: Uuid, name: z.string() }),
    role: z.enum(workspaceRoles),
    agent: z.boolean(),
    invited_by: z.object({ user_id: Uuid, display_name: z.string() }).nullable(),
    created_at: Time,
    expires_at: Time,
  })
  .meta({ id: 'OwnInvitation' })
