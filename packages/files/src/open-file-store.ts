import { calling } from '@parley/kit/errors'
import type { FileStorageConfig } from './config.ts'
import type { FileStore } from './file-store.ts'

/** Opens S3 if a bucket is configured, else the local disk; only the module in use is loaded. */
export function openFileStore(config: FileStorageConfig): FileStore {
  const { S3_BUCKET: bucket, PARLEY_DATA } = config
  const opening: Promise<FileStore> =
    bucket === undefined
      ? import('./local-store.ts').then(({ createLocalStore }) => createLocalStore(PARLEY_DATA))
      : import('./s3-store.ts').then(({ createS3Store }) => createS3Store(config, bucket))
  const use = <T>(work: (store: FileStore) => Promise<T>) => calling('file storage', opening.then(work))
  return {
    write: (key, source) => use((store) => store.write(key, source)),
    open: (key, range) => use((store) => store.open(key, range)),
    remove: (key) => use((store) => store.remove(key)),
    check: async () => (await opening).check(),
    close: async () => (await opening).close(),
  }
}
