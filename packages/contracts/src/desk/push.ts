import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { maxPushSubscriptions, NewPushSubscription } from '../identity/push.ts'
import { Uuid } from '../ids.ts'

export const createAgentPushSubscription = defineEndpoint({
  name: 'createAgentPushSubscription',
  owner: 'gateway',
  auth: 'user',
  limit: 'default',
  method: 'post',
  path: '/api/agent/push-subscriptions',
  summary: 'Have a browser notified by Web Push of conversations that wait, and of those that one is given.',
  description: `The same subscription as that of \`POST /api/v2/push-subscriptions\`, which lists and deletes it and shows the key to subscribe with: a browser is notified of what is said to somebody and, where they are an agent, of the desk. Who is connected is not notified. At most ${maxPushSubscriptions} a person. Where push is not configured it is a 503.`,
  body: NewPushSubscription,
  responses: {
    200: z
      .object({ id: Uuid, endpoint: z.string(), device: z.string().nullable(), createdAt: Time })
      .meta({ id: 'AgentPushSubscription' }),
  },
  errors: ['unavailable'],
})
