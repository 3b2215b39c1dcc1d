// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { ChannelRole, ChannelType, NotificationLevel, ParticipationMode } from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { DocumentFailure, DocumentKind, DocumentStatus } from '@parley/contracts/knowledge/document'
import type { EntityType, RelationshipType } from '@parley/contracts/knowledge/graph'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'

export interface Approvals {
  channel_id: string | null
  created_at: Generated<Timestamp>
  decided_at: Timestamp | null
  decided_by: string | null
  expires_at: Timestamp
  id: Generated<string>
  input: Json
  reason: string
  run_id: string
  status: Generated<string>
  tool: string
  user_id: string
  workspace_id: string
}

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
  lexemes: string
  parent_id: string | null
  personality: string
  role: string
  run_id: string
  session_id: string
  version_of: string
  workspace_id: string
}

export interface ChatSessions {
  created_at: Generated<Timestamp>
  head_id: string | null
  id: Generated<string>
  last_message_at: Generated<Timestamp>
  lexemes: string
  title: string
  user_id: string
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

export interface IntegrationsOutwardChannels {
  after_seq: number
  channel_id: string
  platform: string
  since: Timestamp
  workspace_id: string
}

export interface KnowledgeChunks {
  document_id: string
  embedding: number[] | null
  folded: string
  headings: string[]
  lexemes: string
  ordinal: number
  place: Json
  scope_id: string
  text: string
  workspace_id: string
}

export interface KnowledgeDocuments {
  created_at: Timestamp
  created_by: string
  embedded_with: string | null
  embedding_until: Timestamp | null
  id: Generated<string>
  is_public: Generated<boolean>
  newest_version: number
  scope_id: Generated<string>
  searched_version: number | null
  title: string
  title_key: string
  twin_id: string | null
  updated_at: Timestamp
  workspace_id: string
}

export interface KnowledgeEntities {
  document_count: number
  id: Generated<string>
  mention_count: number
  name: string
  name_key: string
  type: EntityType
  workspace_id: string
}

export interface KnowledgeMentions {
  document_id: string
  entity_id: string
  mention_count: number
  workspace_id: string
}

export interface KnowledgeRelationships {
  document_id: string
  from_id: string
  to_id: string
  type: RelationshipType
  workspace_id: string
}

export interface KnowledgeTotals {
  byte_count: Generated<number>
  chunk_count: Generated<number>
  document_count: Generated<number>
  entity_count: Generated<number>
  relationship_count: Generated<number>
  workspace_id: string
}

export interface KnowledgeVersions {
  character_count: Generated<number>
  chunk_count: Generated<number>
  created_at: Timestamp
  document_id: string
  error_code: DocumentFailure | null
  error_message: string | null
  file_id: string
  id: Generated<string>
  is_truncated: Generated<boolean>
  kind: DocumentKind | null
  size: number
  status: DocumentStatus
  uploaded_by: string
  version: number
  workspace_id: string
}

export interface KnowledgeWords {
  chunk_count: number
  scope_id: string
  word: string
  workspace_id: string
}

export interface Leases {
  id: string
  until: Timestamp
}

export interface McpServers {
  created_at: Generated<Timestamp>
  created_by: string
  error: string | null
  header_names: string[]
  headers: string | null
  id: Generated<string>
  is_enabled: boolean
  name: string
  tools: Generated<Json>
  tools_at: Timestamp | null
  trusts_read_only: boolean
  updated_at: Generated<Timestamp>
  url: string
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
  attachments: Generated<Json>
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
  request_hash: string | null
  retry_of: string | null
  session_id: string | null
  sources: Generated<Json>
  status: Generated<string>
  stop_reason: string | null
  stop_requested_at: Timestamp | null
  thread_id: string | null
  tools: Generated<Json>
  tools_used: Generated<string[]>
  trace: Json
  trimmed_at: Timestamp | null
  twin_id: string | null
  user_id: string
  workspace_id: string
}

export interface RunStates {
  run_id: string
  state: Json
  workspace_id: string
}

export interface StoredObjects {
  attempts: Generated<number>
  is_deleting: Generated<boolean>
  key: string
  remove_at: Timestamp | null
  workspace_id: string
}

export interface ToolChanges {
  action: string
  at: Generated<Timestamp>
  details: Json
  id: Generated<string>
  subject: string
  user_id: string | null
  workspace_id: string
}

export interface ToolPolicies {
  digest: string | null
  id: Generated<string>
  permission: string
  set_at: Timestamp
  set_by: string
  tool: string
  twin_id: string | null
  workspace_id: string
}

export interface TwinAnswers {
  asked_at: Timestamp
  channel_id: string
  context_changed: Generated<boolean>
  created_at: Generated<Timestamp>
  hops: number
  is_asked: boolean
  is_bridged: Generated<boolean>
  is_cancelled: Generated<boolean>
  message_id: string
  run_id: string | null
  seq: number
  status: Generated<string>
  thread_id: string | null
  trace: Json<Trace>
  twin_id: string
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
  approvals: Approvals
  budgets: Budgets
  'channels.access': ChannelsAccess
  'channels.memberships': ChannelsMemberships
  'channels.twins': ChannelsTwins
  chat_messages: ChatMessages
  chat_sessions: ChatSessions
  files: Files
  'gateway.handles': GatewayHandles
  'gateway.people': GatewayPeople
  idempotency_keys: IdempotencyKeys
  'integrations.outward_channels': IntegrationsOutwardChannels
  knowledge_chunks: KnowledgeChunks
  knowledge_documents: KnowledgeDocuments
  knowledge_entities: KnowledgeEntities
  knowledge_mentions: KnowledgeMentions
  knowledge_relationships: KnowledgeRelationships
  knowledge_totals: KnowledgeTotals
  knowledge_versions: KnowledgeVersions
  knowledge_words: KnowledgeWords
  leases: Leases
  mcp_servers: McpServers
  outbox: Outbox
  run_events: RunEvents
  run_feedback: RunFeedback
  run_states: RunStates
  runs: Runs
  stored_objects: StoredObjects
  tool_changes: ToolChanges
  tool_policies: ToolPolicies
  twin_answers: TwinAnswers
  twin_profiles: TwinProfiles
  twin_versions: TwinVersions
  twins: Twins
  usage_days: UsageDays
  usage_months: UsageMonths
}
