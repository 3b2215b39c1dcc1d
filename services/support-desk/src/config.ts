import {
  addressConversationsPerHour,
  addressMessagesPerMinute,
  visitorFileMibPerHour,
} from '@parley/contracts/desk/widget-messages'
import { Integer } from '@parley/contracts/fields'
import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { RotatedSecrets, refuseWeakSecrets, ServiceConfig, ServiceUrl, Switch } from '@parley/kit/config'
import { ReceiptConfig } from '@parley/kit/receipts'
import { requireSecretKeys, SecretConfig } from '@parley/kit/secret-box'
import { ServiceClientConfig } from '@parley/kit/service-client'
import { VisitorTokenConfig } from '@parley/kit/visitor-tokens'
import * as z from 'zod'

/** What the support-desk service is configured with. */
export const Config = ServiceConfig.extend({
  ...VisitorTokenConfig.shape,
  ...ServiceClientConfig.shape,
  ...FileStorageConfig.shape,
  ...FileUrlConfig.shape,
  ...SecretConfig.shape,
  ...ReceiptConfig.shape,
  CHAT_ENGINE_URL: ServiceUrl('chat-engine'),
  DESK_AI: Switch.default(true).describe(
    'off: AI reads no conversation of any workspace: it answers nobody, analyses nothing, and helps no agent.',
  ),
  UNSEEN_MAIL_DELAY_MS: Integer({ min: 0, max: 15_000 })
    .default(12_000)
    .describe(
      'How long an answer waits for others, and to be seen, before it is mailed to a visitor who is not there.',
    ),
  INBOUND_MAIL_DOMAIN: z
    .string()
    .regex(/^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d-]{2,63}$/, 'Must be a domain, in lower case.')
    .optional()
    .describe(
      'The domain whose mail is handed to POST /api/desk/inbound-mail. Without it visitors cannot answer by mail.',
    ),
  INBOUND_MAIL_SECRETS: RotatedSecrets.optional().describe(
    'What the mail server signs mails with that it hands over; several separated by commas: any is accepted.',
  ),
  GEOIP_DB: z
    .string()
    .optional()
    .describe('A database of places (MMDB), by which the country and city of visitors are found.'),
  NEW_VISITORS_PER_MINUTE: Integer({ min: 1, max: 1_000_000 })
    .default(600)
    .describe('New visitors that one widget key brings in a minute; beyond, a session that makes one is a 429.'),
  VISITOR_FILE_MIB_PER_HOUR: Integer({ min: 1, max: 1_000_000 })
    .default(visitorFileMibPerHour)
    .describe(
      'MiB of files that the visitors of one widget key send in an hour; beyond, a message with files is a 429.',
    ),
  ADDRESS_CONVERSATIONS_PER_HOUR: Integer({ min: 1, max: 1_000_000 })
    .default(addressConversationsPerHour)
    .describe('Conversations that visitors begin from one IP address in an hour; beyond, one that is new is a 429.'),
  ADDRESS_MESSAGES_PER_MINUTE: Integer({ min: 1, max: 1_000_000 })
    .default(addressMessagesPerMinute)
    .describe('Messages that visitors write from one IP address in a minute; beyond, one is a 429.'),
}).superRefine((config, context) => {
  refuseWeakSecrets('VISITOR_TOKEN_SECRETS', config, context)
  refuseWeakSecrets('FILE_URL_SECRET', config, context)
  requireSecretKeys(config, context)
  if ((config.INBOUND_MAIL_DOMAIN === undefined) !== (config.INBOUND_MAIL_SECRETS === undefined))
    context.addIssue({
      code: 'custom',
      path: ['INBOUND_MAIL_DOMAIN'],
      message: 'Goes with INBOUND_MAIL_SECRETS: set both or neither.',
    })
  const { INBOUND_MAIL_SECRETS: mailSecrets = [], PARLEY_ENV } = config
  refuseWeakSecrets('INBOUND_MAIL_SECRETS', { PARLEY_ENV, INBOUND_MAIL_SECRETS: mailSecrets }, context)
})
export type Config = z.output<typeof Config>
