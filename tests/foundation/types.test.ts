import { readFile } from 'node:fs/promises'
import { generateTypes } from '@parley/schema/types'
import { createTestDatabase } from '@parley/testing/database'
import { expect, it } from 'vitest'

const generated = await generateTypes((await createTestDatabase()).url)

it.each([...generated.keys()])('%s says what the database has; `pnpm db:types` writes it', async (file) => {
  expect(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).toBe(generated.get(file))
})
