import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { always, Limit, Offset, Time } from '../fields.ts'
import { TwinId, Uuid } from '../ids.ts'

const common = {
  owner: 'chat-engine',
  auth: 'user',
  limit: 'default',
  scope: 'admin',
  role: 'admin',
  path: '/api/v2/budgets',
} as const

export const Budget = z
  .object({
    scope: z.enum(['workspace', 'twin']),
    twin_id: Uuid.nullable().describe('Null for the workspace’s.'),
    twin_name: z.string().nullable(),
    soft_usd: z.number().nullable(),
    hard_usd: z.number().nullable(),
    spent_usd: z.number().describe('What the month has cost so far, to six decimals.'),
    status: z.enum(['ok', 'soft_exceeded', 'hard_exceeded']),
    resets_at: Time.describe('When the next month begins, in UTC.'),
    notified_at: Time.nullable().describe('When the owners were last mailed that the soft budget is used up.'),
    updated_by: Uuid,
    updated_at: Time,
  })
  .meta({ id: 'Budget' })
export type Budget = z.infer<typeof Budget>

const Dollars = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine((dollars) => Number(dollars.toFixed(2)) === dollars, 'Must have at most two decimals.')
  .nullable()
  .default(null)

/** The soft budget is above the hard one, and would never be reached. */
const isUpsideDown = ({ soft_usd, hard_usd }: { soft_usd?: unknown; hard_usd?: unknown }) =>
  typeof soft_usd === 'number' && typeof hard_usd === 'number' && soft_usd > hard_usd

export const listBudgets = defineEndpoint({
  ...common,
  name: 'listBudgets',
  method: 'get',
  summary: 'The monthly budgets of the workspace and its twins, and what is spent of them.',
  description: 'The workspace’s comes first, then those of twins by name.',
  query: z.object({ limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success: z.literal(true), data: z.array(Budget), meta: PageMeta }) },
})

export const putBudget = defineEndpoint({
  ...common,
  name: 'putBudget',
  audit: 'budget.set',
  method: 'put',
  summary: 'Set the monthly budget of the workspace, or of one of its twins.',
  description:
    'US dollars with at most two decimals, a month of UTC. When the soft budget is used up, the owners whose addresses are proven are mailed, once a month; again in the same month only where its amount was changed meanwhile. When the hard one is used up, new answers are a 429 `budget_exceeded` with `Retry-After`, and those being written end with that code, their text so far kept. What the answers cost that were being written is counted when they end, so that a month may cost that much more. An answer of a twin counts for the twin and for the workspace. A hard budget of 0 lets nothing be answered. Null, or a field that is not given, means no such budget; with neither the budget is removed, and `data` is null.',
  body: z
    .object({
      twin_id: TwinId.nullable().default(null).describe('Null for the budget of the workspace.'),
      soft_usd: Dollars,
      hard_usd: Dollars,
    })
    .superRefine((body, context) => {
      if (isUpsideDown(body))
        context.addIssue({ code: 'custom', path: ['soft_usd'], message: 'Must not be more than hard_usd.' })
    }, always),
  responses: { 200: envelope(Budget.nullable()) },
  errors: ['not_found'],
})
