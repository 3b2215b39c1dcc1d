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
    async import({ workspaceId, channelId }: Place, messages: Partial<ImportedMessage>[]) {
      const { rows } = await client.query<Import>('select * from messaging.import_messages($1, $2, $3, $4)', [
        ...[workspaceId, channelId, JSON.stringify(messages), '{}'],
      ])
      return rows[0]!
    },
  }
}
