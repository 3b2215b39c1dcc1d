import { createContext, useContext } from 'react'
import { useValue } from '../ui/use-value.ts'
import type { Session, SessionState } from './session.ts'

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('There is no session here.')
  return session
}

export const useSessionState = (): SessionState => useValue(useSession().state)
