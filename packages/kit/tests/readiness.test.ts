import { createReadiness } from '@parley/kit/readiness'
import { expect, it } from 'vitest'

it('checks once for all who ask at the same time, and again for whoever asks later', async () => {
  const readiness = createReadiness()
  let checks = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  readiness.add(
    'postgres',
    () => {
      checks += 1
      return promise
    },
    { required: true },
  )
  const reports = Array.from({ length: 10 }, () => readiness.report())
  resolve()
  for (const report of await Promise.all(reports)) expect(report.status).toBe('ready')
  expect(checks).toBe(1)
  readiness.stop()
  expect((await readiness.report()).status).toBe('stopping')
  expect(checks).toBe(2)
})
