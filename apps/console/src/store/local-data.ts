import type { TabStorage } from './kept.ts'

/** Somebody in the keys of what is kept: as chat or as the desk names them. */
export interface Owner {
  uuid: string
  id: string
}

/** What is kept of somebody is under `parley:<what>:<workspace>:<whose>:…`. */
const isOf = ({ uuid, id }: Owner, key: string): boolean => {
  const [app, , , whose] = key.split(':')
  return app === 'parley' && (whose === uuid || whose === id)
}

const keysOf = (storage: TabStorage, owner: Owner) => storage.keys().filter((key) => isOf(owner, key))

/** Whether texts of somebody are kept here alone, in any workspace: removing them would lose them. */
export const hasUnsent = (storage: TabStorage, owner: Owner): boolean =>
  keysOf(storage, owner).some((key) => !key.startsWith('parley:drafts:') || isUnsavedDraft(storage.getItem(key)))

/** Drafts of chat are on the server as well, unless it has not taken them yet. */
function isUnsavedDraft(kept: string | null): boolean {
  try {
    const { isUnsaved, content, files } = JSON.parse(kept ?? '{}')
    return isUnsaved === true && (content !== '' || files.length > 0)
  } catch {
    return false // Nothing that can be read.
  }
}

/** A storage out of which somebody can be taken: what a tab of theirs goes on writing is not kept. */
export interface LeavableStorage extends TabStorage {
  /** Removes all that is kept of somebody. */
  forget(owner: Owner): void
  /** Keeps again what is theirs. */
  admit(owner: Owner): void
}

export function leavable(storage: TabStorage): LeavableStorage {
  const gone = new Map<string, Owner>()
  return {
    ...storage,
    setItem(key, value) {
      if (![...gone.values()].some((owner) => isOf(owner, key))) storage.setItem(key, value)
    },
    forget(owner) {
      gone.set(owner.uuid, owner)
      for (const key of keysOf(storage, owner)) storage.removeItem(key)
    },
    admit: ({ uuid }) => void gone.delete(uuid),
  }
}
