// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { ChannelRole, ChannelType, NotificationLevel, ParticipationMode } from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'

export interface Access {
  channel_id: string
  channel_role: ChannelRole | null
  channel_type: ChannelType
  created_by: string
  is_archived: boolean
  is_member: boolean
  is_private: boolean
  member_count: number
  name: string
  user_id: string
  workspace_id: string
  workspace_role: WorkspaceRole
}

export interface ChannelResources {
  id: string
  is_private: boolean
  parent_channel_id: string | null
  resource: Json
  workspace_id: string
}

export interface Channels {
  channel_type: ChannelType
  created_at: Generated<Timestamp>
  created_by: string
  departed_at: Timestamp | null
  description: string | null
  display_name: string | null
  id: Generated<string>
  is_archived: Generated<boolean>
  is_general: Generated<boolean>
  is_private: Generated<boolean>
  member_count: Generated<number>
  name: string
  parent_channel_id: string | null
  participants: string[] | null
  topic: string | null
  updated_at: Generated<Timestamp>
  words: Generated<string | null>
  workspace_id: string
}

export interface ChatEngineTwinProfiles {
  ai_twin_id: string
  avatar_url: string | null
  name: string
  workspace_id: string
}

export interface Deletions {
  channel_id: string
  deleted_at: Generated<Timestamp>
  deleted_by: string
  started_at: Generated<Timestamp>
  workspace_id: string
}

export interface DemoChannels {
  channel_id: string
  workspace_id: string
}

export interface Demos {
  loaded_at: Generated<Timestamp>
  loaded_by: string
  workspace_id: string
}

export interface Departures {
  channel_id: string
  departed_at: Timestamp | null
  workspace_id: string
}

export interface Descriptions {
  channel_id: string
  channel_type: ChannelType
  created_at: Timestamp
  created_by: string
  description: string | null
  display_name: string | null
  is_archived: boolean
  is_general: boolean
  is_private: boolean
  name: string
  participants: string[] | null
  topic: string | null
  twins: Json | null
  workspace_id: string
}

export interface FormerMembers {
  channel_id: string
  left_at: Timestamp
  user_id: string
  workspace_id: string
}

export interface FormerMemberships {
  channel_id: string
  ended_at: Timestamp
  user_id: string
  workspace_id: string
}

export interface GatewayPeople {
  agent: boolean
  avatar_url: string | null
  display_name: string
  email: string
  handle: string
  is_email_verified: boolean
  joined_at: Timestamp
  role: WorkspaceRole
  user_id: string
  workspace_id: string
}

export interface IdempotencyKeys {
  about: string | null
  body: string | null
  body_hash: string
  caller: string
  claim: string | null
  claimed_until: Timestamp | null
  created_at: Generated<Timestamp>
  endpoint: string
  key: string
  status: number | null
}

export interface IntegrationsActiveWebhooks {
  events: string[]
  webhook_id: string
  workspace_id: string
}

export interface IntegrationsOutwardChannels {
  after_seq: number
  channel_id: string
  platform: string
  since: Timestamp
  workspace_id: string
}

export interface Members {
  added_by: string | null
  channel_id: string
  hidden_after: Timestamp | null
  joined_at: Generated<Timestamp>
  joined_seq: Generated<number>
  notification_level: Generated<NotificationLevel>
  role: Generated<ChannelRole>
  user_id: string
  workspace_id: string
}

export interface MembershipResources {
  channel_id: string
  resource: Json
  role: string
  user_id: string
  workspace_id: string
}

export interface Memberships {
  channel_id: string
  joined_seq: number
  notification_level: NotificationLevel
  user_id: string
  workspace_id: string
}

export interface MessagingChannelCounts {
  channel_id: string
  last_message_at: Timestamp | null
  message_count: number
  rev: number
  seq: number
  workspace_id: string
}

export interface Outbox {
  attempts: Generated<number>
  created_at: Generated<Timestamp>
  error: string | null
  id: Generated<string>
  kind: string
  name: string
  options: Json | null
  payload: Json
  position: Generated<number>
  publisher: string | null
  quarantined_at: Timestamp | null
  rooms: Generated<string[]>
  trace: Json<Trace> | null
}

export interface States {
  channel_id: string
  channel_type: string
  is_archived: boolean
  is_general: boolean
  is_private: boolean
  workspace_id: string
}

export interface TwinAssignments {
  ai_twin_id: string
  assigned_at: Generated<Timestamp>
  assigned_by: string
  channel_id: string
  participation_mode: Generated<ParticipationMode>
  workspace_id: string
}

export interface Twins {
  ai_twin_id: string
  assigned_at: Timestamp
  avatar_url: string | null
  channel_id: string
  name: string
  participation_mode: ParticipationMode
  workspace_id: string
}

export interface DB {
  access: Access
  channel_resources: ChannelResources
  channels: Channels
  'chat_engine.twin_profiles': ChatEngineTwinProfiles
  deletions: Deletions
  demo_channels: DemoChannels
  demos: Demos
  departures: Departures
  descriptions: Descriptions
  former_members: FormerMembers
  former_memberships: FormerMemberships
  'gateway.people': GatewayPeople
  idempotency_keys: IdempotencyKeys
  'integrations.active_webhooks': IntegrationsActiveWebhooks
  'integrations.outward_channels': IntegrationsOutwardChannels
  members: Members
  membership_resources: MembershipResources
  memberships: Memberships
  'messaging.channel_counts': MessagingChannelCounts
  outbox: Outbox
  states: States
  twin_assignments: TwinAssignments
  twins: Twins
}
