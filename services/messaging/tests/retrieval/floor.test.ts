import { expect, it } from 'vitest'
import { askForCanaries } from './floor.ts'

it('quotes nothing that not everyone may read who reads the answer, and all that they may', async () => {
  expect(await askForCanaries({ questions: 250, seed: 1 })).toEqual([])
}, 120_000)
