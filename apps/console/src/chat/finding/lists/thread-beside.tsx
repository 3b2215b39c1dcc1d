import type { MyChannel } from '@parley/client/index'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { threadsPath } from '../../../addresses.ts'
import { useStore } from '../../../shell/workspace-provider.tsx'
import { FailedState, Skeleton } from '../../../ui/states.tsx'
import { ChannelViewContext } from '../../message/use-channel-view.ts'
import { useViewOf } from '../../message/use-view-of.ts'
import { ThreadPane } from '../../thread-pane.tsx'

interface ThreadBesideProps {
  threadId: string
  onClose: () => void
}

/** A thread that is read beside a list, without its channel. */
export function ThreadBeside({ threadId, onClose }: ThreadBesideProps) {
  const { parley, channels, messages } = useStore()
  const [channel, setChannel] = useState<MyChannel>()
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    if (hasFailed) return
    const find = async () => {
      const root = messages.get(threadId) ?? (await parley.messages.get({ id: threadId })).data
      setChannel(await channels.find(root.channel_id))
    }
    find().catch(() => setFailed(true))
  }, [parley, channels, messages, threadId, hasFailed])
  if (hasFailed) return <FailedState onRetry={() => setFailed(false)} />
  if (!channel) return <Skeleton />
  return <Pane channel={channel} threadId={threadId} onClose={onClose} />
}

function Pane({ channel, threadId, onClose }: ThreadBesideProps & { channel: MyChannel }) {
  const [, navigate] = useLocation()
  const view = useViewOf(channel, (rootId) => navigate(threadsPath(rootId)))
  return (
    <ChannelViewContext value={view}>
      <ThreadPane channelId={channel.id} threadId={threadId} messageId={undefined} onClose={onClose} />
    </ChannelViewContext>
  )
}
