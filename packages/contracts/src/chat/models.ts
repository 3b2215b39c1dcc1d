import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'

export const Model = z
  .object({
    id: z.string(),
    is_default: z.boolean(),
    is_available: z.boolean(),
    reason: z.string().nullable().describe('Why it cannot be used, and what to set.'),
  })
  .meta({ id: 'Model' })

export const listModels = defineEndpoint({
  owner: 'chat-engine',
  auth: 'user',
  limit: 'default',
  name: 'listModels',
  method: 'get',
  path: '/api/v2/models',
  summary: 'The models that can be asked for, and why some cannot be used.',
  description:
    'A request may also name others that the configured list takes, such as dated ones. Without a key for any model, `local` answers whatever is asked for.',
  responses: { 200: z.object({ success: z.literal(true), data: z.array(Model) }) },
})
