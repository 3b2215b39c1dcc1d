import { Integer } from '@parley/contracts/fields'
import { RotatedSecrets, Switch } from '@parley/kit/config'
import * as z from 'zod'

const AtOnce = (fallback: number) => Integer({ min: 1, max: 100_000 }).default(fallback)

/** Where a service that has files keeps them, and how many go in and out at once; its own configuration includes this. */
export const FileStorageConfig = z.object({
  PARLEY_DATA: z
    .string()
    .default('.parley')
    .describe('The folder for uploads on their way (uploads/) and, without S3_BUCKET, for files (files/).'),
  UPLOADS_AT_ONCE: AtOnce(64).describe('Uploads that a process takes at once.'),
  UPLOADS_PER_PERSON: AtOnce(8).describe('How many of them may be one person’s.'),
  UPLOADS_PER_WORKSPACE: AtOnce(32).describe('How many of them may be one workspace’s.'),
  UPLOADS_PER_ADDRESS: AtOnce(40).describe(
    'How many of them may come from one IP address, whoever is signed in there.',
  ),
  DOWNLOADS_AT_ONCE: AtOnce(160).describe('Files that a process sends at once.'),
  DOWNLOADS_PER_PERSON: AtOnce(24).describe('How many of them may be by URLs of one person.'),
  DOWNLOADS_PER_WORKSPACE: AtOnce(96).describe('How many of them may be one workspace’s.'),
  DOWNLOADS_PER_ADDRESS: AtOnce(48).describe('How many of them may go to one IP address.'),
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

/** Configuration of services that sign URLs of files: it must be the same in all of them. */
export const FileUrlConfig = z.object({
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:8080')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Where people reach this deployment; the URLs of files begin with it.'),
  FILE_URL_SECRET: RotatedSecrets.describe(
    'Signs the URLs of files; several separated by commas: the first signs, all are accepted.',
  ),
})
export type FileUrlConfig = z.output<typeof FileUrlConfig>
