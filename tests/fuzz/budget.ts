import fc, { type IAsyncProperty } from 'fast-check'

const batch = 25
const tryForMs = Number(process.env.FUZZ_MS ?? 350)
const firstSeed = process.env.FUZZ_SEED ? Number(process.env.FUZZ_SEED) : Date.now() % 0x7fffffff

/**
 * Tries a property for a while: `FUZZ_MS` tries for longer. A failure prints its seed, and `FUZZ_SEED` begins with that
 * one. In whole batches: fast-check's own time limit would pass over a request that is never answered.
 */
export async function tryFor<T>(property: IAsyncProperty<T>): Promise<void> {
  const endsAt = Date.now() + tryForMs
  let seed = firstSeed
  do {
    await fc.assert(property, {
      numRuns: batch,
      seed: seed++,
      interruptAfterTimeLimit: 30_000,
      markInterruptAsFailure: true,
    })
  } while (Date.now() < endsAt)
}
