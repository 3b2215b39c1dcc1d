import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { PageMeta } from '../envelope.ts'
import { Limit, Offset } from '../fields.ts'

/** What usage can be grouped by. */
export const usageGroups = ['day', 'user', 'twin', 'model', 'purpose'] as const
/** Days that one answer spans at most. */
export const maxUsageDays = 366

/** Sums of some usage. */
export const UsageTotals = z
  .object({
    answers: z.int().describe('How many answers, summaries and analyses; one with several turns is one.'),
    input_tokens: z.int().describe('Without what was read from the model’s cache or written to it.'),
    output_tokens: z.int(),
    cache_read_tokens: z.int(),
    cache_write_tokens: z.int(),
    cost_usd: z.number().describe('US dollars, by list prices or the operator’s own; to six decimals.'),
    unpriced_tokens: z
      .int()
      .describe('Tokens of models whose price is not known. `cost_usd` is without them, and no budget counts them.'),
  })
  .meta({ id: 'UsageTotals' })
export type UsageTotals = z.infer<typeof UsageTotals>

export const UsageGroup = UsageTotals.extend({
  key: z
    .string()
    .nullable()
    .describe(
      'By `group_by`: a day, the id of a person or twin, a model, a purpose (`chat`, `twin`, `summary`, `analysis`, `knowledge`). Null for what no person has asked for, or no twin has answered.',
    ),
  name: z
    .string()
    .nullable()
    .describe('The person’s or twin’s name; null for whoever is gone, and for all other keys.'),
}).meta({ id: 'UsageGroup' })
export type UsageGroup = z.infer<typeof UsageGroup>

const Day = z.iso
  .date('Must be a day, such as 2026-11-29.')
  .refine((day) => day >= '1970-01-01', 'Must not be before 1970.')

export const listUsage = defineEndpoint({
  owner: 'chat-engine',
  auth: 'user',
  limit: 'default',
  name: 'listUsage',
  method: 'get',
  path: '/api/v2/usage',
  summary: 'What AI answers have used and cost, in groups.',
  description: `Owners and admins see all of the workspace, others what they have asked for themselves. Days are those of UTC, both included; at most ${maxUsageDays} of them. Without \`from\` it begins with the month of \`to\`, without \`to\` it ends today. Days come in order, other groups with the dearest first. Usage is there as soon as its answer is. The engine \`local\` costs nothing, and counts words as tokens.`,
  query: z.object({
    from: Day.optional(),
    to: Day.optional(),
    group_by: z.enum(usageGroups).default('day'),
    limit: Limit(),
    offset: Offset,
  }),
  pages: { items: 'data' },
  responses: {
    200: z.object({
      success: z.literal(true),
      data: z.array(UsageGroup),
      meta: PageMeta.extend({
        from: Day,
        to: Day,
        group_by: z.enum(usageGroups),
        totals: UsageTotals.describe('Of all groups, on this page or not.'),
      }),
    }),
  },
})
