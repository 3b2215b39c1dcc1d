import { expect, it } from 'vitest'
import { storm } from './storm.ts'

it('each call of a twin is answered once, or not at all where its process dies', async () => {
  const { called, outcomes, posted, overlapping } = await storm({ messages: 12, twins: 2, kills: 1, seed: 1 })
  expect(outcomes.length).toBeLessThanOrEqual(called)
  for (const { run, replies } of outcomes) expect(replies).toBe(run === 'done' ? 1 : 0)
  expect(posted.count).toBe(posted.runs)
  expect(overlapping).toBe(0)
})
