import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Time } from '../fields.ts'
import { Uuid, WorkspaceId } from '../ids.ts'
import { ReceiptKeys } from '../receipt-keys.ts'
import { serviceNames } from '../services.ts'
import { Password } from './password.ts'
import { Workspace } from './person.ts'

const common = { owner: 'gateway', auth: 'user', limit: 'default' } as const
const params = z.object({ id: WorkspaceId })

/** What the receipts of deleted workspaces are signed for: their audience. */
export const workspaceReceiptAudience = 'workspace-deletion-receipt'

/** The deletion of a workspace, from its request on; it outlives the workspace. */
export const WorkspaceDeletion = z
  .object({
    workspace_id: Uuid,
    state: z.enum(['scheduled', 'running', 'done']),
    requested_at: Time,
    deletes_at: Time.describe('Until then an owner can restore it.'),
    completed_at: Time.nullable(),
    copies: z
      .array(z.object({ service: z.enum(serviceNames), kind: z.string(), count: z.int() }))
      .describe(
        'What was deleted so far: rows by their table, `files` with what the file storage had of them, jobs and keys in Redis.',
      ),
  })
  .meta({ id: 'WorkspaceDeletion' })
export type WorkspaceDeletion = z.output<typeof WorkspaceDeletion>

export const deleteWorkspace = defineEndpoint({
  ...common,
  name: 'deleteWorkspace',
  audit: 'workspace.deletion_requested',
  method: 'delete',
  path: '/api/v2/workspaces/:id',
  scope: 'admin',
  role: 'owner',
  summary: 'Have the workspace deleted, with everything in it, after seven days.',
  description:
    'Needs the caller’s password again: a wrong one is a 403, and guesses are limited as sign-ins are. Until `deletes_at` everything goes on working, so that people can export what they need; the workspace says `deletes_at`, its people receive `workspace.updated`, its owners a mail, and any owner can restore it. Then all sessions, keys, sockets, widgets and bridges end at once, and every message, file, document, visitor, setting and entry of the audit log is deleted everywhere. People keep their accounts. Whoever asked for it finds out what has become of it, with a signed receipt, by `GET /api/v2/workspace-deletions/:id`, in any workspace or in none. Asking again changes nothing. What was mailed or downloaded before is out of reach, and backups are the operator’s.',
  params,
  body: z.object({ password: Password }),
  responses: { 202: envelope(WorkspaceDeletion) },
  errors: ['not_found', 'forbidden'],
})

export const restoreWorkspace = defineEndpoint({
  ...common,
  name: 'restoreWorkspace',
  audit: 'workspace.restored',
  method: 'post',
  path: '/api/v2/workspaces/:id/restore',
  scope: 'admin',
  role: 'owner',
  summary: 'Keep a workspace that is to be deleted.',
  description: 'A 409 where it is not to be deleted, or its deletion has begun.',
  params,
  responses: { 200: envelope(Workspace) },
  errors: ['not_found', 'conflict'],
})

export const getWorkspaceDeletion = defineEndpoint({
  ...common,
  name: 'getWorkspaceDeletion',
  method: 'get',
  path: '/api/v2/workspace-deletions/:id',
  workspace: 'optional',
  summary: 'What has become of a workspace that the caller had deleted, with the receipt.',
  description: `By the workspace's id, for whoever asked for its deletion. \`receipt\` is null until everything is deleted. Then it is a JSON Web Token, signed with ES256 by the key that its head names and \`GET /api/v2/receipt-keys\` shows: its audience is \`${workspaceReceiptAudience}\`, its subject the workspace's id, and its claim \`deletion\` what else is answered here.`,
  params,
  responses: { 200: envelope(WorkspaceDeletion.extend({ receipt: z.string().nullable() })) },
  errors: ['not_found'],
})

export const getWorkspaceReceiptKeys = defineEndpoint({
  ...common,
  auth: 'none',
  limit: 'anonymous',
  name: 'getWorkspaceReceiptKeys',
  method: 'get',
  path: '/api/v2/receipt-keys',
  summary: 'The keys by which receipts of deleted workspaces are verified.',
  description: 'A JSON Web Key Set (RFC 7517). Those that sign no more stay in it as long as the operator keeps them.',
  responses: { 200: ReceiptKeys },
})
