import { createHash } from 'node:crypto'
import { Emoji } from '@parley/contracts/messages/changes'
import type { Author } from '@parley/contracts/messages/writing'
import type { Authors, SourceFile } from '../archive.ts'
import type { Translated } from '../page.ts'
import { shownName } from '../shown-name.ts'
import type { MattermostReply } from './mattermost-types.ts'

/** Where a message is, and what it is translated with. */
export interface Translation {
  /** The channel, within the keys of messages. */
  channelKey: string
  /** Of a reply. */
  rootKey?: string | undefined
  authors: Authors
  now: number
  /** Where a file of the export is in the archive; undefined where it is not. */
  pathOf(path: string): string | undefined
}

/** Exports give posts no ids: two by one person of one millisecond are distinguished by what they say. */
export function mattermostKey(channelKey: string, { user, create_at: at, message }: MattermostReply): string {
  const digest = createHash('sha256').update(message).digest('hex').slice(0, 12)
  return `import:mattermost:${channelKey}:${at}-${digest}-${user}`.slice(0, 300)
}

/** A post or reply as `messaging.import_messages` takes it, and its files. */
export function translateMattermost(post: MattermostReply, translation: Translation): Translated {
  const { channelKey, rootKey, authors, now, pathOf } = translation
  if (post.type?.startsWith('system_'))
    return { problem: /join|leave|add_to|remove/.test(post.type) ? 'joined_or_left' : 'channel_changed' }
  if (post.create_at > now) return { problem: 'in_the_future' }
  const created_at = new Date(post.create_at).toISOString()
  const content = post.message.replaceAll('\0', '').toWellFormed()
  const given = post.reactions ?? []
  const reactions = given.flatMap(({ user, emoji_name: name, create_at: at }) => {
    const emoji = `:${name}:`
    if (!Emoji.safeParse(emoji).success) return []
    const author = authorOf(user, authors)
    return [{ emoji, author, ...(at != null && { created_at: new Date(Math.min(at, now)).toISOString() }) }]
  })
  const files = (post.attachments ?? []).map(
    ({ path }): SourceFile => ({ name: path.slice(path.lastIndexOf('/') + 1) || 'file', path: pathOf(path) }),
  )
  const editedAt = Math.min(post.edit_at ?? 0, now)
  return {
    message: {
      key: mattermostKey(channelKey, post),
      author: authorOf(post.user, authors),
      created_at,
      content,
      ...(rootKey !== undefined && { parent_key: rootKey }),
      ...(editedAt > post.create_at && { edited_at: new Date(editedAt).toISOString() }),
      ...(post.is_pinned && { pinned: { at: created_at } }),
      ...(reactions.length > 0 && { reactions }),
    },
    lost: [
      ...(content.length < post.message.length ? (['nul_removed'] as const) : []),
      ...(reactions.length < given.length ? (['reaction_left_out'] as const) : []),
    ],
    ...(files.length > 0 && { files }),
  }
}

/** Who is not among the users of the export is who it says. */
const authorOf = (user: string, authors: Authors): Author =>
  authors.get(user)?.author ?? { type: 'bridged', platform: 'mattermost', foreign_id: user, name: shownName(user) }
