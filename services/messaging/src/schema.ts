// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { ChannelRole, ChannelType, NotificationLevel, ParticipationMode } from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { StoredFiles } from '@parley/contracts/messages/attachment'
import type { MessageResource } from '@parley/contracts/messages/message'
import type { FailureReason, ScheduledStatus } from '@parley/contracts/messages/scheduled-message'
import type { ExportedReactions } from '@parley/contracts/messages/writing'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'
import type { Post } from './domain/posting.ts'

export interface ChannelCounts {
  channel_id: string
  last_message_at: Timestamp | null
  message_count: number
  rev: number
  seq: number
  workspace_id: string
}

export interface ChannelHeads {
  channel_id: string
  imported_rev: Generated<number>
  last_message_at: Timestamp | null
  message_count: Generated<number>
  rev: Generated<number>
  root_count: Generated<number>
  seq: Generated<number>
  workspace_id: string
}

export interface ChannelRetention {
  applies_at: Timestamp | null
  channel_id: string
  channel_type: ChannelType
  days: number | null
  is_own: boolean
  set_by: string | null
  updated_at: Timestamp | null
  updated_by: string | null
  workspace_days: number | null
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

export interface ChannelsDepartures {
  channel_id: string
  departed_at: Timestamp | null
  workspace_id: string
}

export interface ChannelsFormerMemberships {
  channel_id: string
  ended_at: Timestamp
  user_id: string
  workspace_id: string
}

export interface ChannelsMemberships {
  channel_id: string
  joined_seq: number
  notification_level: NotificationLevel
  user_id: string
  workspace_id: string
}

export interface ChannelsStates {
  channel_id: string
  channel_type: string
  is_archived: boolean
  is_general: boolean
  is_private: boolean
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

export interface Drafts {
  channel_id: string
  content: string
  file_ids: string[]
  parent_message_id: string | null
  updated_at: Timestamp
  user_id: string
  workspace_id: string
}

export interface ExportedMessages {
  ai_twin_id: string | null
  attachments: Json<StoredFiles> | null
  author_avatar_url: string | null
  author_foreign_id: string | null
  author_name: string | null
  author_platform: string | null
  channel_id: string
  content: string
  content_type: string
  created_at: Timestamp
  edited_at: Timestamp | null
  id: string
  last_reply_at: Timestamp | null
  metadata: Json
  parent_message_id: string | null
  participants: string[]
  reactions: Json<ExportedReactions> | null
  reply_count: number
  root_created_at: Timestamp | null
  root_deleted_at: Timestamp | null
  root_seq: number | null
  seq: number
  user_id: string | null
  workspace_id: string
}

export interface FilePassages {
  channel_id: string
  created_at: Timestamp
  file_id: string
  lexemes: string
  message_id: string
  ordinal: number
  place: string
  text: string
  workspace_id: string
}

export interface Files {
  created_at: Timestamp
  digest: Buffer
  height: number | null
  holder_id: string | null
  id: string
  name: string
  place_id: string
  reserved_until: Timestamp | null
  size: number
  storage_key: string
  thumbnail_key: string | null
  thumbnail_size: number | null
  type: string
  uploader_id: string | null
  uploader_kind: string
  width: number | null
  workspace_id: string
}

export interface FileTexts {
  attempts: Generated<number>
  claimed_until: Timestamp | null
  crashes: Generated<number>
  due_at: Timestamp
  failure: string | null
  file_id: string
  is_imported: boolean
  slow_reads: Generated<number>
  status: Generated<string>
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

export interface Mentions {
  author_id: string | null
  channel_id: string
  is_reply: boolean
  message_id: string
  seq: number
  user_id: string | null
  workspace_id: string
}

export interface MessageResources {
  bytes: number
  changed_at: Timestamp
  channel_id: string
  created_at: Timestamp
  created_rev: number
  deleted_at: Timestamp | null
  hops: number
  id: string
  is_imported: boolean
  metadata: Json
  origin: string
  parent_message_id: string | null
  reply_count: number
  resource: Json<MessageResource>
  rev: number
  seq: number
  user_id: string | null
  workspace_id: string
}

export interface Messages {
  ai_twin_id: string | null
  attachments: Json | null
  author_avatar_url: string | null
  author_foreign_id: string | null
  author_name: string | null
  author_platform: string | null
  changed_at: Timestamp | null
  channel_id: string
  content: string
  content_type: string
  created_at: Timestamp
  created_rev: number
  deleted_at: Timestamp | null
  edited_at: Timestamp | null
  hops: Generated<number>
  id: string
  is_imported: Generated<boolean>
  is_late: Generated<boolean>
  last_reply_at: Timestamp | null
  metadata: Generated<Json>
  origin: string | null
  parent_message_id: string | null
  participants: Generated<string[]>
  reaction_count: Generated<number>
  reactions: Generated<Json>
  reply_count: Generated<number>
  rev: number
  seq: number
  service_key: string | null
  updated_at: Timestamp
  user_id: string | null
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

export interface Reactions {
  author_id: string
  channel_id: string
  created_at: Timestamp
  emoji: string
  id: string
  message_id: string
  user_id: string | null
  workspace_id: string
}

export interface Reads {
  channel_id: string
  last_read_message_id: string | null
  last_read_seq: number
  read_at: Timestamp
  user_id: string
  workspace_id: string
}

export interface Retention {
  applies_at: Timestamp
  channel_id: string | null
  days: number | null
  is_own: Generated<boolean>
  updated_at: Timestamp
  updated_by: string
  workspace_id: string
}

export interface RetentionSweeps {
  channel_id: string
  messages: number
  workspace_id: string
}

export interface ScheduledMessages {
  channel_id: string
  created_at: Timestamp
  done_at: Timestamp | null
  failure_reason: FailureReason | null
  file_ids: string[]
  id: Generated<string>
  message_id: string | null
  parent_message_id: string | null
  post: Json<Post>
  retry_at: Timestamp | null
  scheduled_by: string
  send_at: Timestamp
  status: Generated<ScheduledStatus>
  trace: Json<Trace>
  tries: Generated<number>
  updated_at: Timestamp
  user_id: string
  workspace_id: string
}

export interface SearchDocuments {
  channel_id: string
  created_at: Timestamp
  folded: string
  lexemes: string
  message_id: string
  rev: number
  stored_by: Generated<string>
  workspace_id: string
}

export interface SearchQueue {
  characters: number
  is_imported: Generated<boolean>
  is_large: Generated<boolean>
  message_id: string
  queued_at: Timestamp
  rev: number
  workspace_id: string
}

export interface StoredObjects {
  attempts: Generated<number>
  is_deleting: Generated<boolean>
  key: string
  remove_at: Timestamp | null
  workspace_id: string
}

export interface ThreadPeople {
  channel_id: string
  first_seq: number | null
  is_following: Generated<boolean>
  last_read_seq: Generated<number>
  last_reply_at: Timestamp | null
  last_reply_seq: number | null
  replies: Generated<number>
  root_id: string
  user_id: string
  workspace_id: string
}

export interface DB {
  channel_counts: ChannelCounts
  channel_heads: ChannelHeads
  channel_retention: ChannelRetention
  'channels.access': ChannelsAccess
  'channels.departures': ChannelsDepartures
  'channels.former_memberships': ChannelsFormerMemberships
  'channels.memberships': ChannelsMemberships
  'channels.states': ChannelsStates
  'channels.twins': ChannelsTwins
  'chat_engine.twin_profiles': ChatEngineTwinProfiles
  drafts: Drafts
  exported_messages: ExportedMessages
  file_passages: FilePassages
  file_texts: FileTexts
  files: Files
  'gateway.handles': GatewayHandles
  'gateway.people': GatewayPeople
  idempotency_keys: IdempotencyKeys
  'integrations.active_webhooks': IntegrationsActiveWebhooks
  'integrations.outward_channels': IntegrationsOutwardChannels
  mentions: Mentions
  message_resources: MessageResources
  messages: Messages
  outbox: Outbox
  reactions: Reactions
  reads: Reads
  retention: Retention
  retention_sweeps: RetentionSweeps
  scheduled_messages: ScheduledMessages
  search_documents: SearchDocuments
  search_queue: SearchQueue
  stored_objects: StoredObjects
  thread_people: ThreadPeople
}
