import { Lock } from 'lucide-react'
import { useTopic } from '../shell/workspace-provider.tsx'
import styles from './chat.module.css'
import { useChannelTitle } from './finding/use-channel-title.ts'

/** What a channel is called where it is listed: a private one behind a lock. */
export function ChannelTitle({ channelId }: { channelId: string }) {
  const title = useChannelTitle(channelId)
  const isLocked = useTopic(`channel:${channelId}`, ({ channels }) => {
    const channel = channels.get(channelId)
    return channel?.is_private === true && channel.channel_type !== 'dm'
  })
  if (!isLocked) return title
  return (
    <>
      <Lock className={styles.lock} aria-hidden />
      {title.slice(1)}
    </>
  )
}
