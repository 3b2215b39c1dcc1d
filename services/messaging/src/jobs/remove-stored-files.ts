import { removeStoredFiles } from '@parley/contracts/messages/jobs'
import type { Files } from '@parley/files/files'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { removeDueBytes } from '../files/cleanup.ts'
import type { DB } from '../schema.ts'

/** Removes stored objects as soon as they are due. */
export const workRemoveStoredFiles = (runtime: ServiceRuntime<DB>, files: Files): void =>
  runtime.work(removeStoredFiles, async (_payload, { signal }) => removeDueBytes(runtime, files, signal), {
    concurrency: 1,
  })
