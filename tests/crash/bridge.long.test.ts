import { describeStorm, failing } from './bridge-storm.ts'

await describeStorm({
  seed: Number(process.env.STORM_SEED ?? Date.now()),
  // Some calls are never answered, on sockets that stay open.
  calls: [...failing, [0.003, { kind: 'silence' }]],
  ...{ acts: 2_500, pauseMs: 400, killEvery: 100, calmMs: 300_000 },
})
