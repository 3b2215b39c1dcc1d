import { useCallback } from 'react'
import { useTexts } from '../i18n/language.ts'
import { useStore } from '../shell/workspace-provider.tsx'
import { Arrivals } from '../ui/arrivals.tsx'
import { chatTexts } from './texts/index.ts'

interface ChannelArrivalsProps {
  channelId: string
  /** The thread that is open beside it. */
  threadId: string | undefined
}

/** Says what others write in a channel that is open, and in its thread that is. */
export function ChannelArrivals({ channelId, threadId }: ChannelArrivalsProps) {
  const { formerMember } = useTexts(chatTexts)
  const { realtime, me } = useStore()
  const watch = useCallback(
    (arrive: (author: string) => void) =>
      realtime.on('message.created', ({ data }) => {
        const { channel_id, parent_message_id: rootId, user_id, arrival, display_name } = data
        const isShown = channel_id === channelId && (rootId === null || rootId === threadId)
        if (isShown && user_id !== me.uuid && arrival === 'live') arrive(display_name ?? formerMember)
      }),
    [realtime, me.uuid, channelId, threadId, formerMember],
  )
  return <Arrivals watch={watch} />
}
