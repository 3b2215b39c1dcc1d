import { useEffect, useRef } from 'react'
import { useStore } from '../shell/workspace-provider.tsx'
import type { Place } from '../store/windows.ts'

interface Target {
  messageId: string | undefined
  /** When a day begins whose first message is shown. */
  time?: string | undefined
}

/**
 * Opens a place where its address says: at its end when it is entered. Later it goes only where something is wanted, since
 * whoever reads older messages stays at them while a thread or the details are opened beside.
 */
export function useOpened(place: Place, { messageId, time }: Target): void {
  const { windows } = useStore()
  const entered = useRef<Place>(undefined)
  useEffect(() => {
    if (entered.current === place && messageId === undefined && time === undefined) return
    entered.current = place
    void windows.open(place, { messageId, time })
  }, [windows, place, messageId, time])
}
