// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { AttributeType } from '@parley/contracts/desk/attributes'
import type { Availability } from '@parley/contracts/desk/availability'
import type {
  Conversation,
  ConversationStatus,
  DeskMessageType,
  Note,
  Priority,
  SenderType,
  Sla,
  StoredDeskMessage,
} from '@parley/contracts/desk/conversation'
import type { CopyKind, CopyState, ErasedThing, ErasureState } from '@parley/contracts/desk/erasures'
import type { PresetKind } from '@parley/contracts/desk/presets'
import type { WidgetKeyStatus } from '@parley/contracts/desk/widget-keys'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Language } from '@parley/contracts/fields'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'
import type { Metric } from './domain/metric.ts'

export interface ActiveWidgetKeys {
  domains: string[]
  key_hash: Buffer
  widget_key_id: string
  workspace_id: string
}

export interface AdmittedVisitors {
  visitor_id: string
  workspace_id: string
}

export interface AgentRatings {
  availability: Availability
  capacity: number
  rating_count: number
  rating_sum: number
  user_id: string
  workspace_id: string
}

export interface Agents {
  availability: Generated<Availability>
  capacity: number | null
  last_assigned_at: Timestamp | null
  rating_count: Generated<number>
  rating_sum: Generated<number>
  user_id: string
  workspace_id: string
}

