import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { typeId } from '../ids.ts'

/** So far the conversations of a view are counted, and of so many saved views. */
export const viewCountLimits = { conversations: 100, views: 50 } as const

const Count = z.int().describe(`At most ${viewCountLimits.conversations}: so many, or more.`)

export const countAgentViews = defineEndpoint({
  owner: 'support-desk',
  auth: 'user',
  limit: 'default',
  name: 'countAgentViews',
  method: 'get',
  path: '/api/agent/view-counts',
  summary: 'How many conversations views have that are not resolved.',
  description: `Of the first ${viewCountLimits.views} saved views by name those without a \`search\`, as they are listed.`,
  responses: {
    200: z
      .object({
        mine: Count.describe('Those of the caller, but for those that are put off.'),
        waiting: Count.describe('Those that wait and are not put off.'),
        snoozed: Count.describe('Those that are put off.'),
        views: z.array(z.object({ id: typeId('view'), count: Count })),
      })
      .meta({ id: 'ViewCounts' }),
  },
})
