// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { ChannelRole, ChannelType, NotificationLevel, ParticipationMode } from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'

export interface Budgets {
  hard_usd: string | null
  notified_at: Timestamp | null
  notified_month: string | null
  scope_id: string
  soft_usd: string | null
  twin_id: Generated<string | null>
  updated_at: Generated<Timestamp>
  updated_by: string
  workspace_id: string
}

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

export interface ChatMessages {
  content: string
  created_at: Generated<Timestamp>
  id: Generated<string>
  parent_id: string | null
  personality: string
  role: string
  run_id: string
  session_id: string
  version_of: string
  words: Generated<string>
  workspace_id: string
}

export interface ChatSessions {
  created_at: Generated<Timestamp>
  head_id: string | null
  id: Generated<string>
  last_message_at: Generated<Timestamp>
  title: string
  user_id: string
  workspace_id: string
}

export interface GatewayHandles {
  handle: string
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

export interface Leases {
  id: string
  until: Timestamp
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

export interface RunEvents {
  data: Json
  event: string
  number: number
  run_id: string
  workspace_id: string
}

export interface RunFeedback {
  comment: string | null
  created_at: Generated<Timestamp>
  rating: number
  run_id: string
  user_id: string
  workspace_id: string
}

export interface Runs {
  cache_read_tokens: Generated<number>
  cache_write_tokens: Generated<number>
  channel_id: string | null
  confidence: number | null
  cost_usd: string | null
  created_at: Generated<Timestamp>
  ended_at: Timestamp | null
  error_code: string | null
  error_message: string | null
  id: Generated<string>
  idempotency_key: string | null
  input_tokens: Generated<number>
  lease_id: string | null
  model: string | null
  output_tokens: Generated<number>
  question_id: string | null
  reply: string | null
  reply_message_id: string | null
  request: Json
  retry_of: string | null
  session_id: string | null
  status: Generated<string>
  stop_reason: string | null
  stop_requested_at: Timestamp | null
  thread_id: string | null
  tools_used: Generated<string[]>
  trace: Json
  trimmed_at: Timestamp | null
  twin_id: string | null
  user_id: string
  workspace_id: string
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
  created_by: string | null
  handle: string
  handle_key: Generated<string>
  id: Generated<string>
  is_built_in: Generated<boolean>
  model: string | null
  name: string
  personality: string | null
  system_prompt: string | null
  tools: string[] | null
  updated_at: Generated<Timestamp>
  version: Generated<number>
  workspace_id: string
}

export interface TwinVersions {
  avatar_url: string | null
  changed_by: string | null
  created_at: Generated<Timestamp>
  model: string | null
  name: string
  personality: string | null
  system_prompt: string | null
  tools: string[] | null
  twin_id: string
  version: number
  workspace_id: string
}

export interface UsageDays {
  answers: number
  cache_read_tokens: number
  cache_write_tokens: number
  cost_usd: string
  day: string
  input_tokens: number
  model: string
  output_tokens: number
  purpose: string
  twin_id: string | null
  unpriced_tokens: number
  user_id: string | null
  workspace_id: string
}

export interface UsageMonths {
  cost_usd: string
  month: string
  scope_id: string
  slot: number
  workspace_id: string
}

export interface DB {
  budgets: Budgets
  'channels.access': ChannelsAccess
  'channels.memberships': ChannelsMemberships
  'channels.twins': ChannelsTwins
  chat_messages: ChatMessages
  chat_sessions: ChatSessions
  'gateway.handles': GatewayHandles
  'gateway.people': GatewayPeople
  idempotency_keys: IdempotencyKeys
  leases: Leases
  outbox: Outbox
  run_events: RunEvents
  run_feedback: RunFeedback
  runs: Runs
  twin_profiles: TwinProfiles
  twin_versions: TwinVersions
  twins: Twins
  usage_days: UsageDays
  usage_months: UsageMonths
}
