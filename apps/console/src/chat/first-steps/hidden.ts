import { useStore } from '../../shell/workspace-provider.tsx'
import { Value } from '../../store/value.ts'
import { useValue } from '../../ui/use-value.ts'
import { useRole } from '../use-role.ts'

const storageKey = 'parley:first-steps-hidden'

/** The workspaces whose first steps are hidden in this browser, by their ids. */
const hidden = new Value(localStorage.getItem(storageKey)?.split(' ') ?? [])

export function hideFirstSteps(workspaceId: string): void {
  hidden.set([...hidden.value, workspaceId])
  localStorage.setItem(storageKey, hidden.value.join(' '))
}

/** They are for owners and admins, until these have hidden them. */
export function useAreFirstStepsShown(): boolean {
  const { workspaceId } = useStore()
  const role = useRole()
  const isHidden = useValue(hidden).includes(workspaceId)
  return !isHidden && (role === 'owner' || role === 'admin')
}
