import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { base, workspacePath } from '../addresses.ts'
import { useSession, useSessionState } from '../session/context.ts'

const workspacesKey = ['workspaces']
const invitationsKey = ['own invitations']
/** So many invitations are shown; others come when these are answered. */
const maxShown = 50

/** The workspaces that one is in. */
export function useWorkspaces() {
  const { parley } = useSession()
  return useQuery({ queryKey: workspacesKey, queryFn: async () => (await parley.workspaces.list()).data })
}

/** The open invitations to one’s email address; there are none to ask for until it is verified. */
export function useOwnInvitations() {
  const { parley } = useSession()
  const state = useSessionState()
  const isVerified = state.status === 'signed in' && state.me.emailVerified
  const invitations = useQuery({
    queryKey: invitationsKey,
    queryFn: async () => parley.invitations.listOwn({ limit: maxShown }),
    enabled: isVerified,
  })
  return { invitations, isVerified }
}

/** Asks again for one’s workspaces and invitations: others invite at any time, and nobody pushes that. */
export function useRefreshWorkspaces() {
  const queries = useQueryClient()
  return async () => {
    await Promise.all([workspacesKey, invitationsKey].map((queryKey) => queries.invalidateQueries({ queryKey })))
  }
}

/** Goes to a workspace that one is in. */
export function useOpenWorkspace() {
  const [, navigate] = useLocation()
  return (workspaceId: string) => navigate(`~${base}${workspacePath(workspaceId)}`)
}
