import type { Standing } from '../store/members.ts'

/** Whether the caller runs the channel: its admins, its creator, and the workspace's owners and admins. */
export const mayManage = ({ callerId, callerRole, callerChannelRole, createdBy }: Standing): boolean =>
  callerChannelRole === 'admin' || createdBy === callerId || callerRole === 'owner' || callerRole === 'admin'
