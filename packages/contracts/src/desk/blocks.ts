import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Limit, Time } from '../fields.ts'
import { BlockId, typeId, VisitorId } from '../ids.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const

/** A workspace has at most so many that have not expired. */
export const maxBlocks = 1_000

export const blockKinds = ['visitor', 'address', 'email'] as const
export type BlockKind = (typeof blockKinds)[number]

/** Whom a desk takes nothing from. */
export const Block = z
  .object({
    id: typeId('blk'),
    kind: z.enum(blockKinds),
    value: z
      .string()
      .describe('A visitor’s id; an IP address or a network, such as `203.0.113.0/24`; or an email address.'),
    reason: z.string().nullable().describe('For colleagues: nobody who is blocked sees it.'),
    createdBy: typeId('usr'),
    createdAt: Time,
    expiresAt: Time.nullable(),
  })
  .meta({ id: 'Block' })
export type Block = z.input<typeof Block>

const chosen = {
  reason: z.string().trim().max(500).nullable().default(null),
  expiresInHours: z
    .int()
    .min(1)
    .max(24 * 366)
    .nullable()
    .default(null)
    .describe('`null`: until it is removed.'),
}
const effect =
  'Their open sockets end within a second; sessions are a 403 that says so, other calls a 401, and nothing that they mail becomes a message. What they have said stays.'

export const listBlocks = defineEndpoint({
  ...common,
  name: 'listBlocks',
  method: 'get',
  path: '/api/tenant/blocks',
  summary: 'Whom the desk takes nothing from, the newest first.',
  description: `At most ${maxBlocks.toLocaleString('en')}. Page by \`before\` with the last \`id\` of the page before.`,
  query: z.object({ before: BlockId.optional(), limit: Limit({ fallback: 50 }) }),
  pages: { items: 'blocks', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: z.object({ blocks: z.array(Block) }) },
})

export const createBlock = defineEndpoint({
  ...common,
  name: 'createBlock',
  audit: 'block.created',
  method: 'post',
  path: '/api/tenant/blocks',
  scope: 'admin',
  summary: 'Block a visitor, an IP address, a network or an email address.',
  description: `${effect} An IP address or network blocks whoever comes from there, or was last seen there; of IPv4 it has at least 8 bits, of IPv6 at least 32. An email address blocks visitors who say that it is theirs, and its mails. What is blocked already gets the new reason and end. A workspace has at most ${maxBlocks.toLocaleString('en')} (409).`,
  body: z.object({ kind: z.enum(blockKinds), value: z.string().max(320), ...chosen }),
  responses: { 200: Block },
  errors: ['not_found', 'conflict'],
})

export const deleteBlock = defineEndpoint({
  ...common,
  name: 'deleteBlock',
  audit: 'block.deleted',
  method: 'delete',
  path: '/api/tenant/blocks/:id',
  scope: 'admin',
  summary: 'Take in again who was blocked.',
  params: z.object({ id: BlockId }),
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found'],
})

const ofVisitor = {
  ...common,
  path: '/api/agent/visitors/:id/block',
  params: z.object({ id: VisitorId }),
  errors: ['not_found'],
} as const

export const blockVisitor = defineEndpoint({
  ...ofVisitor,
  name: 'blockVisitor',
  method: 'post',
  summary: 'Block a visitor.',
  description: `${effect} Agents block visitors; addresses are blocked by owners and admins (\`POST /api/tenant/blocks\`).`,
  body: z.object(chosen),
  responses: { 200: Block },
  errors: ['not_found', 'conflict'],
})

export const unblockVisitor = defineEndpoint({
  ...ofVisitor,
  name: 'unblockVisitor',
  method: 'delete',
  summary: 'Take a visitor in again who was blocked themself; one who is not blocked is a 404.',
  responses: { 200: z.object({ success: z.literal(true) }) },
})
