import { useStore } from '../../../shell/workspace-provider.tsx'

/** Finds or creates the direct message of some people, and opens it again where it was closed; returns its id. */
export function useOpenDirect(): (userIds: string[]) => Promise<string> {
  const { parley, channels, workspaceId } = useStore()
  return async (userIds) => {
    const { channel } = await parley.channels.create({
      workspace_id: workspaceId,
      channel_type: 'dm',
      member_ids: userIds,
    })
    await channels.join(channel.id)
    return channel.id
  }
}
