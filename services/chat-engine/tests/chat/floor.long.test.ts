import { expect, it } from 'vitest'
import { askForAnswers } from './floor.ts'

it('answers nothing that not everyone may read who reads the answer, of 10,000 answers or those of ten minutes', async () => {
  const seed = Date.now()
  console.log(`seed ${seed}`)
  const { wrong, ...counts } = await askForAnswers({ answers: 10_000, seed, untilMs: 600_000 })
  console.log(JSON.stringify(counts))
  expect(wrong).toEqual([])
}, 1_800_000)
