import { useEffect } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { nameOf, titleOf } from '../channel-name.ts'
import { chatTexts } from '../texts/index.ts'

/** What a channel is called, a member or not; empty until it is known. */
export function useChannelTitle(channelId: string): string {
  const { formerMember } = useTexts(chatTexts)
  const { channels, me, eventually } = useStore()
  const channel = useTopic(`channel:${channelId}`, (store) => store.channels.get(channelId))
  useEffect(() => {
    // One that is gone has no name.
    if (!channel) eventually(() => channels.find(channelId))
  }, [channels, channelId, channel, eventually])
  return channel ? titleOf(channel, nameOf(channel, me.uuid, formerMember)) : ''
}
