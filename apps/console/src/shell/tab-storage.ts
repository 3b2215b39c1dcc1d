import type { Session } from '../session/session.ts'
import type { TabStorage } from '../store/kept.ts'
import { leavable, type Owner } from '../store/local-data.ts'

const browserStorage: TabStorage = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
  removeItem: (key) => localStorage.removeItem(key),
  keys: () => Object.keys(localStorage),
  watch(watcher) {
    const onStorage = ({ key, storageArea }: StorageEvent) => {
      if (key !== null && storageArea === localStorage) watcher(key)
    }
    addEventListener('storage', onStorage)
    return () => removeEventListener('storage', onStorage)
  },
}

/** The browser’s own, as long as whoever it is of is signed in. */
export const tabStorage = leavable(browserStorage)

/**
 * Whoever signs out, in whichever tab, leaves nothing behind. A session that has ended by itself leaves what was written: it
 * is gone on with once they have signed in again.
 */
export function forgetWhoSignsOut({ state }: Pick<Session, 'state'>): void {
  let last: Owner | undefined
  state.watch(() => {
    const now = state.value
    if (now.status === 'signed in') {
      last = now.me
      tabStorage.admit(last)
    } else if (now.status === 'signed out') {
      if (last && now.because === undefined) tabStorage.forget(last)
      last = undefined
    }
  })
}
