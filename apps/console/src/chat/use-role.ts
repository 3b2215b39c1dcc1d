import type { MyChannel } from '@parley/client/index'
import { useSessionState } from '../session/context.ts'
import { useStore } from '../shell/workspace-provider.tsx'

/** What whoever is signed in is in the workspace. */
export function useRole() {
  const session = useSessionState()
  return session.status === 'signed in' ? session.workspace?.role : undefined
}

/** Whether they may add twins to a channel: its admins, and in a direct message everybody. */
export function useMayAssign(): (channel: MyChannel) => boolean {
  const isAdminOf = useIsAdminOf()
  const role = useRole()
  return (channel) =>
    role !== 'guest' &&
    channel.is_member &&
    !channel.is_archived &&
    (channel.channel_type === 'dm' || isAdminOf(channel))
}

/** Whether they may archive, delete and moderate a channel. */
export function useIsAdminOf(): (channel: MyChannel) => boolean {
  const { me } = useStore()
  const role = useRole()
  return (channel) => role === 'owner' || role === 'admin' || channel.role === 'admin' || channel.created_by === me.uuid
}
