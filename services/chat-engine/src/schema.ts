// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { ChannelRole, ChannelType, NotificationLevel, ParticipationMode } from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'

export interface ChannelsAccess {
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

export interface ChannelsMemberships {
  channel_id: string
  joined_seq: number
  notification_level: NotificationLevel
  user_id: string
  workspace_id: string
}

export interface ChannelsTwins {
  ai_twin_id: string
  assigned_at: Timestamp
  avatar_url: string | null
  channel_id: string
  name: string
  participation_mode: ParticipationMode
  workspace_id: string
}

export interface GatewayPeople {
  agent: boolean
  avatar_url: string | null
  display_name: string
  email: string
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

export interface TwinProfiles {
  ai_twin_id: string
  avatar_url: string | null
  name: string
  workspace_id: string
}

export interface Twins {
  avatar_url: string | null
  created_at: Generated<Timestamp>
  handle: string
  id: Generated<string>
  name: string
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface DB {
  'channels.access': ChannelsAccess
  'channels.memberships': ChannelsMemberships
  'channels.twins': ChannelsTwins
  'gateway.people': GatewayPeople
  idempotency_keys: IdempotencyKeys
  outbox: Outbox
  twin_profiles: TwinProfiles
  twins: Twins
}
