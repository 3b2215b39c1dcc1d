import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { refuseWeakSecrets, ServiceConfig, ServiceUrl } from '@parley/kit/config'
import { ServiceClientConfig } from '@parley/kit/service-client'
import type * as z from 'zod'

/** What the integrations service is configured with. */
export const Config = ServiceConfig.extend({
  ...ServiceClientConfig.shape,
  ...FileStorageConfig.shape,
  ...FileUrlConfig.shape,
  MESSAGING_URL: ServiceUrl('messaging'),
}).superRefine((config, context) => refuseWeakSecrets('FILE_URL_SECRET', config, context))
export type Config = z.output<typeof Config>
