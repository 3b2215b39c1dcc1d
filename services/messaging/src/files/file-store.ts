import type { Readable } from 'node:stream'
import { ServiceError } from '@parley/kit/errors'
import type { ByteRange } from '@parley/kit/file-answer'
import type { Config } from '../config.ts'
import { createLocalStore } from './local-store.ts'
import { createS3Store } from './s3-store.ts'

/** A file on the local disk that is to be stored. */
export interface Source {
  path: string
  /** Bytes. */
  size: number
  type: string
}

/** Where the bytes of files are kept: objects by their keys. What it throws are 503s that say so. */
export interface FileStore {
  /** For logs and `/readyz`. */
  name: string
  /** Keeps a file under a key that no other has; it is there whole, or this throws. */
  write(key: string, source: Source): Promise<void>
  /** Opens a part of an object. */
  open(key: string, range: ByteRange): Promise<Readable>
  /** Removes an object; one that is not there is removed already. */
  remove(key: string): Promise<void>
  /** Throws when nothing could be kept right now. */
  check(): Promise<void>
  close(): void
}

/** S3 where a bucket is configured, the local disk otherwise. */
export function createFileStore(config: Config): FileStore {
  const store =
    config.S3_BUCKET === undefined ? createLocalStore(config.PARLEY_DATA) : createS3Store(config, config.S3_BUCKET)
  return {
    ...store,
    write: (key, source) => orUnavailable(store.write(key, source)),
    open: (key, range) => orUnavailable(store.open(key, range)),
    remove: (key) => orUnavailable(store.remove(key)),
  }
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new ServiceError('unavailable', 'The file storage cannot be used right now.', {
      cause,
      headers: { 'Retry-After': '5' },
    })
  }
}
