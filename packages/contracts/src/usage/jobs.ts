import * as z from 'zod'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'

const Dollars = z.string().regex(/^\d+\.\d\d$/)

export const mailBudgetNotice = defineJob({
  name: 'mail-budget-notice',
  owner: 'gateway',
  summary: 'Mail a workspace’s owners that a soft budget is used up: those whose addresses are proven.',
  payload: z.object({
    workspace_id: Uuid,
    /** Null where it is the workspace’s budget. */
    twin_name: z.string().nullable(),
    soft_usd: Dollars,
    hard_usd: Dollars.nullable(),
  }),
  attempts: 8,
  backoffMs: 1_000,
  timeoutMs: 30_000,
})

export const usageJobs = [mailBudgetNotice] as const
