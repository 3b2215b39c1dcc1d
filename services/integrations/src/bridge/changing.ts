import { type AuthorId, changeMessage } from '@parley/contracts/messages/writing'
import { ServiceError } from '@parley/kit/errors'
import { noteSync } from '../connections/store.ts'
import { findLinkedPerson } from '../linked-accounts/store.ts'
import { authorIdOf, originOf } from './authors.ts'
import { contentHash } from './content-hash.ts'
import type { Link } from './links.ts'
import type { Scene } from './scene.ts'

/** On whose behalf a message is changed as it was there; undefined where its author has unlinked their account since. */
export async function changerOf(
  { ctx, account }: Pick<Scene, 'ctx' | 'account'>,
  { userId, authorId }: Link,
): Promise<AuthorId | undefined> {
  if (userId === null) return authorIdOf(account.platform, authorId!)
  const person = await findLinkedPerson(ctx.db, account, authorId!)
  return person === userId ? { type: 'user', user_id: userId } : undefined
}

type Change = { type: 'edit'; content: string } | { type: 'delete' } | { type: 'react' | 'unreact'; emoji: string }

/** Changes the message here on behalf of somebody there. What messaging refuses for good stays as it is. */
export async function change(
  { ctx, account, connection, cause, trace }: Scene,
  link: Link,
  author: AuthorId,
  change: Change,
): Promise<void> {
  try {
    await ctx.messaging.call(
      changeMessage,
      { id: link.messageId!, author, change, origin: originOf(account) },
      {
        workspaceId: account.workspaceId,
        userId: null,
        trace,
        idempotencyKey: contentHash(
          JSON.stringify([connection.id, cause.eventId, link.messageId, author, change]),
        ).toString('hex'),
      },
    )
    await noteSync(ctx.db, connection)
  } catch (error) {
    const isFinal = error instanceof ServiceError && finalRefusals.has(error.code)
    if (!isFinal) throw error
    ctx.log.debug({ err: error, message: link.messageId }, 'a change from a platform is refused')
  }
}

/** Archived here, deleted here, not its author, or nothing that is taken here, such as an emoji of theirs alone. */
const finalRefusals = new Set(['not_found', 'forbidden', 'conflict', 'invalid_input'])
