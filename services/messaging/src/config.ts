import { Integer } from '@parley/contracts/fields'
import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { refuseWeakSecrets, ServiceConfig } from '@parley/kit/config'
import type * as z from 'zod'

/** The configuration of the messaging service. */
export const Config = ServiceConfig.extend({
  ...FileStorageConfig.shape,
  ...FileUrlConfig.shape,
  SCHEDULED_POLL_MS: Integer({ min: 10, max: 1_000 })
    .default(1_000)
    .describe('How late a replica may see that a scheduled message is due.'),
  DOCUMENTS_AT_ONCE: Integer({ min: 0, max: 8 })
    .default(1)
    .describe(
      'How many attached documents a process reads at once, each in up to 512 MB beside it, so that their text is found; 0: none.',
    ),
}).superRefine((config, context) => refuseWeakSecrets('FILE_URL_SECRET', config, context))
export type Config = z.output<typeof Config>
