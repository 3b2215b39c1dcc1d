import { jsonList } from './json-chunks.ts'
import { tombstoneEntry } from './message-entry.ts'
import type { ExportedMessage } from './messages.ts'
import type { ZipWriter } from './zip-writer.ts'

/** Something to write, and the day (UTC) whose file has it. */
interface Dated {
  day: string
  entry: unknown
}

/**
 * Writes a channel's messages, a file for each day.
 *
 * @param entryOf what is written of a message
 */
export async function writeDays(
  zip: Pick<ZipWriter, 'add'>,
  folder: string,
  messages: AsyncIterable<ExportedMessage>,
  entryOf: (message: ExportedMessage) => unknown,
): Promise<void> {
  const dated = datedEntries(messages, entryOf)
  let next = await dated.next()
  async function* of(day: string): AsyncGenerator<unknown> {
    while (!next.done && next.value.day === day) {
      yield next.value.entry
      next = await dated.next()
    }
  }
  while (!next.done) {
    const { day } = next.value
    await zip.add(`${folder}/${day}.json`, jsonList(of(day)))
  }
}

async function* datedEntries(
  messages: AsyncIterable<ExportedMessage>,
  entryOf: (message: ExportedMessage) => unknown,
): AsyncGenerator<Dated> {
  // The deleted messages that were written for the sake of their replies.
  const tombstones = new Set<string>()
  for await (const message of messages) {
    const day = message.created_at.slice(0, 10)
    const { parent_message_id: parentId, root_deleted_at: deletedAt } = message
    if (parentId !== null && deletedAt !== null && !tombstones.has(parentId)) {
      tombstones.add(parentId)
      yield { day, entry: tombstoneEntry(message) }
    }
    yield { day, entry: entryOf(message) }
  }
}
