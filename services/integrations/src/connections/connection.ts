import type { ConnectionStatus } from '@parley/contracts/connections/connection'
import type { PlatformName } from '@parley/contracts/connections/platform'
import type { PlatformFailure } from '../platforms/platform-error.ts'

/** What went wrong the last time. */
export interface Problem {
  code: PlatformFailure
  message: string
}

/** A connection as its own row has it. */
export interface ConnectionRow {
  workspaceId: string
  id: string
  platform: PlatformName
  status: ConnectionStatus
  credentials: string | null
  credentialsVersion: number
  accountId: string | null
  accountName: string | null
  selfIds: string[]
  ingestMessages: boolean
  autoReply: boolean
  awaitedChannels: string[]
  connectedBy: string
  connectedAt: string
  lastSyncAt: string | null
  lastEventAt: string | null
  lastError: (Problem & { at: string }) | null
  missing: number | null
  comparedAt: string | null
  unconfirmed: number
  leftOut: number
}
