import type { TabStorage } from '../store/kept.ts'

/** The browser’s own. */
export const tabStorage: TabStorage = {
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
