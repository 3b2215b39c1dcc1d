// Generated from the migrated database by `pnpm db:types`. Do not edit.

import type { Generated, Timestamp } from '@parley/kit/column-types'

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

export interface StoredObjects {
  attempts: Generated<number>
  is_deleting: Generated<boolean>
  key: string
  remove_at: Timestamp | null
  workspace_id: string
}

export interface DB {
  files: Files
  stored_objects: StoredObjects
}
