import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,services,infra}/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.toolchain/**', '.parley/**'],
    globalSetup: 'packages/testing/src/global-setup.ts',
    setupFiles: 'packages/testing/src/per-file-setup.ts',
    pool: 'forks',
    // Files that a worker runs one after another share their modules, and most of a file's time was loading them.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // The sources run as they run in production: Node strips their types, and nothing is mocked.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
})
