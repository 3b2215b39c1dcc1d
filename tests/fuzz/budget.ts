import type { Parameters } from 'fast-check'

/**
 * How long each property is tried. A failure prints its seed: `FUZZ_SEED` tries that one again, `FUZZ_MS` tries for
 * longer.
 */
export const budget: Parameters<unknown> & { interruptAfterTimeLimit: number } = {
  numRuns: 1_000_000,
  interruptAfterTimeLimit: Number(process.env.FUZZ_MS ?? 900),
  ...(process.env.FUZZ_SEED && { seed: Number(process.env.FUZZ_SEED) }),
}
