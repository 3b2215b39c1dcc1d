import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Time } from '../fields.ts'
import { Uuid } from '../ids.ts'

const common = {
  owner: 'channels',
  auth: 'user',
  limit: 'channels',
  role: 'admin',
  scope: 'admin',
  path: '/api/v2/demo',
} as const

export const Demo = z
  .object({
    is_loaded: z.boolean(),
    loaded_by: Uuid.nullable(),
    loaded_at: Time.nullable(),
    channels: z
      .array(z.object({ id: Uuid, name: z.string(), display_name: z.string().nullable() }))
      .describe('Those of it that are there; people may delete or rename them as any other.'),
  })
  .meta({ id: 'Demo' })
export type Demo = z.output<typeof Demo>

const responses = { 200: envelope(Demo) }

export const getDemo = defineEndpoint({
  ...common,
  name: 'getDemo',
  method: 'get',
  summary: 'Whether the workspace has the demo data.',
  responses,
})

export const loadDemo = defineEndpoint({
  ...common,
  name: 'loadDemo',
  audit: 'demo.loaded',
  method: 'post',
  summary: 'Load a small set of demo data, to look at what a workspace in use is like.',
  description:
    'Three public channels of a maker of cargo bikes: a week of messages by eight people who have no account, with threads, reactions, pins and an answer of the built-in twin `lvng`, who takes part on demand. They are history: unread for nobody, and nobody is notified. The caller is their only member; everybody else joins as any public channel. Where it is loaded already nothing changes. A name that is taken gets `-demo` behind it.',
  responses,
  errors: ['conflict'],
})

export const removeDemo = defineEndpoint({
  ...common,
  name: 'removeDemo',
  audit: 'demo.removed',
  method: 'delete',
  summary: 'Remove the demo data.',
  description:
    'Deletes its channels as `DELETE /api/v2/channels/:id` does, with all that is in them, also what people have written there since. Nothing else is touched. Where there is none nothing changes.',
  responses,
})
