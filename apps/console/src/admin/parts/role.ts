import { useSessionState } from '../../session/context.ts'

/** What whoever is signed in is in this workspace. */
export function useRole() {
  const state = useSessionState()
  const role = state.status === 'signed in' ? state.workspace?.role : undefined
  const isOwner = role === 'owner'
  /** They answer the support desk. */
  const isAgent = state.status === 'signed in' && state.me.roles.includes('AGENT')
  return { isOwner, isAdmin: isOwner || role === 'admin', isAgent }
}
