import { FileStorageConfig, FileUrlConfig, refuseWeakFileSecrets } from '@parley/files/config'
import { ServiceConfig } from '@parley/kit/config'
import type * as z from 'zod'

/** What the messaging service is configured with. */
export const Config = ServiceConfig.extend({ ...FileStorageConfig.shape, ...FileUrlConfig.shape }).superRefine(
  refuseWeakFileSecrets,
)
export type Config = z.output<typeof Config>
