import type { TenantAgent } from '@parley/contracts/desk/agents'
import type * as z from 'zod'
import type { AgentRow } from './store/agents.ts'

/** An agent as answers show them. */
export const shownAgent = (
  { ratingSum, ratingCount, availability, ...agent }: AgentRow,
  status: string | undefined,
): z.input<typeof TenantAgent> => ({
  ...agent,
  isOnline: Boolean(status),
  availability: availability ?? 'online',
  csat: { score: averageOf(ratingSum, ratingCount), count: ratingCount ?? 0 },
})

const averageOf = (sum: number | null, count: number | null): number | null =>
  sum === null || !count ? null : Math.round((100 * sum) / count) / 100
