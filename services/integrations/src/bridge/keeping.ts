/** How long what a process works on stays its own once it shows no sign of life. */
export const leaseMs = 15_000
const renewEveryMs = 5_000

/** Something that a process has taken for `leaseMs`, and keeps while it works on it. */
export interface Kept {
  /** Aborted where it is another's by now, or gone, and when the process stops. */
  signal: AbortSignal
  /** Keeps it no longer, before it is given back; again, it does nothing. */
  end(): Promise<void>
}

/** @param renew takes it for `leaseMs` once more; false where it is not this process's any more */
export function keep(renew: () => Promise<boolean>, stopping: AbortSignal): Kept {
  const lost = new AbortController()
  let renewing = Promise.resolve()
  const timer = setInterval(() => {
    // While the database is away, nobody else can take it.
    renewing = renew().then(
      (isKept) => (isKept ? undefined : lost.abort()),
      () => {},
    )
  }, renewEveryMs)
  return {
    signal: AbortSignal.any([stopping, lost.signal]),
    end() {
      clearInterval(timer)
      return renewing
    },
  }
}
