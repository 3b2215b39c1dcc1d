import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { refuseWeakSecrets, ServiceConfig, ServiceUrl } from '@parley/kit/config'
import { OutsideConfig } from '@parley/kit/outside/config'
import { requireSecretKeys, SecretConfig } from '@parley/kit/secret-box'
import { ServiceClientConfig } from '@parley/kit/service-client'
import type * as z from 'zod'
import { PlatformConfig } from './platforms/config.ts'

/** What the integrations service is configured with. */
export const Config = ServiceConfig.extend({
  ...ServiceClientConfig.shape,
  ...SecretConfig.shape,
  ...OutsideConfig.shape,
  ...FileStorageConfig.shape,
  ...FileUrlConfig.shape,
  ...PlatformConfig.shape,
  MESSAGING_URL: ServiceUrl('messaging'),
}).superRefine((config, context) => {
  refuseWeakSecrets('FILE_URL_SECRET', config, context)
  requireSecretKeys(config, context)
})
export type Config = z.output<typeof Config>
