import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { NoBody, Time } from '../fields.ts'
import { ConnectionTest, connectionStatuses } from './connection.ts'
import { Platform } from './platform.ts'

/** Bounds of what is given. */
export const oauthLimits = {
  /** How long a person may take to allow our app, in ms. */
  stateMs: 600_000,
} as const

const params = z.object({ platform: Platform })
const State = z.string().regex(/^[\w-]{32}$/, 'Must be what the platform was given.')
const Code = z.string().min(1).max(2_000)
const privileged = { owner: 'integrations', auth: 'user', limit: 'default', scope: 'admin', role: 'admin' } as const

export const startPlatformOAuth = defineEndpoint({
  ...privileged,
  name: 'startPlatformOAuth',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/oauth/start',
  summary: 'Begin to install Parley’s app on a platform, in place of pasting credentials.',
  description:
    'The browser of an owner or admin goes to `url`, where the platform asks them. It sends them back to `…/oauth/callback`, and that to `returnTo`, with `?oauth=<platform>` and the `state` and `code` that `…/oauth/finish` takes, from the same person, within ten minutes. Beginning anew ends what was begun before. A platform without it, or whose app is not configured here, is a 409 `not_supported`: `oauth` of `available` says which.',
  params,
  body: z.strictObject({
    returnTo: z
      .string()
      .max(200)
      .regex(/^\/app(?:\/[\w-]+)*$/, 'Must be a path of the console: /app, or below it.')
      .default('/app'),
  }),
  responses: { 200: z.object({ platform: Platform, url: z.url(), expiresAt: Time }) },
  errors: ['not_supported'],
  idempotent: false,
})

export const returnFromPlatform = defineEndpoint({
  owner: 'integrations',
  auth: 'none',
  limit: 'anonymous',
  name: 'returnFromPlatform',
  method: 'get',
  path: '/api/v2/platform-connections/:platform/oauth/callback',
  summary: 'Where a platform sends a browser back to.',
  description:
    'It connects nothing: whoever is sent here may have been sent to the platform by somebody else. It redirects to the console, with what `…/oauth/finish` takes, or with `?error=`: `denied` where the person did not allow it there, `expired` where nobody is waited for any more.',
  params,
  query: z.object({ state: State, code: Code.optional() }),
  produces: 'text/html',
  responses: { 303: NoBody },
})

export const finishPlatformOAuth = defineEndpoint({
  ...privileged,
  name: 'finishPlatformOAuth',
  audit: 'connection.installed',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/oauth/finish',
  summary: 'Connect a platform with what it has sent a person back with.',
  description:
    'Connects the platform, with the defaults of `connect`, or gives its connection new credentials. A state counts once, and for the person and workspace that began with it alone: any other is a 404. A code that the platform does not take is answered in `connectionTest`, and nothing is changed but the audit log (`connection.installation_failed`). 409 where it is another account than the one that is connected.',
  params,
  body: z.strictObject({ state: State, code: Code }),
  responses: {
    200: z.object({
      platform: Platform,
      status: z.enum(connectionStatuses).nullable().describe('Null where it is not connected.'),
      connectionTest: ConnectionTest,
    }),
  },
  errors: ['not_found', 'conflict', 'not_supported'],
  idempotent: false,
})
