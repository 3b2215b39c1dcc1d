import fc, { type IAsyncProperty } from 'fast-check'

const given = Number(process.env.FUZZ_RUNS ?? 0)
/** The same at each run of `npm test`, where nobody may be stopped by what others have left; new in `test:long`. */
const seed = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_RUNS ? Date.now() % 0x7fffffff : 1))

/**
 * Tries a property so many times, or `FUZZ_RUNS` times. A failure prints its seed, and `FUZZ_SEED` tries that one again.
 * Bounded in number, since fast-check's own time limit would pass over a request that is never answered.
 */
export async function tryOften<T>(property: IAsyncProperty<T>, times = 10): Promise<void> {
  const runs = given || times
  await fc.assert(property, {
    numRuns: runs,
    seed,
    interruptAfterTimeLimit: 30_000 + 1_000 * runs,
    markInterruptAsFailure: true,
  })
}

/** Every twelfth, beginning with another one at each turn: twelve turns have all. With `FUZZ_RUNS`, all at each turn. */
export const shareOf = <T>(all: readonly T[], turn: number): readonly T[] =>
  process.env.FUZZ_RUNS ? all : all.filter((_, i) => i % 12 === turn % 12)
