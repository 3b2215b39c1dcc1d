import type { MyChannel } from '@parley/client/index'
import { useMemo, useRef, useState } from 'react'
import { useIsAdminOf } from '../use-role.ts'
import type { ChannelView, Editing } from './use-channel-view.ts'

/** A channel as whoever looks at it may use it, the same object until that changes. */
export function useViewOf(channel: MyChannel, openThread: (rootId: string) => void): ChannelView {
  const [editing, edit] = useState<Editing>()
  const isAdmin = useIsAdminOf()(channel)
  const channelId = channel.id
  const canWrite = channel.is_member && !channel.is_archived
  const latest = useRef(openThread)
  latest.current = openThread
  return useMemo(
    () => ({ channelId, canWrite, isAdmin, openThread: (rootId) => latest.current(rootId), editing, edit }),
    [channelId, canWrite, isAdmin, editing],
  )
}
