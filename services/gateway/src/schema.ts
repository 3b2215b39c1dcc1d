import type { Scope, WorkspaceRole } from '@parley/contracts/endpoint'
import type { ColumnType, Generated, Kysely } from 'kysely'

/** A moment: read as ISO 8601 text, written as text or a Date, made by the database where it has a default. */
type Moment = ColumnType<string, string | Date, string | Date>
type MadeMoment = ColumnType<string, string | Date | undefined, string | Date>

interface Users {
  id: Generated<string>
  email: string
  email_verified_at: Generated<string | null>
  name: string
  avatar_url: string | null
  password_hash: string
  handles: Generated<string[]>
  created_at: MadeMoment
  updated_at: MadeMoment
}

interface Workspaces {
  id: Generated<string>
  name: string
  company_name: string | null
  created_at: MadeMoment
  updated_at: MadeMoment
}

interface Members {
  workspace_id: string
  user_id: string
  role: WorkspaceRole
  agent: Generated<boolean>
  joined_at: MadeMoment
}

interface MemberHandles {
  workspace_id: string
  user_id: string
  handle: string
}

interface Sessions {
  id: Generated<string>
  workspace_id: string | null
  user_id: string
  created_at: MadeMoment
  expires_at: Moment
  last_used_at: MadeMoment
  revoked_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
}

interface ApiKeys {
  id: Generated<string>
  workspace_id: string
  user_id: string
  name: string
  key_prefix: string
  key_hash: Buffer
  scopes: Scope[]
  created_at: MadeMoment
  last_used_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
}

interface Invitations {
  workspace_id: string
  id: Generated<string>
  email: string
  token_hash: Buffer
  role: WorkspaceRole
  agent: boolean
  invited_by: string | null
  created_at: MadeMoment
  expires_at: Moment
  channel_mails: Generated<number>
  channel_mails_since: string | null
}

interface ChannelInvitations {
  workspace_id: string
  email: string
  channel_id: string
  invited_by: string
  invited_at: MadeMoment
  mailed_at: string | null
}

interface PasswordResets {
  user_id: string
  token_hash: Buffer
  created_at: MadeMoment
  expires_at: Moment
}

interface EmailVerifications {
  user_id: string
  token_hash: Buffer
  created_at: MadeMoment
  expires_at: Moment
}

interface ResetRequests {
  email: string
  requested_at: MadeMoment
}

interface Mails {
  id: Generated<string>
  recipient: string
  sender: string
  subject: string
  text: string
  html: string | null
  at: MadeMoment
}

interface People {
  workspace_id: string
  user_id: string
  role: WorkspaceRole
  agent: boolean
  display_name: string
  email: string
  avatar_url: string | null
  joined_at: string
}

/** The tables and the view of the gateway's schema. */
export interface GatewaySchema {
  users: Users
  workspaces: Workspaces
  members: Members
  member_handles: MemberHandles
  sessions: Sessions
  api_keys: ApiKeys
  invitations: Invitations
  channel_invitations: ChannelInvitations
  password_resets: PasswordResets
  email_verifications: EmailVerifications
  reset_requests: ResetRequests
  mails: Mails
  people: People
}

/** The gateway's database, or a transaction on it. */
export type Db = Kysely<GatewaySchema>
