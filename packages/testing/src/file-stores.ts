/// <reference path="./s3rver.d.ts" />
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { Env } from '@parley/testing/settings'
import S3rver from 's3rver'

const bucket = 'files'

/** A folder that goes with the test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-files-'))
  closeAfterwards({ close: () => rm(folder, { recursive: true, force: true }) })
  return folder
}

/** An S3 server of one's own, as messaging is configured with it. */
async function s3Server(): Promise<Env> {
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: await temporaryFolder(),
    configureBuckets: [{ name: bucket }],
  })
  const { port } = await server.run()
  closeAfterwards(server)
  return {
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: 'S3RVER',
    S3_SECRET_ACCESS_KEY: 'S3RVER',
    // It does not know the SDK's checksums, and would keep them with the bytes.
    S3_CHECKSUMS: 'WHEN_REQUIRED',
  }
}

/** An S3 server to try besides, as JSON: `{"S3_ENDPOINT": …, "S3_BUCKET": …, …}`; see docs/operations.md. */
const another = process.env.PARLEY_TEST_S3

/** Where files can be kept, each as messaging is configured with it. */
export const stores: Record<string, () => Promise<Env>> = {
  'the local disk': async () => ({ PARLEY_DATA: await temporaryFolder() }),
  'an S3 server': async () => ({ ...(await s3Server()), PARLEY_DATA: await temporaryFolder() }),
  ...(another && {
    'the S3 server of PARLEY_TEST_S3': async () => ({ ...JSON.parse(another), PARLEY_DATA: await temporaryFolder() }),
  }),
}
