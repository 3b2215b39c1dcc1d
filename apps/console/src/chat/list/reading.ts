import { type RefObject, useEffect, useRef } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'
import type { Place } from '../../store/windows.ts'

/** So long a row has to be in sight, in a page that somebody looks at. */
const lookMs = 1_000

/**
 * Moves the read marker to the newest message that was in sight for a second.
 *
 * @returns to be called whenever the list has moved
 */
export function useReading(scrollerRef: RefObject<HTMLElement | null>, place: Place): () => void {
  const { reading, messages } = useStore()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  function look(): void {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const scroller = scrollerRef.current
      if (!scroller || document.visibilityState !== 'visible' || !document.hasFocus()) return
      const { bottom } = scroller.getBoundingClientRect()
      const rows = [...scroller.querySelectorAll<HTMLElement>('[data-row]')]
      const seen = rows.findLast((row) => row.getBoundingClientRect().top < bottom && messages.get(row.dataset.row!))
      const message = seen && messages.get(seen.dataset.row!)
      if (message) reading.see(place, message.id, message.seq)
    }, lookMs)
  }
  useEffect(() => {
    addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer.current)
      removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [place.channelId, place.threadId])
  return look
}
