import { Metadata, Time } from '@parley/contracts/fields'
import { Emoji } from '@parley/contracts/messages/changes'
import { ContentType } from '@parley/contracts/messages/message'
import type { Author, ImportedMessage } from '@parley/contracts/messages/writing'
import { findCandidates } from '@parley/text/mentions'
import * as z from 'zod'
import type { Authors, SourceFile } from '../archive.ts'
import type { Translated } from '../page.ts'
import { shownName } from '../shown-name.ts'
import { millisecondsOf } from '../slack/slack-message.ts'

const Id = z.string().min(1).max(200)
const Ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/)
const Text = z.string().nullish().catch(null)

/** What is read of an entry of a day file. */
const ParleyMessage = z.object({
  subtype: Text,
  user: Id.optional(),
  user_profile: z.object({ display_name: Text }).nullish().catch(null),
  text: z.string().default(''),
  ts: Ts,
  edited: z.object({ ts: Ts }).optional(),
  files: z
    .array(z.object({ name: z.string(), url_private: z.string().optional() }))
    .max(100)
    .optional(),
  parley: z.object({
    id: Id,
    content: z.string().optional(),
    content_type: ContentType.optional(),
    parent_id: Id.optional(),
    metadata: Metadata.optional(),
    pinned: z.object({ at: Time.optional(), by: Id.nullish() }).optional(),
    reactions: z.array(z.object({ emoji: z.string(), user: Id, created_at: Time.optional() })).optional(),
  }),
})
type ParleyMessage = z.output<typeof ParleyMessage>

interface Translation {
  channelKey: string
  authors: Authors
  now: number
}

/** A day file's entry as `messaging.import_messages` takes it, and its files. */
export function translateParley(given: unknown, { channelKey, authors, now }: Translation): Translated {
  const { success, data: entry } = ParleyMessage.safeParse(given)
  if (!success) return { problem: hasTime(given) ? 'refused' : 'no_time' }
  const { parley } = entry
  const at = millisecondsOf(entry.ts)
  if (at > now) return { problem: 'in_the_future' }
  const keyOf = (id: string) => `import:parley:${channelKey}:${id}`
  const created_at = new Date(at).toISOString()
  const basics = {
    key: keyOf(parley.id),
    created_at,
    ...(parley.parent_id !== undefined && { parent_key: keyOf(parley.parent_id) }),
  }
  if (entry.subtype === 'tombstone') {
    const message = { ...basics, author: stranger('deleted', 'Deleted'), content: '', deleted_at: created_at }
    return { message, lost: [] }
  }
  if (entry.user === undefined) return { problem: 'no_author' }
  const text = parley.content ?? entry.text
  const content = text.replaceAll('\0', '').toWellFormed()
  const reactions = reactionsOf(entry, authors)
  const files: SourceFile[] = (entry.files ?? []).map(({ name, url_private: path }) => ({ name, path }))
  const message: ImportedMessage = {
    ...basics,
    author: authorOf(entry.user, authors, entry.user_profile?.display_name),
    content,
    mention_candidates: findCandidates(content),
    ...(parley.content_type !== undefined && { content_type: parley.content_type }),
    ...(parley.metadata !== undefined && { metadata: parley.metadata }),
    ...(entry.edited && { edited_at: editedAt(entry.edited.ts, at, now) }),
    ...(parley.pinned && { pinned: pinOf(parley.pinned, authors) }),
    ...(reactions.length > 0 && { reactions }),
  }
  const areLost = reactions.length < (parley.reactions ?? []).length
  return {
    message,
    lost: [
      ...(content.length < text.length ? (['nul_removed'] as const) : []),
      ...(areLost ? (['reaction_left_out'] as const) : []),
    ],
    ...(files.length > 0 && { files }),
  }
}

const hasTime = (given: unknown): boolean => Ts.safeParse((given as { ts?: unknown }).ts).success

/** Somebody who is not among the people of the archive. */
const stranger = (id: string, name: string | null | undefined): Author => ({
  type: 'bridged',
  platform: 'parley',
  foreign_id: id,
  name: shownName(name, 'Unknown'),
})

const authorOf = (id: string, authors: Authors, name?: string | null): Author =>
  authors.get(id)?.author ?? stranger(id, name)

const reactionsOf = ({ parley }: ParleyMessage, authors: Authors): NonNullable<ImportedMessage['reactions']> =>
  (parley.reactions ?? []).flatMap(({ emoji, user, created_at: createdAt }) =>
    Emoji.safeParse(emoji).success
      ? [{ emoji, author: authorOf(user, authors), ...(createdAt !== undefined && { created_at: createdAt }) }]
      : [],
  )

function pinOf({ at, by }: { at?: string | undefined; by?: string | null | undefined }, authors: Authors) {
  const author = by == null ? undefined : authors.get(by)?.author
  return { ...(at !== undefined && { at }), ...(author?.type === 'user' && { user_id: author.user_id }) }
}

const editedAt = (ts: string, createdAt: number, now: number): string =>
  new Date(Math.min(Math.max(millisecondsOf(ts), createdAt), now)).toISOString()
