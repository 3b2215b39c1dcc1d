import { Integer } from '@parley/contracts/fields'
import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { refuseWeakSecrets, ServiceConfig, ServiceUrl } from '@parley/kit/config'
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
  MESSAGING_URL: ServiceUrl('messaging'),
  CHAT_ENGINE_URL: ServiceUrl('chat-engine'),
  GEOIP_DB: z
    .string()
    .optional()
    .describe('A database of places (MMDB), by which the country and city of visitors are found.'),
  NEW_VISITORS_PER_MINUTE: Integer({ min: 1, max: 1_000_000 })
    .default(600)
    .describe('New visitors that one widget key brings in a minute; beyond, a session that makes one is a 429.'),
}).superRefine((config, context) => {
  refuseWeakSecrets('VISITOR_TOKEN_SECRETS', config, context)
  refuseWeakSecrets('FILE_URL_SECRET', config, context)
  requireSecretKeys(config, context)
})
export type Config = z.output<typeof Config>
