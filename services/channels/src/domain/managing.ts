import type { LockedChannel } from '../store/members.ts'

/**
 * Whether the caller runs the channel: its admins, its creator, and the workspace's owners and admins. A direct message
 * is run by all who are in it.
 */
export const mayManage = ({
  callerId,
  callerRole,
  callerChannelRole,
  createdBy,
  channelType,
}: LockedChannel): boolean =>
  channelType === 'dm' ||
  callerChannelRole === 'admin' ||
  createdBy === callerId ||
  callerRole === 'owner' ||
  callerRole === 'admin'

/** Whether the caller brings twins in and out: those who run the channel, but for guests. */
export const mayAssignTwins = (channel: LockedChannel): boolean => channel.callerRole !== 'guest' && mayManage(channel)