export interface Attributes {
  choices: Generated<string[]>
  created_at: Generated<Timestamp>
  id: Generated<string>
  is_visitor_claim: boolean
  key: string
  label: string
  type: AttributeType
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface BlockedVisitors {
  block_id: string
  last_seen_at: Timestamp
  visitor_id: string
  workspace_id: string
}

export interface Blocks {
  created_at: Generated<Timestamp>
  created_by: string
  email: string | null
  expires_at: Timestamp | null
  id: Generated<string>
  network: string | null
  reason: string | null
  visitor_id: string | null
  workspace_id: string
}

export interface ConversationCounts {
  agent_id: string
  slot: number
  status: ConversationStatus
  total: Generated<number>
  unread: Generated<number>
  workspace_id: string
}

export interface ConversationHeads {
  conversation_id: string
  rev: number
  seq: number
  updated_at: Timestamp
  visitor_id: string
  visitor_rev: number
  workspace_id: string
}

export interface ConversationResources {
  agent_id: string | null
  changed_at: Timestamp
  changed_rev: number
  id: string
  merged_into: string
  resource: Json<Conversation>
  rev: number
  seq: number
  site_id: string | null
  status: ConversationStatus
  updated_at: Timestamp
  visitor_changed_rev: number
  visitor_id: string
  visitor_rev: number
  workspace_id: string
}

export interface Conversations {
  agent_id: string | null
  agent_messages: Generated<number>
  agent_messages_read: Generated<number>
  agent_read_seq: Generated<number>
  analysis: Json | null
  answered_at: Timestamp | null
  assignable_at: Generated<Timestamp>
  changed_at: Generated<Timestamp>
  changed_hidden_revs: Generated<number>
  changed_rev: Generated<number>
  closed_at: Timestamp | null
  created_at: Generated<Timestamp>
  epoch: Generated<number>
  first_answered_at: Timestamp | null
  has_away_message: Generated<boolean>
  hidden_revs: Generated<number>
  id: Generated<string>
  is_left_to_people: Generated<boolean>
  label_ids: Generated<string[]>
  last_message_seq: Generated<number>
  merged_into: string | null
  message_count: Generated<number>
  moved_after_seq: number | null
  moved_at: Timestamp | null
  opened_at: Generated<Timestamp>
  priority: Priority | null
  queued_at: Generated<Timestamp>
  rating: number | null
  resolutions: Generated<number>
  rev: Generated<number>
  seq: Generated<number>
  site_id: string | null
  sla: Json<Sla> | null
  sla_breached_at: Timestamp | null
  sla_due_at: Timestamp | null
  snoozed_until: Timestamp | null
  status: Generated<ConversationStatus>
  team_id: string | null
  topics: Generated<string[]>
  updated_at: Generated<Timestamp>
  visitor_id: string
  visitor_messages: Generated<number>
  visitor_messages_read: Generated<number>
  visitor_read_seq: Generated<number>
  visitor_updated_at: Timestamp | null
  waiting_since: Timestamp | null
  workspace_id: string
}

export interface Departures {
  departed_at: Timestamp
  workspace_id: string
}

export interface Desks {
  contact_email: string | null
  created_at: Generated<Timestamp>
  identity_secret: string | null
  language: Generated<Language>
  settings: Generated<Json>
  timezone: Generated<string>
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface ErasedConversations {
  conversation_id: string
  erasure_id: string
  workspace_id: string
}

export interface ErasedCopies {
  count: Generated<number>
  erasure_id: string
  kind: CopyKind
  reason: string | null
  state: Generated<CopyState>
  workspace_id: string
}

export interface ErasedObjects {
  erasure_id: string
  key: string
  workspace_id: string
}

export interface Erasures {
  completed_at: Timestamp | null
  id: Generated<string>
  requested_at: Generated<Timestamp>
  requested_by: string
  started_at: Generated<Timestamp>
  state: Generated<ErasureState>
  subject_id: string
  subject_kind: ErasedThing
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

export interface GatewayWorkspaceNames {
  company_name: string | null
  created_at: Timestamp
  name: string
  updated_at: Timestamp
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

export interface InboundMails {
  conversation_id: string
  digest: Buffer
  received_at: Generated<Timestamp>
  workspace_id: string
}

export interface IntegrationsActiveWebhooks {
  events: string[]
  webhook_id: string
  workspace_id: string
}

export interface Labels {
  color: string
  created_at: Generated<Timestamp>
  id: Generated<string>
  name: string
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface MailAddresses {
  address_hash: Buffer
  counted_on: Generated<string>
  is_confirmed: Generated<boolean>
  received: Generated<number>
  refused: string | null
  sent: Generated<number>
  visitor_id: string | null
  workspace_id: string
}

export interface MailThreads {
  address: string
  conversation_id: string
  mail_job_id: string | null
  mailed_at: Timestamp | null
  mailed_seq: Generated<number>
  message_ids: Generated<string[]>
  subject: string | null
  transcript_at: Timestamp | null
  workspace_id: string
}

export interface MessageResources {
  bytes: number
  conversation_id: string
  created_at: Timestamp
  id: string
  resource: Json<StoredDeskMessage>
  rev: number
  seq: number
  visitor_rev: number
  workspace_id: string
}

export interface Messages {
  attachments: Generated<Json>
  content: string
  conversation_id: string
  created_at: Generated<Timestamp>
  hidden_revs: Generated<number>
  id: Generated<string>
  message_type: DeskMessageType
  rev: number
  seen_at: Timestamp | null
  sender_id: string | null
  sender_name: string | null
  sender_type: SenderType
  seq: number
  workspace_id: string
}

export interface NoteResources {
  bytes: number
  conversation_id: string
  created_at: Timestamp
  id: string
  resource: Json<Note>
  rev: number
  seq: number
  workspace_id: string
}

export interface Notes {
  author_id: string
  author_name: string
  content: string
  conversation_id: string
  created_at: Generated<Timestamp>
  id: Generated<string>
  rev: number
  seq: number
  workspace_id: string
}

export interface OnlineVisitors {
  is_published: Generated<boolean>
  online_until: Timestamp
  visitor_id: string
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

export interface Presets {
  content: Json
  created_at: Generated<Timestamp>
  id: Generated<string>
  kind: PresetKind
  name: string
  updated_at: Generated<Timestamp>
  user_id: string | null
  workspace_id: string
}

export interface Ratings {
  agent_id: string | null
  comment: string | null
  conversation_id: string
  created_at: Generated<Timestamp>
  label_ids: Generated<string[]>
  resolution: number
  score: number
  workspace_id: string
}

export interface ReportFacts {
  agent_id: string | null
  amount: Generated<number>
  happened_at: Generated<Timestamp>
  id: Generated<string>
  label_ids: Generated<string[]>
  metric: Metric
  site_id: string | null
  value: Generated<number>
  workspace_id: string
}

export interface ReportHours {
  bucket: number
  dimension: string
  hour: Timestamp
  key: string
  metric: Metric
  sum: number
  total: number
  workspace_id: string
}

export interface SearchDocuments {
  conversation_id: string
  lexemes: string
  note_rev: Generated<number>
  seq: number
  workspace_id: string
}

export interface SearchQueue {
  conversation_id: string
  note_rev: Generated<number>
  queued_at: Generated<Timestamp>
  seq: number
  workspace_id: string
}

export interface Sites {
  created_at: Generated<Timestamp>
  domain: string
  id: Generated<string>
  name: string
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface StoredObjects {
  attempts: Generated<number>
  is_deleting: Generated<boolean>
  key: string
  remove_at: Timestamp | null
  workspace_id: string
}

export interface TeamMembers {
  team_id: string
  user_id: string
  workspace_id: string
}

export interface Teams {
  created_at: Generated<Timestamp>
  id: Generated<string>
  name: string
  updated_at: Generated<Timestamp>
  workspace_id: string
}

export interface VisitorCounts {
  returning_total: Generated<number>
  slot: number
  total: Generated<number>
  workspace_id: string
}

export interface Visitors {
  attributes: Generated<Json>
  browser: string | null
  city: string | null
  claimed_external_id: string | null
  country: string | null
  email: string | null
  external_id: string | null
  file_bytes: Generated<number>
  first_seen_at: Generated<Timestamp>
  id: Generated<string>
  ip: string | null
  language: string | null
  last_seen_at: Generated<Timestamp>
  name: string | null
  name_text: Generated<string>
  notes: string | null
  pages: Generated<Json>
  phone: string | null
  search_text: Generated<string>
  site_id: string | null
  tags: Generated<string[]>
  visits: Generated<number>
  workspace_id: string
}

export interface VisitorStarts {
  is_name: boolean
  start: string
  visitor_id: string
  workspace_id: string
}

export interface WidgetKeys {
  created_at: Generated<Timestamp>
  domains: string[]
  id: Generated<string>
  key_hash: Buffer
  key_prefix: string
  last_used_at: Timestamp | null
  name: string
  site_id: string | null
  status: WidgetKeyStatus
  workspace_id: string
}

export interface DB {
  active_widget_keys: ActiveWidgetKeys
  admitted_visitors: AdmittedVisitors
  agent_ratings: AgentRatings
  agents: Agents
  attributes: Attributes
  blocked_visitors: BlockedVisitors
  blocks: Blocks
  conversation_counts: ConversationCounts
  conversation_heads: ConversationHeads
  conversation_resources: ConversationResources
  conversations: Conversations
  departures: Departures
  desks: Desks
  erased_conversations: ErasedConversations
  erased_copies: ErasedCopies
  erased_objects: ErasedObjects
  erasures: Erasures
  files: Files
  'gateway.people': GatewayPeople
  'gateway.workspace_names': GatewayWorkspaceNames
  idempotency_keys: IdempotencyKeys
  inbound_mails: InboundMails
  'integrations.active_webhooks': IntegrationsActiveWebhooks
  labels: Labels
  mail_addresses: MailAddresses
  mail_threads: MailThreads
  message_resources: MessageResources
  messages: Messages
  note_resources: NoteResources
  notes: Notes
  online_visitors: OnlineVisitors
  outbox: Outbox
  presets: Presets
  ratings: Ratings
  report_facts: ReportFacts
  report_hours: ReportHours
  search_documents: SearchDocuments
  search_queue: SearchQueue
  sites: Sites
  stored_objects: StoredObjects
  team_members: TeamMembers
  teams: Teams
  visitor_counts: VisitorCounts
  visitor_starts: VisitorStarts
  visitors: Visitors
  widget_keys: WidgetKeys
}
