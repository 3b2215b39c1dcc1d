import * as z from 'zod'
import { workspaceRoles } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { typeId, Uuid } from '../ids.ts'

/** A signed-in person as `/api/auth/*` shows them; `roles` are the desk's: CUSTOMER for owners and admins, AGENT for agents. */
export const SignedInUser = z
  .object({
    id: typeId('usr'),
    uuid: Uuid,
    email: z.string(),
    name: z.string(),
    avatarUrl: z.string().nullable(),
    roles: z.array(z.enum(['CUSTOMER', 'AGENT'])),
    workspaceId: typeId('wsp'),
  })
  .meta({ id: 'SignedInUser' })

/** What signing in answers: a bearer token for one workspace, valid for `expiresIn` seconds. */
export const SignedIn = z
  .object({
    token: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int(),
    user: SignedInUser,
    workspace: z.object({ id: typeId('wsp'), uuid: Uuid, name: z.string(), role: z.enum(workspaceRoles) }),
  })
  .meta({ id: 'SignedIn' })

export const Workspace = z
  .object({
    id: Uuid,
    name: z.string(),
    company_name: z.string().nullable(),
    role: z.enum(workspaceRoles).describe("The caller's own role."),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: 'Workspace' })

export const WorkspaceMember = z
  .object({
    user_id: Uuid,
    email: z.string(),
    name: z.string(),
    avatar_url: z.string().nullable(),
    role: z.enum(workspaceRoles),
    agent: z.boolean().describe('Whether they answer the support desk.'),
    joined_at: Time,
  })
  .meta({ id: 'WorkspaceMember' })

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
