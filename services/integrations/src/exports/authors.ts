import { createHash } from 'node:crypto'
import type { ExportedMessage } from './messages.ts'

/** Somebody who wrote what is in an archive. */
export type ExportedAuthor = { name: string; avatarUrl: string | null } & (
  | { type: 'user' | 'twin' }
  | { type: 'bridged'; platform: string; foreignId: string }
)

/** As many are listed of those who are not in the workspace; messages of others say who wrote them. */
const maxAuthors = 100_000

/** Collects who has written. */
export class Authors {
  readonly #byId = new Map<string, ExportedAuthor>()

  /** The author's id in the archive. */
  add(message: ExportedMessage): string {
    const id = idOf(message)
    if (!this.#byId.has(id) && this.#byId.size < maxAuthors) this.#byId.set(id, authorOf(message))
    return id
  }

  /** Forgets one who is listed already. */
  delete(id: string): void {
    this.#byId.delete(id)
  }

  [Symbol.iterator](): IterableIterator<[string, ExportedAuthor]> {
    return this.#byId.entries()
  }
}

/** A bridged author has the id by which their reactions name them; see `messaging.bridged_author`. */
function idOf({ user_id, ai_twin_id, author_platform, author_foreign_id }: ExportedMessage): string {
  return user_id ?? ai_twin_id ?? digestOf(`${author_platform}:${author_foreign_id}`)
}

/** An MD5 as PostgreSQL makes a UUID of it. */
const digestOf = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function authorOf({ user_id, ai_twin_id, ...message }: ExportedMessage): ExportedAuthor {
  const shown = { name: message.author_name ?? 'Unknown', avatarUrl: message.author_avatar_url }
  if (user_id !== null || ai_twin_id !== null) return { ...shown, type: user_id === null ? 'twin' : 'user' }
  return { ...shown, type: 'bridged', platform: message.author_platform!, foreignId: message.author_foreign_id! }
}
