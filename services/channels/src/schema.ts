import type {
  channelRoles,
  channelTypes,
  notificationLevels,
  participationModes,
} from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { ColumnType, Generated } from 'kysely'

type Time = ColumnType<string, string | Date, string | Date>
type GeneratedTime = ColumnType<string, string | Date | undefined, string | Date>
type ChannelType = (typeof channelTypes)[number]
type ChannelRole = (typeof channelRoles)[number]

export interface DB {
  channels: {
    workspace_id: string
    id: Generated<string>
    name: string
    display_name: string | null
    description: string | null
    channel_type: ChannelType
    topic: string | null
    is_private: Generated<boolean>
    is_archived: Generated<boolean>
    is_general: Generated<boolean>
    parent_channel_id: string | null
    participants: string[] | null
    member_count: Generated<number>
    departed_at: Time | null
    created_by: string
    created_at: GeneratedTime
    updated_at: GeneratedTime
  }
  members: {
    workspace_id: string
    channel_id: string
    user_id: string
    role: Generated<ChannelRole>
    notification_level: Generated<(typeof notificationLevels)[number]>
    added_by: string | null
    joined_at: GeneratedTime
    joined_seq: Generated<number>
  }
  twin_assignments: {
    workspace_id: string
    channel_id: string
    ai_twin_id: string
    participation_mode: Generated<(typeof participationModes)[number]>
    assigned_by: string
    assigned_at: GeneratedTime
  }
  deletions: {
    workspace_id: string
    channel_id: string
    deleted_by: string
    deleted_at: GeneratedTime
    started_at: GeneratedTime
  }
  access: {
    workspace_id: string
    channel_id: string
    user_id: string
    is_member: boolean
    channel_role: ChannelRole | null
    workspace_role: WorkspaceRole
    is_private: boolean
    is_archived: boolean
    channel_type: ChannelType
    name: string
    member_count: number
    created_by: string
  }
  twins: {
    workspace_id: string
    channel_id: string
    ai_twin_id: string
    participation_mode: (typeof participationModes)[number]
    name: string
    avatar_url: string | null
    assigned_at: Time
  }
  'gateway.people': {
    workspace_id: string
    user_id: string
    role: WorkspaceRole
    agent: boolean
    display_name: string
    email: string
    avatar_url: string | null
    joined_at: Time
  }
  'messaging.channel_counts': {
    workspace_id: string
    channel_id: string
    message_count: number
    seq: number
    rev: number
    last_message_at: Time | null
  }
  'chat_engine.twin_profiles': { workspace_id: string; ai_twin_id: string; name: string; avatar_url: string | null }
}
