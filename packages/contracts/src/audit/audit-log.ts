import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { GivenTime, Limit, Time } from '../fields.ts'
import { AuditEntryId, UserId, Uuid } from '../ids.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]).optional()

/** One privileged act: who did what to what, when, and from where. */
export const AuditEntry = z
  .object({
    id: Uuid,
    at: Time,
    action: z.string().describe('What was done, by what it was done to: `member.role_changed`.'),
    actor: z
      .object({
        user_id: Uuid,
        name: z.string().nullable().describe('As they are called now; null where the account is gone.'),
        email: z.string().nullable(),
        credential: z
          .enum(['session', 'browser', 'key', 'setting'])
          .describe('A token, a page’s token or an API key; `setting`: what they had set, carried out later.'),
        credential_id: Uuid.nullable().describe('Of the session or API key.'),
      })
      .describe('Who did it.'),
    target: z
      .object({
        type: z.string(),
        id: z.string().nullable(),
        name: z
          .string()
          .nullable()
          .describe('What it was called then; null for people, visitors, conversations and what has no name.'),
      })
      .describe('What it was done to. A platform connection is known by its platform, an invitation by its address.'),
    changes: z
      .array(z.object({ field: z.string(), before: value, after: value }))
      .describe(
        'The fields that a change has given. Values are there for roles and numbers alone: no secret and no text is kept, but for the name of what it was done to.',
      ),
    ip: z.string().nullable().describe('As reported by trusted proxies alone.'),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable().describe('The `X-Request-Id` of the call.'),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.output<typeof AuditEntry>
export type AuditChanges = AuditEntry['changes']
export type AuditCredential = AuditEntry['actor']['credential']

const filters = {
  action: z
    .string()
    .max(60)
    .regex(/^[a-z_]+(?:\.[a-z_]+)?$/, 'Must be an action, such as member.removed, or an area, such as member.')
    .optional()
    .describe('One action, or all of an area: `member.removed`, `member`.'),
  actor: UserId.optional().describe('Only what this person did.'),
  target: z.string().min(1).max(320).optional().describe('Only what was done to the thing with this id.'),
  since: GivenTime.optional().describe('Not before this time.'),
  until: GivenTime.optional().describe('Before this time.'),
}

const common = {
  owner: 'gateway',
  auth: 'user',
  limit: 'default',
  scope: 'admin',
  role: 'admin',
  method: 'get',
} as const

const rules =
  'Every change that takes an owner, an admin or the scope `admin` is recorded in the transaction that makes it, and so are deletions of channels, of others’ messages, and changes of twins and knowledge. What was refused has done nothing, and a repeated request is recorded once. Nobody can change an entry; entries are deleted after `AUDIT_RETENTION_DAYS`, a year unless the operator says otherwise, and with their workspace.'

export const listAuditLog = defineEndpoint({
  ...common,
  name: 'listAuditLog',
  path: '/api/v2/audit-log',
  summary: 'Who has changed what in the workspace, the newest first.',
  description: `${rules} Page by \`before\` with the last \`id\` of the page before.`,
  query: z.object({ ...filters, before: AuditEntryId.optional(), limit: Limit() }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: {
    200: z.object({ success: z.literal(true), data: z.array(AuditEntry), meta: z.object({ has_more: z.boolean() }) }),
  },
})

export const downloadAuditLog = defineEndpoint({
  ...common,
  name: 'downloadAuditLog',
  path: '/api/v2/audit-log/entries.csv',
  summary: 'The same as CSV, all of it.',
  description: `A row for each entry, with the same filters. What a spreadsheet would take for a formula begins with an apostrophe. ${rules}`,
  query: z.object(filters),
  produces: 'text/csv',
  streams: true,
  responses: { 200: z.string() },
})
