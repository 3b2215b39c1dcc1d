import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateClient } from '@parley/client-build/generate'
import { expect, it } from 'vitest'
import { root } from '../ops/repository.ts'

it('what the client knows of the API is what the contracts say (if not: pnpm client:generate)', async () => {
  for (const [name, text] of await generateClient())
    expect(await readFile(join(root, 'packages/client/src/generated', name), 'utf8'), name).toBe(text)
})
