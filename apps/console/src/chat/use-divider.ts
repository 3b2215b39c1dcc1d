import { useEffect } from 'react'
import { useStore, useTopic } from '../shell/workspace-provider.tsx'

/** Where “New” stands in a channel as long as it is open; what was marked unread may be read again with each opening. */
export function useDivider(channelId: string): string | null | undefined {
  const { unread, dividers, reading } = useStore()
  const isLoaded = useTopic('unread', (store) => store.unread.isLoaded)
  useEffect(() => {
    reading.release({ channelId })
    const { last_read_message_id, unread_count = 0 } = unread.in(channelId) ?? {}
    dividers.set(channelId, unread_count > 0 ? (last_read_message_id ?? undefined) : undefined)
    return () => dividers.set(channelId, undefined)
    // It is known once the counts are.
  }, [reading, unread, dividers, channelId, isLoaded])
  return useTopic(`divider:${channelId}`, (store) => store.dividers.get(channelId))
}
