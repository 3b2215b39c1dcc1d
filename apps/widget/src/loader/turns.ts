/** How long a tab may take to begin; then it is the next one's turn. */
const longestMs = 15_000

/**
 * One tab at a time begins a session, so that tabs which begin at once make one visitor. A page that was not loaded by
 * HTTPS has no locks: there each tab begins when it wants to, and frames follow who was stored first.
 */
export function createTurns(name: string) {
  let current: AbortController | undefined

  const end = () => current?.abort()
  return {
    /** Calls back when it is this tab's turn, until `end`. */
    begin(go: () => void): void {
      end()
      if (!navigator.locks) {
        go()
        return
      }
      current = new AbortController()
      const { signal } = current
      const hold = () =>
        new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve())
          setTimeout(resolve, longestMs)
          go()
        })
      // A page in a sandbox is refused its locks.
      navigator.locks.request(name, { signal }, hold).catch(() => signal.aborted || go())
    },
    end,
  }
}
