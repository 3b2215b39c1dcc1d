import { Integer } from '@parley/contracts/fields'
import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { FileUrlConfig } from '@parley/files/config'
import { isWeakSecret, refuseWeakSecrets, ServiceConfig, ServiceUrl, Switch } from '@parley/kit/config'
import { OutsideConfig } from '@parley/kit/outside/config'
import { ReceiptConfig } from '@parley/kit/receipts'
import { ServiceClientConfig } from '@parley/kit/service-client'
import { VisitorTokenConfig } from '@parley/kit/visitor-tokens'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { VapidPrivateKey } from './push/vapid.ts'
import { socketVariables } from './sockets/config.ts'

/** An IP address or CIDR as `[first address, prefix length]`. */
export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number]

const AddressRanges = z.string().transform((text, context): AddressRange[] => {
  const ranges: AddressRange[] = []
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const address = part.includes('/') ? part : `${part}/${part.includes(':') ? 128 : 32}`
    if (ipaddr.isValidCIDR(address)) ranges.push(ipaddr.parseCIDR(address))
    else context.addIssue(`${part} is neither an IP address nor a CIDR.`)
  }
  return ranges
})

const AtOnce = (fallback: number) => Integer({ min: 1, max: 1_000_000 }).default(fallback)

/** How many of a gateway's concurrent requests may be of one person, workspace or IP address; off with `RATE_LIMITS`. */
const shareVariables = {
  CALLS_PER_PERSON: AtOnce(64).describe('Calls of one person that a gateway passes on at once.'),
  CALLS_PER_WORKSPACE: AtOnce(512).describe('The same of one workspace.'),
  CALLS_PER_ADDRESS: AtOnce(128).describe('The same without a credential, of one IP address.'),
  STREAMS_PER_PERSON: AtOnce(32).describe('Uploads and event streams of one person at once.'),
  STREAMS_PER_WORKSPACE: AtOnce(1_024).describe('The same of one workspace.'),
  STREAMS_PER_ADDRESS: AtOnce(256).describe('Downloads of one IP address at once.'),
  MIN_TRANSFER_BYTES_PER_SECOND: Integer({ min: 0, max: 10_000_000 })
    .default(1_024)
    .describe('Slower clients, over a minute of an upload or download, are cut off; 0 cuts off nobody.'),
}

type LimitVariables = Record<`RATE_LIMIT_${Uppercase<LimitName>}`, z.ZodDefault<ReturnType<typeof Integer>>>

/** `RATE_LIMIT_<CLASS>` for every class in the contracts. */
const limitVariables = Object.fromEntries(
  Object.entries(limitClasses).map(([name, { points, seconds, per }]) => [
    `RATE_LIMIT_${name.toUpperCase()}`,
    Integer({ min: 1, max: 10_000_000 })
      .default(points)
      .describe(`Requests per ${seconds} s and ${per.replaceAll('-', ' ')} in the class “${name}”.`),
  ]),
) as unknown as LimitVariables

/** What the gateway is configured with. */
export const Config = ServiceConfig.extend({
  ...FileUrlConfig.shape,
  ...VisitorTokenConfig.shape,
  ...ServiceClientConfig.shape,
  ...OutsideConfig.shape,
  ...ReceiptConfig.shape,
  PUBLIC_URL: FileUrlConfig.shape.PUBLIC_URL.describe(
    'Where people reach this deployment; mails and files link there. Production wants https.',
  ),
  JWT_SECRET: z
    .string('Missing: at least 32 random characters.')
    .min(32, 'Must be at least 32 random characters.')
    .describe('Signs the tokens of people who sign in. Another secret ends every session.'),
  CHANNELS_URL: ServiceUrl('channels'),
  MESSAGING_URL: ServiceUrl('messaging'),
  CHAT_ENGINE_URL: ServiceUrl('chat-engine'),
  INTEGRATIONS_URL: ServiceUrl('integrations'),
  SUPPORT_DESK_URL: ServiceUrl('support-desk'),
  TRUSTED_PROXIES: AddressRanges.prefault('').describe(
    'IP addresses and CIDRs, separated by commas, whose X-Forwarded-For is believed.',
  ),
  UPSTREAM_TIMEOUT_MS: Integer({ min: 100, max: 600_000 })
    .default(30_000)
    .describe('How long a service may take to begin its answer; then it is a 504.'),
  RATE_LIMITS: Switch.default(true).describe(
    'off turns off rate limits and the shares of calls, streams and sockets, for load tests from one address; production refuses it.',
  ),
  ...limitVariables,
  ...shareVariables,
  ...socketVariables,
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Where mail goes. Without it mail is kept and shown at /dev/mail, except in production.'),
  VAPID_PRIVATE_KEY: VapidPrivateKey.optional().describe(
    'Signs what is sent by Web Push: 32 random bytes in base64url. Without it nobody is notified so; another ends every subscription.',
  ),
  WORKSPACE_DELETION_GRACE_MINUTES: Integer({ min: 0, max: 129_600 })
    .default(10_080)
    .describe('How long an owner can restore a workspace that is to be deleted.'),
  AUDIT_RETENTION_DAYS: Integer({ min: 31, max: 3_650 })
    .default(365)
    .describe('How many days entries of the audit log are kept.'),
  MAIL_FROM: z.string().default('Parley <parley@localhost>').describe('The sender of mails.'),
}).superRefine((config, context) => {
  refuseWeakSecrets('FILE_URL_SECRET', config, context)
  refuseWeakSecrets('VISITOR_TOKEN_SECRETS', config, context)
  if (config.PARLEY_ENV !== 'production') return
  const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
  if (isWeakSecret(config.JWT_SECRET))
    refuse('JWT_SECRET', 'Too easily guessed for production: use random characters, such as 32 bytes in base64.')
  if (!config.RATE_LIMITS) refuse('RATE_LIMITS', 'Rate limits cannot be off in production.')
  const url = new URL(config.PUBLIC_URL)
  if (url.protocol !== 'https:' && !isLoopback(url.hostname))
    refuse('PUBLIC_URL', 'Must be https in production: tokens travel to it. (http will do for localhost alone.)')
})
export type Config = z.output<typeof Config>

/** Whether a URL's host name is this very machine's. */
export const isLoopback = (host: string) =>
  /(?:^|\.)localhost$/.test(host) || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
