import { refuseWeakSecrets, ServiceConfig, ServiceUrl } from '@parley/kit/config'
import { ServiceClientConfig } from '@parley/kit/service-client'
import { VisitorTokenConfig } from '@parley/kit/visitor-tokens'
import * as z from 'zod'

/** What the support-desk service is configured with. */
export const Config = ServiceConfig.extend({
  ...VisitorTokenConfig.shape,
  ...ServiceClientConfig.shape,
  MESSAGING_URL: ServiceUrl('messaging'),
  CHAT_ENGINE_URL: ServiceUrl('chat-engine'),
  GEOIP_DB: z
    .string()
    .optional()
    .describe('A database of places (MMDB), by which the country and city of visitors are found.'),
}).superRefine((config, context) => refuseWeakSecrets('VISITOR_TOKEN_SECRETS', config, context))
export type Config = z.output<typeof Config>
