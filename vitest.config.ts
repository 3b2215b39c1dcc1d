import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { type Part, partOf, parts, testFiles } from './packages/testing/src/parts.ts'

/** Set by `pnpm test:unit`, `test:integration`, `test:acceptance` and `test:long`; unset, all but the last run. */
const part = process.env.TEST_PART as Part | undefined
if (part && !parts.includes(part)) throw new Error(`TEST_PART is ${part}; it must be one of ${parts.join(', ')}.`)

/** Beginnings of paths of what takes more than 20 s; vitest by itself would begin with the largest files. */
const longest = [
  'tests/crash/',
  'tests/browser/',
  'services/integrations/tests/bridged-platforms',
  'tests/fuzz/',
  'tests/authorisation/',
  'tests/ops/image',
  'tests/upload-memory',
  'tests/first-conversation',
  'tests/foundation/statements',
  'tests/client/package',
  'packages/sandbox/tests/',
  'packages/documents/tests/extractor',
  'infra/local/tests/stack',
].map((path) => join(import.meta.dirname, path))

/** Files that take longest are begun first, so that no worker is left with one of them while the other has nothing. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => longest.some((path) => moduleId.startsWith(path))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: part
      ? testFiles().filter((file) => partOf(file) === part)
      : ['{apps,packages,services,infra}/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.toolchain/**', '.parley/**', ...(part ? [] : ['**/*.long.test.ts'])],
    ...(part !== 'unit' && { globalSetup: ['packages/testing/src/global-setup.ts', 'infra/local/apps-setup.ts'] }),
    setupFiles: 'packages/testing/src/per-file-setup.ts',
    pool: 'forks',
    // Files that a worker runs one after another share their modules, and most of a file's time was loading them.
    isolate: false,
    maxWorkers: 3,
    // In MB: services of many files go through a worker, and most of what they leave is soon garbage.
    execArgv: ['--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    // These end what hangs. They are long, since a busy machine must not fail a test that is merely slow.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // The sources run as they run in production: Node strips their types, and nothing is mocked.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
})
