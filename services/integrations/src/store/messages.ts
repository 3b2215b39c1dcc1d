import type { ImportedMessage } from '@parley/contracts/messages/writing'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** What `messaging.import_messages` answers. */
export interface Imported {
  outcome: 'imported' | 'not_found' | 'archived'
  /** How many this call has stored. */
  stored: number
  refused: { key: string; why: string }[]
  /** Of all that is stored, now or before, by their keys; empty unless they were asked for. */
  ids: ReadonlyMap<string, string>
}

/**
 * Stores messages of a history elsewhere, which locks their channel until the transaction ends. Notify the outbox of
 * channels after the commit.
 *
 * @throws Error where it is to be tried again
 */
export async function importMessages(
  tx: Db,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
  messages: readonly ImportedMessage[],
  trace: Trace,
  { withIds = false }: { withIds?: boolean } = {},
): Promise<Imported> {
  const { rows } = await sql<{
    outcome: string
    stored: number
    refused: Imported['refused'] | null
    messages: { key: string; id: string }[] | null
  }>`
    select i.outcome, i.stored, i.refused, i.messages
    from messaging.import_messages(${workspaceId}, ${channelId}, ${JSON.stringify(messages)}::jsonb,
      ${JSON.stringify(trace)}::jsonb, ${withIds}) i`.execute(tx)
  const { outcome, stored, refused, messages: known } = rows[0]!
  switch (outcome) {
    case 'imported':
    case 'not_found':
    case 'archived':
      return {
        ...{ outcome, stored, refused: refused ?? [] },
        ids: new Map((known ?? []).map(({ key, id }) => [key, id])),
      }
    default:
      throw new Error(`messages could not be imported: ${outcome}`)
  }
}

/** Those of these keys under which a message is stored. */
export async function findStoredKeys(
  db: Db,
  workspaceId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    select key from messaging.stored_keys(${workspaceId}, ${[...keys]}::text[]) as stored (key)`.execute(db)
  return new Set(rows.map(({ key }) => key))
}
