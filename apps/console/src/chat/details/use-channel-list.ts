import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'
import type { WorkspaceStore } from '../../store/workspace.ts'

/**
 * Something of a channel that is asked for when it is looked at, and again when it may have changed.
 *
 * @param name what it is, and the topic that says of changes where the store has one: `members`
 */
export function useChannelList<T>(name: string, channelId: string, load: (store: WorkspaceStore) => PromiseLike<T>) {
  const store = useStore()
  const { data, error, refetch } = useQuery({
    queryKey: [store.workspaceId, 'channel', channelId, name],
    queryFn: async () => load(store),
    staleTime: 0,
  })
  useEffect(() => store.topics.watch(`${name}:${channelId}`, () => void refetch()), [store, name, channelId, refetch])
  return { data, error, refetch }
}
