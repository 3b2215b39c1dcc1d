import { expect, it } from 'vitest'
import { askForCanaries } from './floor.ts'

it('quotes nothing that not everyone may read who reads the answer, of 10,000 answers', async () => {
  expect(await askForCanaries({ questions: 10_000, seed: Date.now() })).toEqual([])
}, 1_800_000)
