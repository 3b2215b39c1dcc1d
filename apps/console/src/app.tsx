import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { Router, useLocation } from 'wouter'
import { base, deletedAt, idFrom, workspacePath } from './addresses.ts'
import { SessionContext, useSession, useSessionState } from './session/context.ts'
import { takeLinkSecret } from './session/link.ts'
import type { Session } from './session/session.ts'
import { Shell } from './shell/shell.tsx'
import { WorkspaceProvider } from './shell/workspace-provider.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { lazyPart } from './ui/lazy-part.tsx'
import { NewVersion } from './ui/new-version.tsx'
import { FailedState, Skeleton } from './ui/states.tsx'
import { Toasts } from './ui/toasts.tsx'

const Entrance = lazyPart(() => import('./account/entrance.tsx'))
const Deletion = lazyPart(() => import('./account/deletion.tsx'))
const NewWorkspace = lazyPart(() => import('./account/new-workspace.tsx'))

/** Lists and forms that nobody pushes: what is a minute old is asked for again when it is looked at. */
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: false } } })

/** The whole console. */
export const App = ({ session }: { session: Session }) => (
  <SessionContext value={session}>
    <QueryClientProvider client={queries}>
      <Router base={base}>
        <ErrorBoundary>
          <Suspense fallback={<Skeleton rows={10} />}>
            <Gate />
          </Suspense>
        </ErrorBoundary>
        <NewVersion />
        <Toasts />
      </Router>
    </QueryClientProvider>
  </SessionContext>
)

/** Shows the workspace that the address names to whoever is signed in, and asks everybody else who they are. */
function Gate() {
  const session = useSession()
  const state = useSessionState()
  const [location, navigate] = useLocation()
  const [hasFailed, setFailed] = useState(false)
  const wanted = idFrom('wsp', location.split('/')[1])
  const deletedId = deletedAt(location)
  const opened = state.status === 'signed in' ? state.workspace?.uuid : undefined
  const isOpening =
    state.status === 'unknown' || (state.status === 'signed in' && wanted !== undefined && wanted !== opened)

  useEffect(() => {
    if (!isOpening || hasFailed) return
    // What was asked for in one workspace is not shown in another, whichever way one got there.
    queries.clear()
    const secret = takeLinkSecret()
    const opened = secret === undefined ? session.resume(wanted) : session.signInByLink(secret)
    opened.catch((error: { status?: number }) => {
      // A workspace that they are not in: the one used last.
      if (error.status === 404 && wanted !== undefined) navigate('/', { replace: true })
      else setFailed(true)
    })
  }, [session, wanted, isOpening, hasFailed, navigate])

  useEffect(() => {
    if (state.status === 'signed in' && state.workspace && wanted === undefined && deletedId === undefined)
      navigate(workspacePath(state.workspace.uuid), { replace: true })
  }, [state, wanted, deletedId, navigate])

  useEffect(() => {
    if (state.status === 'signed out') queries.clear()
  }, [state.status])

  if (hasFailed) return <FailedState onRetry={() => setFailed(false)} />
  if (state.status === 'signed out') return <Entrance because={state.because} />
  if (isOpening || state.status !== 'signed in') return <Skeleton rows={10} />
  if (deletedId !== undefined) return <Deletion workspaceId={deletedId} />
  if (!state.workspace) return <NewWorkspace />
  if (wanted === undefined) return null
  return (
    <WorkspaceProvider key={state.workspace.uuid} workspaceId={state.workspace.uuid} me={state.me}>
      <Shell workspace={state.workspace} me={state.me} />
    </WorkspaceProvider>
  )
}
