import { expect, it } from 'vitest'
import { formatBytes } from '../src/i18n/numbers.ts'

it('writes sizes as people do', () => {
  expect([1, 733, 1_400, 1_400_000].map(formatBytes)).toEqual(['1 byte', '733 bytes', '1 kB', '1.4 MB'])
})
