// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { Generated, Json, Timestamp } from '@parley/kit/column-types'
import type { Trace } from '@parley/kit/trace'

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

export interface DB {
  idempotency_keys: IdempotencyKeys
  outbox: Outbox
}
