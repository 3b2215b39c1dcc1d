import { useEffect } from 'react'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { useDesk } from '../use-desk.ts'

/** So long an open conversation is looked at before it counts as read. */
const lookMs = 700

/** Shows the others who looks at a conversation, and marks read what its visitor has written, as long as the page is looked at. */
export function useLooking({ id, unreadCount }: DeskConversation): void {
  const { workspace, calls, conversations } = useDesk()
  useEffect(() => {
    const { realtime } = workspace
    const look = () => realtime.view(document.visibilityState === 'visible' ? id : null)
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      realtime.view(null)
    }
  }, [workspace, id])

  useEffect(() => {
    if (unreadCount === 0) return
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      clearTimeout(timer)
      timer = setTimeout(async () => {
        if (document.visibilityState !== 'visible' || !document.hasFocus()) return
        // What fails is tried again with the next message.
        await calls.markRead(id).then(
          (read) => conversations.put(read),
          () => {},
        )
      }, lookMs)
    }
    look()
    addEventListener('focus', look)
    return () => {
      clearTimeout(timer)
      removeEventListener('focus', look)
    }
  }, [calls, conversations, id, unreadCount])
}
