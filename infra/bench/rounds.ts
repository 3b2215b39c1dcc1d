/** The value below which a share of the given ones lies: `percentile(latencies, 0.99)`. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: ArrayLike<number>): number => percentile(values, 0.5)

/**
 * Measures contenders in turn, round by round (A B C, C B A, …), so that whatever the machine does meanwhile meets all
 * of them. The first round only warms up.
 */
export async function interleave<N extends string, M>(
  contenders: Record<N, () => Promise<M>>,
  { rounds, log }: { rounds: number; log: (line: string) => void },
): Promise<Record<N, M[]>> {
  const names = Object.keys(contenders) as N[]
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<N, M[]>
  for (let round = 0; round <= rounds; round++) {
    log(round === 0 ? 'warming up' : `round ${round} of ${rounds}`)
    for (const name of round % 2 ? names : names.toReversed()) {
      const result = await contenders[name]().catch((error: Error) => {
        throw new Error(`${name}: ${error.message}`, { cause: error })
      })
      if (round > 0) measured[name].push(result)
    }
  }
  return measured
}

const leastTimes = 5

/** Does one thing after another, of so many, until the turn is over; the median of their milliseconds. */
export async function turn(
  work: (i: number) => Promise<void>,
  { seconds, variants }: { seconds: number; variants: number },
): Promise<number> {
  const times: number[] = []
  const until = performance.now() + seconds * 1_000
  for (let i = 0; times.length < leastTimes || performance.now() < until; i++) {
    const startedAt = performance.now()
    await work(i % variants)
    times.push(performance.now() - startedAt)
  }
  return median(times)
}
