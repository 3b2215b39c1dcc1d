// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { AuditChanges, AuditCredential } from '@parley/contracts/audit/audit-log'
import type { ChannelRole, ChannelType, NotificationLevel, ParticipationMode } from '@parley/contracts/channels/channel'
import type { Availability } from '@parley/contracts/desk/availability'
import type { Scope, WorkspaceRole } from '@parley/contracts/endpoint'
import type { ServiceName } from '@parley/contracts/services'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'

export interface AccountMails {
  kind: string
  mailed_at: Timestamp
  user_id: string
}

export interface ApiKeys {
  created_at: Generated<Timestamp>
  id: Generated<string>
  key_hash: Buffer
  key_prefix: string
  last_used_at: Timestamp | null
  name: string
  scopes: Scope[]
  user_id: string
  workspace_id: string
}

export interface AuditEntries {
  action: string
  actor_id: string
  changes: Json<AuditChanges>
  credential: AuditCredential
  credential_id: string | null
  id: Generated<string>
  ip: string | null
  request_id: string | null
  target_id: string | null
  target_name: string | null
  target_type: string
  user_agent: string | null
  workspace_id: string
}

export interface Avatars {
  content: Buffer
  id: string
  user_id: string
}

export interface BrowserSessions {
  created_at: Generated<Timestamp>
  ends_at: Timestamp
  expires_at: Timestamp
  id: Generated<string>
  ip: string
  last_used_at: Generated<Timestamp>
  token_hash: Buffer
  user_agent: string | null
  user_id: string
}

export interface ChannelInvitations {
  channel_id: string
  email: string
  invited_at: Generated<Timestamp>
  invited_by: string
  mailed_at: Timestamp | null
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

export interface ChatEngineTwinProfiles {
  ai_twin_id: string
  avatar_url: string | null
  name: string
  workspace_id: string
}

export interface EmailVerifications {
  created_at: Generated<Timestamp>
  expires_at: Timestamp
  token_hash: Buffer
  user_id: string
}

export interface ForeignAvatars {
  content: Buffer | null
  expires_at: Timestamp
  url_digest: Buffer
}

export interface Handles {
  handle: string
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

export interface InvitationMails {
  counted_for: string
  email: string
  mailed_at: Timestamp
}

export interface Invitations {
  agent: boolean
  created_at: Generated<Timestamp>
  email: string
  expires_at: Timestamp
  id: Generated<string>
  invited_by: string | null
  name: string | null
  role: WorkspaceRole
  token_hash: Buffer
  workspace_id: string
}

export interface Mails {
  at: Generated<Timestamp>
  conversation_id: string | null
  html: string | null
  id: Generated<string>
  message_id: string | null
  recipient: string
  reference_ids: Generated<string[]>
  reply_to: string | null
  sender: string
  subject: string
  text: string
}

export interface MemberHandles {
  handle: string
  user_id: string
  workspace_id: string
}

export interface Members {
  agent: Generated<boolean>
  agent_ended_at: Timestamp | null
  joined_at: Generated<Timestamp>
  role: WorkspaceRole
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

export interface PasswordResets {
  created_at: Generated<Timestamp>
  expires_at: Timestamp
  token_hash: Buffer
  user_id: string
}

export interface People {
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

export interface PurgedCopies {
  count: number
  kind: string
  service: ServiceName
  workspace_id: string
}

export interface PushSubscriptions {
  auth: string
  created_at: Generated<Timestamp>
  endpoint: string
  id: Generated<string>
  p256dh: string
  updated_at: Timestamp
  user_agent: string | null
  user_id: string
}

export interface ResetRequests {
  email: string
  requested_at: Generated<Timestamp>
}

export interface Sessions {
  browser_session_id: string | null
  created_at: Generated<Timestamp>
  expires_at: Timestamp
  id: Generated<string>
  ip: string | null
  last_used_at: Generated<Timestamp>
  revoked_at: Timestamp | null
  user_agent: string | null
  user_id: string
  workspace_id: string | null
}

export interface Sidebars {
  preferences: Json
  user_id: string
  workspace_id: string
}

export interface SignInLinks {
  expires_at: Timestamp
  token_hash: Buffer
  user_id: string
}

export interface SupportDeskActiveWidgetKeys {
  domains: string[]
  key_hash: Buffer
  widget_key_id: string
  workspace_id: string
}

export interface SupportDeskAdmittedVisitors {
  visitor_id: string
  workspace_id: string
}

export interface SupportDeskAgentRatings {
  availability: Availability
  capacity: number
  rating_count: number
  rating_sum: number
  user_id: string
  workspace_id: string
}

export interface SupportDeskConversationHeads {
  conversation_id: string
  rev: number
  seq: number
  updated_at: Timestamp
  visitor_id: string
  visitor_rev: number
  workspace_id: string
}

export interface UserPreferences {
  preferences: Json
  user_id: string
}

export interface Users {
  avatar_url: string | null
  created_at: Generated<Timestamp>
  email: string
  email_verified_at: Timestamp | null
  handles: Generated<string[]>
  id: Generated<string>
  name: string
  password_hash: string
  updated_at: Generated<Timestamp>
}

export interface WorkspaceDeletions {
  completed_at: Timestamp | null
  deletes_at: Timestamp
  queued_at: Timestamp | null
  requested_at: Generated<Timestamp>
  requested_by: string
  started_at: Timestamp | null
  workspace_id: string
}

export interface WorkspaceNames {
  company_name: string | null
  created_at: Timestamp
  name: string
  updated_at: Timestamp
  workspace_id: string
}

export interface Workspaces {
  company_name: string | null
  created_at: Generated<Timestamp>
  id: Generated<string>
  name: string
  updated_at: Generated<Timestamp>
}

export interface DB {
  account_mails: AccountMails
  api_keys: ApiKeys
  audit_entries: AuditEntries
  avatars: Avatars
  browser_sessions: BrowserSessions
  channel_invitations: ChannelInvitations
  'channels.access': ChannelsAccess
  'channels.memberships': ChannelsMemberships
  'channels.twins': ChannelsTwins
  'chat_engine.twin_profiles': ChatEngineTwinProfiles
  email_verifications: EmailVerifications
  foreign_avatars: ForeignAvatars
  handles: Handles
  idempotency_keys: IdempotencyKeys
  invitation_mails: InvitationMails
  invitations: Invitations
  mails: Mails
  member_handles: MemberHandles
  members: Members
  'messaging.channel_counts': MessagingChannelCounts
  outbox: Outbox
  password_resets: PasswordResets
  people: People
  purged_copies: PurgedCopies
  push_subscriptions: PushSubscriptions
  reset_requests: ResetRequests
  sessions: Sessions
  sidebars: Sidebars
  sign_in_links: SignInLinks
  'support_desk.active_widget_keys': SupportDeskActiveWidgetKeys
  'support_desk.admitted_visitors': SupportDeskAdmittedVisitors
  'support_desk.agent_ratings': SupportDeskAgentRatings
  'support_desk.conversation_heads': SupportDeskConversationHeads
  user_preferences: UserPreferences
  users: Users
  workspace_deletions: WorkspaceDeletions
  workspace_names: WorkspaceNames
  workspaces: Workspaces
}
