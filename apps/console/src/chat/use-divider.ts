import { useEffect, useState } from 'react'
import { useStore, useTopic } from '../shell/workspace-provider.tsx'
import type { Window } from '../store/windows.ts'

/** Where “New” stands in a channel as long as it is open; what was marked unread may be read again with each opening. */
export function useDivider(channelId: string): string | null | undefined {
  const { unread, dividers, reading } = useStore()
  const isLoaded = useTopic('unread', (store) => store.unread.isLoaded)
  useEffect(() => {
    reading.release({ channelId })
    const { last_read_message_id, unread_count = 0 } = unread.in(channelId) ?? {}
    dividers.set(channelId, unread_count > 0 ? last_read_message_id : undefined)
    return () => dividers.set(channelId, undefined)
    // It is known once the counts are.
  }, [reading, unread, dividers, channelId, isLoaded])
  return useTopic(`divider:${channelId}`, (store) => store.dividers.get(channelId))
}

/** Where “New” stands in a thread as long as it is open: as it was read when it was opened. */
export function useThreadDivider(thread: Window['thread']): string | null | undefined {
  const [opened, setOpened] = useState<Window['thread']>()
  if (thread && !opened) setOpened(thread)
  return opened && opened.unreadCount > 0 ? (opened.lastReadId ?? null) : undefined
}
