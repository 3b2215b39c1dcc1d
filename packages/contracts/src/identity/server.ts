import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'

const Server = z
  .object({
    version: z.string(),
    public_url: z.string(),
    configured: z
      .object({
        mail: z.boolean().describe('Whether mail is sent; otherwise it is kept and shown at `/dev/mail`.'),
        push: z.boolean().describe('Whether people can be notified by Web Push.'),
        engines: z
          .array(z.string())
          .describe('The engines that answer in chats: `anthropic`, or `local` without a key.'),
        platforms: z.array(z.string()).describe('The platforms that can be connected.'),
      })
      .describe('What this deployment can do.'),
    limits: z.object({
      message_characters: z.int(),
      files_per_message: z.int(),
      file_bytes: z.int(),
      api_keys: z.int().describe('Active keys of one person in one workspace.'),
      requests: z
        .record(z.string(), z.object({ requests: z.int(), seconds: z.int() }))
        .describe('Rate limits by class, as in `RateLimit-Policy`; empty where they are off.'),
    }),
  })
  .meta({ id: 'Server' })

export const getServer = defineEndpoint({
  name: 'getServer',
  method: 'get',
  path: '/api/v2/server',
  owner: 'gateway',
  auth: 'user',
  limit: 'default',
  workspace: 'optional',
  summary: 'This deployment: its version, its limits, and what is configured.',
  responses: { 200: envelope(Server) },
})
