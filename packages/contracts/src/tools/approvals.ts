import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { Json, Limit, Offset, Time } from '../fields.ts'
import { ApprovalId, Uuid } from '../ids.ts'
import { ToolName } from './tools.ts'

const common = { owner: 'chat-engine', auth: 'user', limit: 'default' } as const
const success = z.literal(true)

/** How long somebody may take to decide. */
export const approvalMinutes = 10

export const ApprovalStatus = z
  .enum(['pending', 'approved', 'denied', 'expired', 'cancelled'])
  .describe('`cancelled`: its run ended without it.')
export type ApprovalStatus = z.infer<typeof ApprovalStatus>

export const Approval = z.object({
  id: Uuid,
  run_id: Uuid,
  user_id: Uuid.describe('Who asked AI.'),
  channel_id: Uuid.nullable().describe('Where the answer goes; null in a private conversation.'),
  tool: ToolName,
  input: Json.describe('What AI wants to call it with: nobody has checked it.'),
  reason: z
    .enum(['permission', 'untrusted_url'])
    .describe(
      'Why it is asked: the tool’s permission, which is also that of a search whose words are not the person’s, or an address that neither the person nor a search named.',
    ),
  status: ApprovalStatus,
  decided_by: Uuid.nullable(),
  created_at: Time,
  expires_at: Time,
  decided_at: Time.nullable(),
})
export type Approval = z.infer<typeof Approval>

const who =
  'Who may see and decide one: whoever asked, and for an answer in a channel also the workspace’s owners and admins who can read it.'

export const listApprovals = defineEndpoint({
  ...common,
  name: 'listApprovals',
  method: 'get',
  path: '/api/v2/approvals',
  summary: 'Calls of tools that the caller may approve, or might have: those that wait first, then the newest.',
  description: who,
  query: z.object({
    status: ApprovalStatus.optional(),
    limit: Limit(),
    offset: Offset,
  }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(Approval), meta: PageMeta }) },
})

export const getApproval = defineEndpoint({
  ...common,
  name: 'getApproval',
  method: 'get',
  path: '/api/v2/approvals/:id',
  summary: 'One call of a tool that the caller may approve.',
  params: z.object({ id: ApprovalId }),
  responses: { 200: envelope(Approval) },
  errors: ['not_found'],
})

export const decideApproval = defineEndpoint({
  ...common,
  audit: 'approval.decided',
  scope: 'execute',
  name: 'decideApproval',
  method: 'post',
  path: '/api/v2/approvals/:id',
  summary: 'Approve or deny a call of a tool that waits.',
  description: `${who} The answer goes on within a second, in whichever process it waits; a denied call is one that failed, to AI. It is a 409 once it was decided, has expired (after ${approvalMinutes} minutes), or its run has ended.`,
  params: z.object({ id: ApprovalId }),
  body: z.object({ decision: z.enum(['approve', 'deny']) }),
  responses: { 200: envelope(Approval) },
  errors: ['not_found', 'conflict'],
})
