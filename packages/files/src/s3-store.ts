import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { AwsS3StorageAdapter } from '@flystorage/aws-s3'
import { FileStorage, type WriteOptions } from '@flystorage/file-storage'
import type { FileStorageConfig } from './config.ts'
import type { FileStore } from './file-store.ts'

const writeTimeoutMs = 120_000
const otherTimeoutMs = 15_000
const attempts = 3

/**
 * flystorage sends in parts what is longer than 5 MiB, which it keeps in memory, and which a crash leaves behind where
 * nobody sees them. Files come from the disk and their length is known: one PUT takes each.
 */
class WholeObjects extends AwsS3StorageAdapter {
  readonly #client: S3Client
  readonly #bucket: string

  constructor(client: S3Client, bucket: string) {
    super(client, { bucket })
    this.#client = client
    this.#bucket = bucket
  }

  override async write(key: string, contents: Readable, { size, mimeType, abortSignal }: WriteOptions): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: contents,
        ContentLength: size,
        ContentType: mimeType,
      }),
      abortSignal ? { abortSignal } : {},
    )
  }
}

/** Objects in a bucket, by the S3 API. */
export function createS3Store(config: FileStorageConfig, bucket: string): FileStore {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_CHECKSUMS, S3_FORCE_PATH_STYLE } = config
  const client = new S3Client({
    region: S3_REGION,
    forcePathStyle: S3_FORCE_PATH_STYLE,
    requestChecksumCalculation: S3_CHECKSUMS,
    responseChecksumValidation: S3_CHECKSUMS,
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      httpAgent: { maxSockets: 200 },
      httpsAgent: { maxSockets: 200 },
    },
    ...(S3_ENDPOINT !== undefined && { endpoint: S3_ENDPOINT }),
    ...(S3_ACCESS_KEY_ID !== undefined &&
      S3_SECRET_ACCESS_KEY !== undefined && {
        credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
      }),
  })
  const storage = new FileStorage(new WholeObjects(client, bucket))

  async function writeOnce(key: string, path: string, size: number, type: string): Promise<void> {
    const abortSignal = AbortSignal.timeout(writeTimeoutMs)
    await storage.write(key, createReadStream(path), { size, mimeType: type, abortSignal })
    // A server that does not know the SDK's checksums says that all is well, and keeps them with the bytes.
    const kept = await storage.fileSize(key, { timeout: otherTimeoutMs })
    if (kept !== size)
      throw new Error(`${kept} bytes were kept of ${size}; the server may need S3_CHECKSUMS=WHEN_REQUIRED`)
  }

  return {
    // The SDK tries again only what it has in memory.
    async write(key, { path, size, type }) {
      for (let attempt = 1; ; attempt++) {
        try {
          await writeOnce(key, path, size, type)
          return
        } catch (error) {
          if (attempt === attempts) throw error
        }
      }
    },

    // Not by flystorage, which reads no ranges and keeps the connection when its reader goes away.
    async open(key, { start, end }) {
      const { Body, ContentLength } = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${start}-${end}` }),
      )
      if (!(Body instanceof Readable)) throw new Error('The storage answered without a body.')
      if (ContentLength !== end - start + 1) {
        Body.destroy()
        throw new Error(`The storage answered ${ContentLength} bytes for bytes ${start}-${end}.`)
      }
      return Body
    },

    async remove(key) {
      const abortSignal = AbortSignal.timeout(otherTimeoutMs)
      try {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal })
      } catch (error) {
        // Amazon's answers 204 for what is not there; not every server does.
        if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404)) throw error
      }
    },

    async check() {
      await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: AbortSignal.timeout(otherTimeoutMs) })
    },

    close: async () => client.destroy(),
  }
}
