import type { ImportProblem } from '@parley/contracts/imports/import'
import { Emoji } from '@parley/contracts/messages/changes'
import type { ImportedMessage } from '@parley/contracts/messages/writing'
import { showsSomething } from '@parley/contracts/text'
import { findCandidates } from '@parley/text/mentions'
import { authorOf, originOf } from '../bridge/authors.ts'
import { contentHash } from '../bridge/content-hash.ts'
import { keyOf, textOf } from '../bridge/incoming-message.ts'
import type { Link } from '../bridge/links.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import { type Consent, isKeptOut } from '../consent/store.ts'
import { commandOf, isWithdrawn } from '../consent/words.ts'
import type { RemoteMessage } from '../platforms/platform.ts'

/** Files of a message: those that are kept here, and the names of the others. */
export interface KeptFiles {
  ids: readonly string[]
  left: readonly string[]
}

/** What the id map keeps of a message there. */
export interface RemoteFacts {
  remoteId: string
  remoteThreadId: string | null
  authorId: string
  contentHash: Buffer
  editedAt: string | null
  leftFiles: string[]
  /** The member whose account wrote it. */
  userId: string | null
}

/** What becomes of a message there: one here, with what it lost; or nothing, and why. */
export type TranslatedHistory =
  | { message: ImportedMessage; facts: RemoteFacts; lost: readonly ImportProblem[] }
  | { problem: ImportProblem }

/** Why a message is not imported at all, before anything of it is kept. */
export function refusalOf(
  message: RemoteMessage,
  link: Link | undefined,
  consent: Consent | undefined,
): ImportProblem | undefined {
  const { author, key, text, at } = message
  if (author.isSelf || key !== null || link?.came === 'out') return 'sent_from_here'
  if (commandOf(text) || isWithdrawn(message) || isKeptOut(consent, at)) return 'opted_out'
  return link?.isGone ? 'deleted_here' : undefined
}

/**
 * A message of a platform's history as `messaging.import_messages` takes it, under the key that the bridge has posted it
 * under, if it has.
 *
 * @param isKnown it is here, so nothing is stored of it
 * @param userId the member whose account wrote it
 */
export function translate(
  account: AccountKey,
  remote: RemoteMessage,
  { ids, left }: KeptFiles,
  { isKnown, userId }: { isKnown: boolean; userId: string | null },
): TranslatedHistory {
  const { id, channelId, threadId, author, files, at, editedAt } = remote
  const content = textOf(remote.text, left)
  if (!isKnown && !showsSomething(content) && ids.length === 0) return { problem: 'empty' }
  const created_at = at.toISOString()
  const candidates = findCandidates(content)
  const others = remote.reactions.filter((reaction) => !reaction.author.isSelf)
  const counted = [...(remote.reactionCounts?.values() ?? [])].reduce((sum, count) => sum + count, 0)
  const reactions = others
    .filter(({ emoji }) => Emoji.safeParse(emoji).success)
    .map(({ emoji, author: by }) => ({ emoji, author: authorOf(account.platform, by) }))
  return {
    lost: [
      ...(!isKnown && reactions.length < Math.max(others.length, counted) ? (['reaction_left_out'] as const) : []),
      ...(left.length > 0 ? (['file_named'] as const) : []),
    ],
    facts: {
      ...{ remoteId: id, remoteThreadId: threadId, authorId: author.id, leftFiles: [...left], userId },
      contentHash: contentHash(textOf(remote.text)),
      editedAt: editedAt?.toISOString() ?? null,
    },
    message: {
      key: keyOf(account, channelId, id),
      author: userId === null ? authorOf(account.platform, author) : { type: 'user', user_id: userId },
      content,
      created_at,
      origin: originOf(account),
      ...(editedAt && { edited_at: new Date(Math.max(editedAt.getTime(), at.getTime())).toISOString() }),
      ...(threadId !== null && threadId !== id && { parent_key: keyOf(account, channelId, threadId) }),
      ...(files.length > 0 && { file_ids: [...ids] }),
      ...(candidates.length > 0 && { mention_candidates: candidates }),
      ...(reactions.length > 0 && { reactions }),
    },
  }
}
