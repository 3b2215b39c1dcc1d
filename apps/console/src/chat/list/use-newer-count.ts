import { useRef } from 'react'
import type { Window } from '../../store/windows.ts'

/** How many messages have come below what is read: since the reader was at the end, or behind the end of the window. */
export function useNewerCount({ ids, hasNewer, newerCount }: Window, isAtEnd: boolean): number {
  const lastSeen = useRef<string>(undefined)
  if (hasNewer) lastSeen.current = undefined
  else if (isAtEnd || lastSeen.current === undefined) lastSeen.current = ids.at(-1)
  if (hasNewer) return newerCount
  const at = ids.lastIndexOf(lastSeen.current ?? '')
  return at === -1 ? 0 : ids.length - 1 - at
}
