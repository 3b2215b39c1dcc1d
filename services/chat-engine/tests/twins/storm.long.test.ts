import { expect, it } from 'vitest'
import { storm } from './storm.ts'

it('200 messages to five twins, and ten processes that die', { timeout: 900_000 }, async () => {
  const seed = Date.now()
  console.log(`seed ${seed}`)
  const { called, outcomes, posted, overlapping } = await storm({ messages: 200, twins: 5, kills: 10, seed })
  const done = outcomes.filter(({ run }) => run === 'done').length
  console.log(
    `called ${called}, answered ${done}, failed with their process ${outcomes.length - done}, refused ${called - outcomes.length}`,
  )
  for (const { run, replies } of outcomes) expect(replies).toBe(run === 'done' ? 1 : 0)
  expect(posted).toEqual({ count: done, runs: done })
  expect(done, 'no process died in the middle of an answer').toBeLessThan(outcomes.length)
  expect(overlapping).toBe(0)
})
