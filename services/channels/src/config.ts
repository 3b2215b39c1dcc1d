import { FileUrlConfig } from '@parley/files/config'
import { refuseWeakSecrets, ServiceConfig } from '@parley/kit/config'
import type * as z from 'zod'

/** What the channels service is configured with: it signs the URLs of its members' pictures. */
export const Config = ServiceConfig.extend(FileUrlConfig.shape).superRefine((config, context) =>
  refuseWeakSecrets('FILE_URL_SECRET', config, context),
)
export type Config = z.output<typeof Config>
