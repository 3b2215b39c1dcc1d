import { expect, it, vi } from 'vitest'
import { createDeadline } from '../src/runs/deadline.ts'

it('a deadline does not count the time in which it is paused', () => {
  vi.useFakeTimers()
  try {
    const over = vi.fn()
    const deadline = createDeadline(1_000, over)
    vi.advanceTimersByTime(600)
    deadline.pause()
    vi.advanceTimersByTime(600_000)
    deadline.resume()
    vi.advanceTimersByTime(399)
    expect(over).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(over).toHaveBeenCalledOnce()

    const ended = createDeadline(1_000, over)
    ended.end()
    vi.advanceTimersByTime(2_000)
    expect(over).toHaveBeenCalledOnce()
  } finally {
    vi.useRealTimers()
  }
})
