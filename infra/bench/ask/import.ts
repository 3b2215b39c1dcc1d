import type { ImportedMessage } from '@parley/contracts/messages/writing'
import { maxImported } from '@parley/contracts/messages/writing'
import pg from 'pg'
import { readable } from '../replay/plan.ts'
import type { SlackExport, SlackMessage } from '../replay/slack-export.ts'

/**
 * Imports a channel of an export as a bridge does: in batches, by `messaging.import_messages`, its authors as people of
 * another platform. What was imported before is not imported again.
 *
 * @param url PostgreSQL as the role of integrations
 * @returns how many messages there are now
 */
export async function importChannel(
  url: string,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
  exported: SlackExport,
  channel: string,
  log: (line: string) => void,
): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let imported = 0
    for (const batch of batchesOf(exported, channel)) {
      const { rows } = await client.query('select outcome, messages from messaging.import_messages($1, $2, $3, $4)', [
        ...[workspaceId, channelId, JSON.stringify(batch), '{}'],
      ])
      const [{ outcome, messages }] = rows as [{ outcome: string; messages: unknown[] }]
      if (outcome !== 'imported') throw new Error(`The import of #${channel} was refused: ${outcome}.`)
      imported += messages.length
      if (imported % 20_000 < maxImported) log(`${imported.toLocaleString('en')} messages`)
    }
    return imported
  } finally {
    await client.end()
  }
}

/** A channel's messages, oldest first, so that a reply comes after its root. */
function* batchesOf(exported: SlackExport, channel: string): Generator<Partial<ImportedMessage>[]> {
  let batch: Partial<ImportedMessage>[] = []
  const days = exported.days.map(({ day }) => day).sort()
  for (const day of days)
    for (const message of exported.messagesOf(day).get(channel) ?? []) {
      const content = readable(message.text ?? '', exported.names).trim()
      if (!message.user || message.subtype !== undefined || content === '') continue
      batch.push(importedOf(message as SlackMessage & { user: string }, content, exported.names))
      if (batch.length < maxImported) continue
      yield batch
      batch = []
    }
  if (batch.length > 0) yield batch
}

const importedOf = (
  { ts, thread_ts, user }: SlackMessage & { user: string },
  content: string,
  names: SlackExport['names'],
): Partial<ImportedMessage> => ({
  key: `slack:${ts}`,
  author: { type: 'bridged', platform: 'slack', foreign_id: user, name: names.get(user) ?? user },
  content,
  created_at: new Date(Number(ts) * 1_000).toISOString(),
  ...(thread_ts !== undefined && thread_ts !== ts && { parent_key: `slack:${thread_ts}` }),
})
