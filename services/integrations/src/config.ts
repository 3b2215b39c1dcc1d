import { ServiceConfig, ServiceUrl } from '@parley/kit/config'
import { ServiceClientConfig } from '@parley/kit/service-client'
import type * as z from 'zod'

/** What the integrations service is configured with. */
export const Config = ServiceConfig.extend({
  ...ServiceClientConfig.shape,
  MESSAGING_URL: ServiceUrl('messaging'),
})
export type Config = z.output<typeof Config>
