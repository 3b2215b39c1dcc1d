/** A time limit that can be paused. */
export interface Deadline {
  pause(): void
  resume(): void
  /** It is needed no more. */
  end(): void
}

/** Calls `onOver` once that much time has passed, pauses not counted. */
export function createDeadline(ms: number, onOver: () => void): Deadline {
  let leftMs = ms
  let startedAt = 0
  let timer: NodeJS.Timeout | undefined
  const resume = () => {
    startedAt = performance.now()
    timer = setTimeout(onOver, leftMs).unref()
  }
  const pause = () => {
    clearTimeout(timer)
    leftMs = Math.max(0, leftMs - (performance.now() - startedAt))
  }
  resume()
  return { pause, resume, end: () => clearTimeout(timer) }
}
