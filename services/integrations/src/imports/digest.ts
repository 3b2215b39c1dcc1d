import { createHash } from 'node:crypto'
import type { Author, ImportedMessage } from '@parley/contracts/messages/writing'

/** As `messaging.imported_digests` digests a message that is stored. */
export const digestOf = ({ key, created_at, author, parent_key = '', content }: ImportedMessage): bigint =>
  BigInt(
    `0x${createHash('sha256')
      .update([key, created_at, authorOf(author), parent_key, content].join('\n'))
      .digest('hex')
      .slice(0, 15)}`,
  )

function authorOf(author: Author): string {
  if (author.type === 'user') return author.user_id
  return author.type === 'twin' ? author.ai_twin_id : `${author.platform}:${author.foreign_id}`
}

/** What an archive has of each day (UTC). */
export type Days = Map<string, { messages: number; digest: bigint }>

export const dayOf = ({ created_at }: Pick<ImportedMessage, 'created_at'>): string => created_at.slice(0, 10)

/** Sums of digests, in which order does not matter. Of messages that are deleted nothing is compared. */
export function daysOf(messages: readonly ImportedMessage[]): Days {
  const days: Days = new Map()
  for (const message of messages) {
    if (message.deleted_at) continue
    const day = days.get(dayOf(message)) ?? { messages: 0, digest: 0n }
    days.set(dayOf(message), { messages: day.messages + 1, digest: day.digest + digestOf(message) })
  }
  return days
}
