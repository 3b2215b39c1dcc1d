import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Limit, Time } from '../fields.ts'
import { ErasureId, someTypeId, typeId } from '../ids.ts'
import { ReceiptKeys } from '../receipt-keys.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: ErasureId })

/** What copies there are of what is erased, by kind, and where they are. */
export const copyKinds = {
  conversations: 'conversations, with their search entries, analyses and places in queues',
  messages: 'messages of all sides',
  notes: 'what agents wrote to each other',
  ratings: 'ratings with their comments; the scores stay in the sums of agents, which name nobody',
  files: 'files that were sent',
  mail_threads: 'what is known of a conversation’s mails, and the digests of those that came in',
  answers: 'answers that are kept for 24 hours for repeated requests',
  visitors: 'what is known of a visitor, their sessions and pages',
  mail_addresses: 'what is counted of a visitor’s mail addresses, each known by its SHA-256',
  blocks: 'blocks of a visitor; those of an address stay, since the workspace wants nothing from there',
  outbox_rows: 'events and jobs that have not been published yet',
  jobs: 'jobs that have not ended: mails and notifications that wait, analyses, answers of AI',
  webhook_events:
    'events that are kept for the workspace’s webhooks, with their deliveries; what a receiver was sent is not ours to erase',
  kept_mails: 'mails that are kept because no SMTP server is configured',
  file_contents: 'the bytes of files and of their previews in the file storage',
} as const
export type CopyKind = keyof typeof copyKinds
export const copyKindNames = Object.keys(copyKinds) as CopyKind[]

const kinds = Object.entries(copyKinds).map(([kind, what]) => `\`${kind}\`: ${what}`)

export const erasureStates = ['running', 'done', 'partial'] as const
export type ErasureState = (typeof erasureStates)[number]
export const copyStates = ['pending', 'done', 'refused'] as const
export type CopyState = (typeof copyStates)[number]
export const erasedThings = ['conversation', 'visitor'] as const
export type ErasedThing = (typeof erasedThings)[number]

/** What was erased, and what has become of each kind of copy: ids and numbers alone. */
export const Erasure = z
  .object({
    id: typeId('ers'),
    subject: z.object({ kind: z.enum(erasedThings), id: someTypeId('cnv', 'vis') }),
    requestedBy: typeId('usr'),
    requestedAt: Time,
    completedAt: Time.nullable(),
    state: z
      .enum(erasureStates)
      .describe('`partial` where a kind of copy was refused: its `reason` says why, and what one can do.'),
    copies: z.array(
      z.object({
        kind: z.enum(copyKindNames).describe(`${kinds.join('; ')}.`),
        count: z.int().describe('How many were removed.'),
        state: z.enum(copyStates),
        reason: z.string().nullable().describe('Why copies are left, of a kind that was refused.'),
      }),
    ),
  })
  .meta({ id: 'Erasure' })
export type Erasure = z.input<typeof Erasure>

/** What the receipts of erasures are signed for: their audience. */
export const receiptAudience = 'erasure-receipt'

const receipts =
  'What was mailed or downloaded before is out of reach, and backups of the database and the file storage are the operator’s.'

export const listErasures = defineEndpoint({
  ...common,
  name: 'listErasures',
  method: 'get',
  path: '/api/tenant/erasures',
  summary: 'What was erased of the workspace, the newest first.',
  description: 'Page by `before` with the last `id` of the page before.',
  query: z.object({ before: ErasureId.optional(), limit: Limit({ fallback: 25 }) }),
  pages: { items: 'erasures', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: z.object({ erasures: z.array(Erasure) }) },
})

export const getErasure = defineEndpoint({
  ...common,
  name: 'getErasure',
  method: 'get',
  path: '/api/tenant/erasures/:id',
  summary: 'What has become of an erasure, with its receipt.',
  description: `\`receipt\` is null while it runs. Then it is a JSON Web Token, signed with ES256 by the key that its head names and \`GET /api/desk/receipt-keys\` shows: its audience is \`${receiptAudience}\`, its subject the \`id\`, and its claim \`erasure\` what else is answered here. ${receipts}`,
  params,
  responses: { 200: Erasure.extend({ receipt: z.string().nullable() }) },
  errors: ['not_found'],
})

export const retryErasure = defineEndpoint({
  ...common,
  name: 'retryErasure',
  method: 'post',
  path: '/api/tenant/erasures/:id/retry',
  summary: 'Look again for copies that were refused.',
  description:
    'For when what a `reason` names has been put right. One that runs, or has left nothing that could be looked for, stays as it is.',
  params,
  responses: { 200: Erasure },
  errors: ['not_found'],
})

export const getReceiptKeys = defineEndpoint({
  ...common,
  auth: 'none',
  limit: 'anonymous',
  name: 'getReceiptKeys',
  method: 'get',
  path: '/api/desk/receipt-keys',
  summary: 'The keys by which receipts of erasures are verified.',
  description: 'A JSON Web Key Set (RFC 7517). Those that sign no more stay in it as long as the operator keeps them.',
  responses: { 200: ReceiptKeys },
})
