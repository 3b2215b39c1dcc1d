// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { WidgetKeyStatus } from '@parley/contracts/desk/widget-keys'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Language } from '@parley/contracts/fields'
import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'

export interface ActiveWidgetKeys {
  widget_key_id: string
  workspace_id: string
}

export interface AdmittedVisitors {
  visitor_id: string
  workspace_id: string
}

export interface AgentRatings {
  rating_count: number
  rating_sum: number
  user_id: string
  workspace_id: string
}

export interface Agents {
  rating_count: Generated<number>
  rating_sum: Generated<number>
  user_id: string
  workspace_id: string
}

export interface Desks {
  contact_email: string | null
  created_at: Generated<Timestamp>
  language: Generated<Language>
  settings: Generated<Json>
  timezone: Generated<string>
  updated_at: Generated<Timestamp>
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

export interface OnlineVisitors {
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

export interface Sites {
  created_at: Generated<Timestamp>
  domain: string
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
  browser: string | null
  city: string | null
  country: string | null
  email: string | null
  external_id: string | null
  first_seen_at: Generated<Timestamp>
  id: Generated<string>
  ip: string | null
  last_seen_at: Generated<Timestamp>
  name: string | null
  notes: string | null
  pages: Generated<Json>
  phone: string | null
  search_text: Generated<string>
  site_id: string | null
  tags: Generated<string[]>
  visits: Generated<number>
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
  desks: Desks
  'gateway.people': GatewayPeople
  'gateway.workspace_names': GatewayWorkspaceNames
  idempotency_keys: IdempotencyKeys
  online_visitors: OnlineVisitors
  outbox: Outbox
  sites: Sites
  visitor_counts: VisitorCounts
  visitors: Visitors
  widget_keys: WidgetKeys
}
