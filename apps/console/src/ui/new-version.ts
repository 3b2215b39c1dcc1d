import { Value } from '../store/value.ts'

/** Whether a part of the page is gone from the server: a newer version is there. */
export const hasNewVersion = new Value(false)

/**
 * Notices when a chunk cannot be loaded though there is a network. The page goes on as it is, with its drafts, until it is
 * loaded anew.
 */
export function watchForNewVersion(): void {
  addEventListener('vite:preloadError', () => navigator.onLine && hasNewVersion.set(true))
}
