import { describe, expect, it } from 'vitest'
import { createPace, type Pace } from '../src/pace.ts'

const never = new AbortController().signal
const units = 100

/** The rests after so many steps that took so long. */
const rests = (pace: Pace, count: number, ms: number, of = units): number[] =>
  Array.from({ length: count }, () => pace.restAfter(ms, of))

describe('pace', () => {
  it('does not rest while steps take what they usually take, nor for one that took long', () => {
    const pace = createPace({ fewest: 10 })
    const all = [...rests(pace, 10, 100), ...rests(pace, 1, 5_000), ...rests(pace, 5, 120)]
    expect(all).toEqual(all.map(() => 0))
  })

  it('rests in proportion while steps take longer, at most nine times as long, and no longer once they do not', () => {
    const pace = createPace({ fewest: 10 })
    rests(pace, 5, 100)
    const [disturbed] = rests(pace, 5, 160).slice(-1)
    expect(disturbed).toBeGreaterThan(160 * 3)
    expect(disturbed).toBeLessThan(160 * 5)
    expect(rests(pace, 5, 1_000).at(-1)).toBe(9_000)
    expect(rests(pace, 5, 5_000).at(-1)).toBe(10_000)
    expect(rests(pace, 5, 100).at(-1)).toBe(0)
  })

  it('judges nothing by small steps', () => {
    const pace = createPace({ fewest: 10 })
    rests(pace, 5, 100)
    expect(rests(pace, 8, 1_000, 5)).toEqual(Array.from({ length: 8 }, () => 0))
  })

  it('begins no step during a rest, which ends when the work is aborted', async () => {
    let time = 0
    const pace = createPace({ fewest: 10, now: () => time })
    const steps = async (count: number, ms: number) => {
      for (let i = 0; i < count; i++)
        await pace.step(
          units,
          async () => {
            time += ms
          },
          never,
        )
    }
    await steps(5, 1)
    await steps(3, 1_000)
    const abort = new AbortController()
    let isBegun = false
    const step = pace.step(
      units,
      async () => {
        isBegun = true
      },
      abort.signal,
    )
    abort.abort()
    await expect(step).rejects.toThrow()
    expect(isBegun).toBe(false)
    time += 60_000
    await steps(1, 1)
  })
})
