import type { MessageResource } from '@parley/contracts/messages/message'
import type { Author, ImportedMessage, ServicePost } from '@parley/contracts/messages/writing'
import type { ServiceName } from '@parley/contracts/services'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { TestDatabase } from '@parley/testing/database'
import pg from 'pg'

export interface Posting {
  outcome: string
  message: MessageResource | null
  field: string | null
  joined: boolean
}

export interface Import {
  outcome: string
  stored: number
  messages: { key: string; id: string }[]
  refused: { key: string; why: string }[]
}

/** Where a service writes: its workspace and a channel there. */
interface Place {
  workspaceId: string
  channelId: string
}

/** A connection of another service's, as its role. */
export async function connectAs(database: TestDatabase, service: ServiceName) {
  const client = new pg.Client({ connectionString: database.urlOf(service) })
  await client.connect()
  closeAfterwards({ close: () => client.end() })
  return {
    query: (text: string, values: unknown[] = []) => client.query(text, values),
    /** Calls `messaging.post`. */
    async post({ workspaceId, channelId }: Place, author: Author, post: Partial<ServicePost>, key: string) {
      const { rows } = await client.query<Posting>('select * from messaging.post($1, $2, $3, $4, $5, $6)', [
        ...[workspaceId, channelId, JSON.stringify(author), JSON.stringify({ content: 'hello', ...post }), key, '{}'],
      ])
      return rows[0]!
    },
    /** Calls `messaging.import_messages`. */
    async import({ workspaceId, channelId }: Place, messages: Partial<ImportedMessage>[], { withIds = true } = {}) {
      const { rows } = await client.query<Import>('select * from messaging.import_messages($1, $2, $3, $4, $5)', [
        ...[workspaceId, channelId, JSON.stringify(messages), '{}', withIds],
      ])
      return rows[0]!
    },
  }
}

/** Stores a file for a channel, as a service or as an uploader; returns its id. */
export async function storeFile(
  database: TestDatabase,
  { workspaceId, channelId }: Place,
  uploader: string | null = null,
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `with object as (
       insert into messaging.stored_objects (workspace_id, key) values ($1, uuidv7()::text) returning key)
     insert into messaging.files (id, workspace_id, place_id, uploader_id, uploader_kind, name, type, size,
       digest, storage_key, created_at)
     select uuidv7(), $1, $2, $3, case when $3::uuid is null then 'service' else 'user' end, 'plan.txt', 'text/plain',
       4, '', key, now() from object returning id`,
    [workspaceId, channelId, uploader],
  )
  return row!.id
}
