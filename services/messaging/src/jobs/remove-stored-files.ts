import { removeStoredFiles } from '@parley/contracts/jobs'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Files } from '../files/files.ts'
import { removeDueBytes } from '../files/upkeep.ts'

/** Removes what is due, soon after it is. */
export const workRemoveStoredFiles = (runtime: ServiceRuntime<unknown>, files: Files): void =>
  runtime.work(removeStoredFiles, async (_payload, { signal }) => removeDueBytes(runtime, files, signal), {
    concurrency: 1,
  })
