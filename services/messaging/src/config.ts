import { FileStorageConfig } from '@parley/files/config'
import { ServiceConfig } from '@parley/kit/config'
import * as z from 'zod'

/** What the messaging service is configured with. */
export const Config = ServiceConfig.extend({
  ...FileStorageConfig.shape,
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:8080')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Where people reach this deployment; the URLs of files begin with it.'),
})
export type Config = z.output<typeof Config>
