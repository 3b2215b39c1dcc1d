// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { ChannelRole, ChannelType } from '@parley/contracts/channels/channel'
import type { PlatformName } from '@parley/contracts/connections/platform'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { ExportStatus } from '@parley/contracts/exports/export'
import type { ImportKind, ImportProblem, ImportStatus, WorkStatus } from '@parley/contracts/imports/import'
import type { StoredFiles, UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { ExportedReactions } from '@parley/contracts/messages/writing'
import type { DeliveryStatus } from '@parley/contracts/webhooks/webhook'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'
import type { PartPosition } from './imports/part-position.ts'
import type { RestoredMembers } from './imports/restored-member.ts'

export interface ActiveWebhooks {
  events: string[]
  webhook_id: string
  workspace_id: string
}

export interface AuthorConsents {
  account_id: string
  foreign_id: string
  opted_in_at: Timestamp | null
  opted_out_at: Timestamp | null
  platform: string
  retract_at: Timestamp | null
  retract_before: Timestamp | null
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

export interface ChannelsDescriptions {
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

export interface ChannelsStates {
  channel_id: string
  channel_type: string
  is_archived: boolean
  is_general: boolean
  is_private: boolean
  workspace_id: string
}

export interface Connections {
  account_id: string | null
  account_name: string | null
  auto_reply: boolean
  awaited_channels: Generated<string[]>
  compared_at: Timestamp | null
  connected_at: Generated<Timestamp>
  connected_by: string
  credentials: string | null
  credentials_version: Generated<number>
  discover_at: Generated<Timestamp>
  id: Generated<string>
  ingest_messages: boolean
  last_error: Json | null
  last_event_at: Timestamp | null
  last_sync_at: Timestamp | null
  left_out: Generated<number>
  listened_until: Timestamp | null
  listener: string | null
  missing: number | null
  platform: string
  renew_at: Timestamp | null
  self_ids: Generated<string[]>
  status: string
  subscribe_at: Generated<Timestamp>
  unconfirmed: Generated<number>
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface Exports {
  archive: Json<UnsignedAttachment> | null
  attempt: Generated<number>
  channels: Generated<number>
  channels_left_out: Generated<number>
  completed_at: Timestamp | null
  error_code: string | null
  error_message: string | null
  files: Generated<number>
  files_left_out: Generated<number>
  id: Generated<string>
  messages: Generated<number>
  progress: Generated<number>
  requested_by: string
  started_at: Generated<Timestamp>
  status: Generated<ExportStatus>
  total_messages: Generated<number>
  touched_at: Generated<Timestamp>
  with_files: boolean
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

export interface ImportChannels {
  already_here: Generated<number>
  channel_id: string | null
  description: string | null
  display_name: string | null
  entries: Generated<number>
  import_id: string
  imported: Generated<number>
  is_archived: boolean
  is_general: boolean
  is_private: boolean
  left_out: Generated<number>
  members: Generated<Json<RestoredMembers>>
  name: string
  number: number
  part: number
  source_key: string
  status: Generated<WorkStatus>
  topic: string | null
  workspace_id: string
}

export interface ImportDays {
  channel: number
  day: string
  import_id: string
  is_equal: Generated<boolean>
  source_digest: string
  source_messages: number
  stored_digest: string | null
  stored_messages: number | null
  workspace_id: string
}

export interface ImportParts {
  bytes: number
  done_bytes: Generated<number>
  error: string | null
  failures: Generated<number>
  import_id: string
  is_repair: Generated<boolean>
  name: string
  number: number
  position: Generated<Json<PartPosition>>
  status: Generated<WorkStatus>
  workspace_id: string
}

export interface ImportProblems {
  channel: number
  code: ImportProblem
  count: number
  examples: string[]
  import_id: string
  workspace_id: string
}

export interface Imports {
  account_id: string | null
  already_here: Generated<number>
  archive: Json<UnsignedAttachment> | null
  channels: Generated<number>
  channels_done: Generated<number>
  channels_failed: Generated<number>
  completed_at: Timestamp | null
  days: number | null
  done_bytes: Generated<number>
  entries: Generated<number>
  equal_days: number | null
  error_code: string | null
  error_message: string | null
  id: Generated<string>
  imported: Generated<number>
  is_repaired: Generated<boolean>
  kind: ImportKind
  left_out: Generated<number>
  platform: PlatformName | null
  progress: Generated<number>
  requested_by: string
  running_since: Timestamp | null
  since: Timestamp | null
  source_messages: number | null
  started_at: Generated<Timestamp>
  status: Generated<ImportStatus>
  stored_messages: number | null
  total_bytes: Generated<number>
  touched_at: Generated<Timestamp>
  until: Timestamp | null
  wanted_channels: string[] | null
  workspace_id: string
}

export interface IncomingAllowances {
  filled_at: Generated<Timestamp>
  holder: string
  left_over: number
  workspace_id: string
}

export interface IncomingEvents {
  connection_id: string
  event_id: string
  happened_at: Timestamp | null
  payload: Json
  position: Generated<number>
  received_at: Generated<Timestamp>
  remote_channel_id: string
  workspace_id: string
}

export interface IncomingQueues {
  connection_id: string
  failures: Generated<number>
  received: Generated<number>
  remote_channel_id: string
  turn: Generated<number>
  wake_at: Timestamp | null
  workspace_id: string
}

export interface IncomingWebhooks {
  avatar_url: string | null
  channel_id: string
  created_at: Generated<Timestamp>
  created_by: string
  id: Generated<string>
  is_active: Generated<boolean>
  last_used_at: Timestamp | null
  name: string
  token_hash: Buffer
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface LinkCodes {
  account_id: string
  code: string
  foreign_id: string
  id: Generated<string>
  name: string
  platform: string
  sent_at: Generated<Timestamp>
  tries: Generated<number>
  user_id: string
  workspace_id: string
}

export interface LinkedAccounts {
  account_id: string
  foreign_id: string
  linked_at: Generated<Timestamp>
  name: string
  platform: string
  user_id: string
  workspace_id: string
}

export interface Links {
  account_id: string
  author_id: string | null
  came: string
  channel_id: string
  confirmed_by: string | null
  content_hash: Buffer | null
  created_at: Generated<Timestamp>
  edited_at: Timestamp | null
  hops: Generated<number>
  is_gone: Generated<boolean>
  is_imported: Generated<boolean>
  left_files: Generated<string[]>
  message_id: string | null
  part: Generated<number>
  platform: string
  reactions: Generated<Json>
  remote_channel_id: string
  remote_id: string
  remote_thread_id: string | null
  seq: number | null
  user_id: string | null
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

export interface MessagingExportedMessages {
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

export interface OauthStates {
  expires_at: Timestamp
  platform: string
  return_to: string
  state_hash: Buffer
  user_id: string
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

export interface OutwardChannels {
  after_seq: number
  channel_id: string
  platform: string
  since: Timestamp
  workspace_id: string
}

export interface RemoteChannels {
  account_id: string
  compared_at: Timestamp | null
  direction: Generated<string>
  discovered_at: Generated<Timestamp>
  expected_since: Timestamp | null
  id: Generated<string>
  is_made: Generated<boolean>
  is_private: boolean
  is_selected: Generated<boolean>
  make_at: Generated<Timestamp>
  missing: Generated<number>
  moved_from: string | null
  name: string
  platform: string
  remote_created_at: Timestamp | null
  remote_id: string
  send_at: Generated<Timestamp>
  send_failures: Generated<number>
  send_faults: Generated<number>
  send_turn: Generated<number>
  sends_after_seq: Generated<number>
  sends_since: Generated<Timestamp>
  sent_rev: Generated<number>
  sent_seq: Generated<number>
  state: Generated<string>
  topic: string | null
  type: string
  workspace_id: string
}

export interface SeenEvents {
  connection_id: string
  event_id: string
  seen_at: Generated<Timestamp>
  workspace_id: string
}

export interface Sends {
  account_id: string
  begun_at: Generated<Timestamp>
  channel_id: string | null
  is_left_out: Generated<boolean>
  is_unconfirmed: Generated<boolean>
  message_id: string
  outgoing: Json | null
  platform: string
  workspace_id: string
}

export interface SentReactions {
  account_id: string
  emoji: string
  message_id: string
  platform: string
  workspace_id: string
}

export interface SourceChannels {
  channel_id: string
  platform: string
  source_key: string
  workspace_id: string
}

export interface StoredObjects {
  attempts: Generated<number>
  is_deleting: Generated<boolean>
  key: string
  remove_at: Timestamp | null
  workspace_id: string
}

export interface WebhookChannels {
  channel_id: string
  is_private: boolean
  rev: number | null
  seq: number | null
  stored_at: Generated<Timestamp>
  workspace_id: string
}

export interface WebhookDeliveries {
  attempts: Generated<number>
  created_at: Generated<Timestamp>
  delivered_at: Timestamp | null
  event_id: string
  expires_at: Timestamp
  lane: string
  last_attempt_at: Timestamp | null
  position: Generated<number>
  response_body: string | null
  response_error: string | null
  response_ms: number | null
  response_status: number | null
  status: Generated<DeliveryStatus>
  type: string
  webhook_id: string
  workspace_id: string
}

export interface WebhookEvents {
  channel_id: string | null
  created_at: Generated<Timestamp>
  id: string
  payload: string
  position: Generated<number>
  type: string
  workspace_id: string
}

export interface WebhookLanes {
  lane: string
  waiting: number
  wake_at: Generated<Timestamp>
  webhook_id: string
  workspace_id: string
}

export interface Webhooks {
  active_since: Generated<Timestamp>
  channel_ids: string[] | null
  created_at: Generated<Timestamp>
  created_by: string
  description: string
  disabled_reason: string | null
  dropped: Generated<number>
  events: string[]
  failing_since: Timestamp | null
  failures: Generated<number>
  id: Generated<string>
  is_active: boolean
  last_delivered_at: Timestamp | null
  previous_secret: string | null
  previous_secret_until: Timestamp | null
  reads_as: string
  received: Generated<number>
  secret: string
  taken_until: Generated<Timestamp>
  turn: Generated<number>
  updated_at: Generated<Timestamp>
  url: string
  wake_at: Timestamp | null
  workspace_id: string
}

export interface DB {
  active_webhooks: ActiveWebhooks
  author_consents: AuthorConsents
  'channels.access': ChannelsAccess
  'channels.descriptions': ChannelsDescriptions
  'channels.states': ChannelsStates
  connections: Connections
  exports: Exports
  files: Files
  'gateway.handles': GatewayHandles
  'gateway.people': GatewayPeople
  idempotency_keys: IdempotencyKeys
  import_channels: ImportChannels
  import_days: ImportDays
  import_parts: ImportParts
  import_problems: ImportProblems
  imports: Imports
  incoming_allowances: IncomingAllowances
  incoming_events: IncomingEvents
  incoming_queues: IncomingQueues
  incoming_webhooks: IncomingWebhooks
  link_codes: LinkCodes
  linked_accounts: LinkedAccounts
  links: Links
  'messaging.channel_counts': MessagingChannelCounts
  'messaging.exported_messages': MessagingExportedMessages
  oauth_states: OauthStates
  outbox: Outbox
  outward_channels: OutwardChannels
  remote_channels: RemoteChannels
  seen_events: SeenEvents
  sends: Sends
  sent_reactions: SentReactions
  source_channels: SourceChannels
  stored_objects: StoredObjects
  webhook_channels: WebhookChannels
  webhook_deliveries: WebhookDeliveries
  webhook_events: WebhookEvents
  webhook_lanes: WebhookLanes
  webhooks: Webhooks
}
