import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'

export const listEngines = defineEndpoint({
  owner: 'chat-engine',
  auth: 'service',
  limit: 'default',
  visibility: 'internal',
  name: 'listEngines',
  method: 'get',
  path: '/internal/engines',
  summary: 'The engines that answer in chats here.',
  responses: { 200: z.object({ engines: z.array(z.string()) }) },
})
