import { createContext, useContext, useSyncExternalStore } from 'react'
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

/** The desk of a workspace: made when it is first looked at, and as long there as the workspace, so that replies go on. */
export function deskOf(workspace: WorkspaceStore, options: ConstructorParameters<typeof DeskStore>[1]): DeskStore {
  const desk = desks.get(workspace) ?? new DeskStore(workspace, options)
  desks.set(workspace, desk)
  return desk
}
