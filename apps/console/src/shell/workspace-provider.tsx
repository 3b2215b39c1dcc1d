import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useSession } from '../session/context.ts'
import { WorkspaceStore } from '../store/workspace.ts'
import { useValue } from '../ui/use-value.ts'
import { tabStorage } from './tab-storage.ts'

const StoreContext = createContext<WorkspaceStore | undefined>(undefined)

interface WorkspaceProviderProps {
  workspaceId: string
  me: { uuid: string; name: string }
  children: ReactNode
}

/** Opens a workspace for all that is drawn below, and closes it with them. */
export function WorkspaceProvider({ workspaceId, me, children }: WorkspaceProviderProps) {
  const { parley } = useSession()
  const [store, setStore] = useState<WorkspaceStore>()
  const { uuid, name } = me
  useEffect(() => {
    const opened = new WorkspaceStore({ parley, workspaceId, me: { uuid, name }, storage: tabStorage })
    setStore(opened)
    return () => opened.close()
  }, [parley, workspaceId, uuid, name])
  return store && <StoreContext value={store}>{children}</StoreContext>
}

/** The workspace that is open. */
export function useStore(): WorkspaceStore {
  const store = useContext(StoreContext)
  if (!store) throw new Error('There is no workspace here.')
  return store
}

/** What is read from the store now; the component is drawn again when the topic changes. `read` answers the same object until then. */
export function useTopic<T>(topic: string, read: (store: WorkspaceStore) => T): T {
  const store = useStore()
  return useSyncExternalStore(
    (watcher) => store.topics.watch(topic, watcher),
    () => read(store),
  )
}

export const useConnection = () => useValue(useStore().connection)
