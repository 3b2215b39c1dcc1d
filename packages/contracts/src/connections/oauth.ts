import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { NoBody, Time } from '../fields.ts'
import { Platform } from './platform.ts'

/** Bounds of what is given. */
export const oauthLimits = {
  /** How long a person may take to allow our app, in ms. */
  stateMs: 600_000,
} as const

/** Why our app was not installed, as the page that the browser comes back to is given it. */
export const oauthErrors = {
  expired: 'it took longer than ten minutes, was begun anew meanwhile, or came back twice',
  denied: 'the person did not allow it there',
  forbidden: 'who began it is no owner or admin any more',
  refused: 'the platform did not take what it had given',
  other_account: 'it is another account there than the one that is connected: disconnect first',
} as const
export type OAuthError = keyof typeof oauthErrors

const params = z.object({ platform: Platform })
const reasons = Object.entries(oauthErrors).map(([code, what]) => `\`${code}\`: ${what}`)

export const startPlatformOAuth = defineEndpoint({
  owner: 'integrations',
  auth: 'user',
  limit: 'default',
  scope: 'admin',
  role: 'admin',
  name: 'startPlatformOAuth',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/oauth/start',
  summary: 'Begin to install Parley’s app on a platform, in place of pasting credentials.',
  description: `The browser of an owner or admin goes to \`url\`, where the platform asks them; it sends them back to \`…/oauth/callback\`. That connects the platform, with the defaults of \`connect\`, or gives its connection new credentials, and sends them on to \`returnTo\`, with \`?connected=<platform>\`, or \`?error=\` and why. ${reasons.join('; ')}. The URL works once, within ten minutes; beginning anew ends it. A platform without it, or whose app is not configured here, is a 409 \`not_supported\`: \`oauth\` of \`available\` says which.`,
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

export const finishPlatformOAuth = defineEndpoint({
  owner: 'integrations',
  auth: 'none',
  limit: 'anonymous',
  name: 'finishPlatformOAuth',
  method: 'get',
  path: '/api/v2/platform-connections/:platform/oauth/callback',
  summary: 'Where a platform sends a browser back to.',
  description:
    'It redirects in any case: see `startPlatformOAuth`. What it does is in the audit log as the act of whoever began it.',
  params,
  query: z.object({
    state: z.string().regex(/^[\w-]{32}$/, 'Must be what the platform was given.'),
    code: z.string().min(1).max(2_000).optional(),
  }),
  produces: 'text/html',
  responses: { 303: NoBody },
})
