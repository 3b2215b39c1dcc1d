import type { Message } from '@parley/client/index'
import { useEffect } from 'react'
import { channelPath } from '../../addresses.ts'
import { mentions } from '../../store/events.ts'
import { isWorthNotifying } from '../../store/notifying.ts'
import { plainText } from '../../text/plain.ts'
import { useStore } from '../workspace-provider.tsx'
import { useNotifier } from './use-notifier.ts'

/** Notifies of mentions, and of channels of which somebody wants all, while nobody looks at this tab. */
export default function ChatNotifications() {
  const store = useStore()
  const notifier = useNotifier()
  useEffect(() => {
    const { realtime, channels, me } = store
    const show = ({ id, channel_id: channelId, parent_message_id, display_name, content }: Message) => {
      const channel = channels.get(channelId)
      const place = channel && channel.channel_type !== 'dm' ? ` · #${channel.display_name ?? channel.name}` : ''
      notifier.show({
        title: `${display_name ?? ''}${place}`,
        body: plainText(content),
        tag: channelId,
        path: channelPath({ channelId, messageId: id, threadId: parent_message_id ?? undefined }),
      })
    }
    return realtime.on('message.created', ({ data: message }) => {
      const situation = notifier.situation()
      if (!situation) return
      const channel = channels.get(message.channel_id)
      const isMentioned = mentions(message, me.uuid)
      if (isWorthNotifying(message, { ...situation, myId: me.uuid, channel, isMentioned })) show(message)
    })
  }, [store, notifier])
  return null
}
