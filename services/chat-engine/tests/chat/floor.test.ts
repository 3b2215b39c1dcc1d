import { expect, it } from 'vitest'
import { askForAnswers } from './floor.ts'

it('answers nothing that not everyone may read who reads the answer, while people come and go', async () => {
  const { wrong, answered, saidNothing, duringMoves } = await askForAnswers({ answers: 100, seed: 1 })
  expect(wrong).toEqual([])
  expect(answered).toBeGreaterThan(saidNothing)
  expect(duringMoves).toBeGreaterThan(0)
})
