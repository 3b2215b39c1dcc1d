import type { Readable } from 'node:stream'
import { ServiceError } from '@parley/kit/errors'
import type { ByteRange } from '@parley/kit/file-answer'
import type { Config } from '../config.ts'

/** A file on the local disk that is to be stored. */
export interface Source {
  path: string
  /** Bytes. */
  size: number
  type: string
}

/** Where the bytes of files are kept: objects by their keys. What it throws are 503s that say so. */
export interface FileStore {
  /** Keeps a file under a key that no other has; it is there whole, or this throws. */
  write(key: string, source: Source): Promise<void>
  /** Opens a part of an object. */
  open(key: string, range: ByteRange): Promise<Readable>
  /** Removes an object; one that is not there is removed already. */
  remove(key: string): Promise<void>
  /** Throws when nothing could be kept right now. */
  check(): Promise<void>
  close(): Promise<void>
}

/** S3 where a bucket is configured, the local disk otherwise; only what is used is loaded. */
export function createFileStore(config: Config): FileStore {
  const { S3_BUCKET: bucket, PARLEY_DATA } = config
  const opening: Promise<FileStore> =
    bucket === undefined
      ? import('./local-store.ts').then(({ createLocalStore }) => createLocalStore(PARLEY_DATA))
      : import('./s3-store.ts').then(({ createS3Store }) => createS3Store(config, bucket))
  const use = async <T>(work: (store: FileStore) => Promise<T>) => orUnavailable(opening.then(work))
  return {
    write: (key, source) => use((store) => store.write(key, source)),
    open: (key, range) => use((store) => store.open(key, range)),
    remove: (key) => use((store) => store.remove(key)),
    check: async () => (await opening).check(),
    close: async () => (await opening).close(),
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
