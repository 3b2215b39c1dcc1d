import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../src/store/eventually.ts'

const refusal = (status: number) => new ParleyError({ status, headers: new Headers(), body: undefined })
const cut = () => new ParleyConnectionError('cut')

describe('what the page asks for by itself', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is asked for again, ever later, until it is answered', async () => {
    const work = vi.fn<() => Promise<void>>()
    for (const error of [cut(), refusal(503), refusal(429)]) work.mockRejectedValueOnce(error)
    work.mockResolvedValue()
    const done = eventually(work, new AbortController().signal)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(work).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(3_999)
    expect(work).toHaveBeenCalledTimes(2)
    await vi.runAllTimersAsync()
    await done
    expect(work).toHaveBeenCalledTimes(4)
  })

  it('is dropped where it is refused for good, or not wanted any more', async () => {
    const gone = vi.fn(() => Promise.reject(refusal(404)))
    await eventually(gone, new AbortController().signal)
    expect(gone).toHaveBeenCalledTimes(1)
    const cancel = new AbortController()
    const work = vi.fn(() => Promise.reject(cut()))
    const done = eventually(work, cancel.signal)
    await vi.advanceTimersByTimeAsync(2_000)
    cancel.abort()
    await done
    expect(work).toHaveBeenCalledTimes(2)
  })

  it('throws what is no answer and no lost connection', async () => {
    await expect(eventually(() => Promise.reject(new TypeError('x')), new AbortController().signal)).rejects.toThrow(
      'x',
    )
  })
})
