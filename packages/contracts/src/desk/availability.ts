import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'

/** What agents say of themselves. */
export const availabilities = ['online', 'away', 'busy'] as const
export const Availability = z
  .enum(availabilities)
  .describe('What they say of themselves: who is away or busy is assigned nothing automatically.')
export type Availability = z.infer<typeof Availability>

export const updateAvailability = defineEndpoint({
  owner: 'support-desk',
  auth: 'user',
  limit: 'default',
  name: 'updateAvailability',
  method: 'put',
  path: '/api/agent/availability',
  summary: 'Say whether one is available.',
  description: 'It stays so until it is changed, also while the agent is not connected. What they have stays theirs.',
  body: z.object({ availability: Availability }),
  responses: { 200: z.object({ availability: Availability }) },
})
