import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import type { SignedInState } from '../session/session.ts'
import { useStore } from '../shell/workspace-provider.tsx'
import { DeskStore } from '../store/desk/desk-store.ts'
import type { WorkspaceStore } from '../store/workspace.ts'

export const DeskContext = createContext<DeskStore | undefined>(undefined)

/** The support desk of the workspace that is open. */
export function useDesk(): DeskStore {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('There is no desk here.')
  return desk
}

/** What is read from the desk now, as `useTopic` reads the workspace. */
export function useDeskTopic<T>(topic: string, read: (desk: DeskStore) => T): T {
  const desk = useDesk()
  return useSyncExternalStore(
    (watcher) => desk.workspace.topics.watch(topic, watcher),
    () => read(desk),
  )
}

const desks = new WeakMap<WorkspaceStore, DeskStore>()

/** The desk of the workspace: made when it is first asked for, and as long there as the workspace, so that replies go on. */
export function useDeskOf({ id: myId, roles }: SignedInState['me']): DeskStore {
  const workspace = useStore()
  return useMemo(() => {
    const isAgent = roles.includes('AGENT')
    const isOwner = roles.includes('CUSTOMER')
    const desk = desks.get(workspace) ?? new DeskStore(workspace, { myId, roles: { isAgent, isOwner } })
    desks.set(workspace, desk)
    return desk
  }, [workspace, myId, roles])
}
