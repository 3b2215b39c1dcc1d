import type { ChannelRole, ChannelType } from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'

/** A channel, and what somebody who can read it is there. */
export interface RetentionScope {
  channelType: ChannelType
  channelRole: ChannelRole | null
  workspaceRole: WorkspaceRole
  isCreator: boolean
  workspaceDays: number | null
}

export type RetentionRefusal = 'forbidden' | 'dm' | 'too_long'

const isAdmin = ({ workspaceRole }: RetentionScope): boolean => workspaceRole === 'owner' || workspaceRole === 'admin'

/** Why somebody may not change how long a channel keeps messages; undefined where they may. */
export function refusalOfChange(scope: RetentionScope): Exclude<RetentionRefusal, 'too_long'> | undefined {
  const runsChannel =
    isAdmin(scope) || (scope.workspaceRole !== 'guest' && (scope.channelRole === 'admin' || scope.isCreator))
  if (scope.channelType === 'dm') return 'dm'
  return runsChannel ? undefined : 'forbidden'
}

/** As `refusalOfChange`, for giving it so many days. */
export function refusalOfDays(scope: RetentionScope, days: number | null): RetentionRefusal | undefined {
  const isLonger = scope.workspaceDays !== null && (days === null || days > scope.workspaceDays)
  return refusalOfChange(scope) ?? (isLonger && !isAdmin(scope) ? 'too_long' : undefined)
}
