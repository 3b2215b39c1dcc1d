import { Switch } from '@parley/kit/config'
import * as z from 'zod'

/** Where a service that has files keeps them; its own configuration includes this. */
export const FileStorageConfig = z.object({
  PARLEY_DATA: z
    .string()
    .default('.parley')
    .describe('The folder for uploads on their way (uploads/) and, without S3_BUCKET, for files (files/).'),
  S3_BUCKET: z.string().optional().describe('The bucket that files are kept in, instead of on the local disk.'),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The S3 server, where it is not Amazon’s.'),
  S3_REGION: z.string().default('us-east-1').describe('The bucket’s region.'),
  S3_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('The S3 access key; without it the SDK looks for one (roles, profiles).'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('The S3 secret key.'),
  S3_FORCE_PATH_STYLE: Switch.default(true).describe(
    'on: the bucket is in the URL’s path, as most servers want it; off: in its host name.',
  ),
  S3_CHECKSUMS: z
    .enum(['WHEN_SUPPORTED', 'WHEN_REQUIRED'])
    .default('WHEN_SUPPORTED')
    .describe('WHEN_REQUIRED for servers that do not know the newer checksums, which would keep them with the bytes.'),
})
export type FileStorageConfig = z.output<typeof FileStorageConfig>
