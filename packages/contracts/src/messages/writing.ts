import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { HttpUrl, Metadata, Name, Time } from '../fields.ts'
import { MessageId, Uuid } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { Emoji } from './changes.ts'
import { Content, ContentType, maxAttachments, maxContentLength } from './message.ts'

/** How many machines in a row may answer one another: a message with more `hops` is refused. */
export const maxHops = 8

/** Messages that one call of `messaging.import_messages` takes. */
export const maxImported = 1_000

const User = z.object({ type: z.literal('user'), user_id: Uuid })
const Twin = z.object({ type: z.literal('twin'), ai_twin_id: Uuid })
const Bridged = z.object({
  type: z.literal('bridged'),
  platform: z.string().regex(/^[a-z0-9_-]{1,50}$/),
  /** Who they are there; with `platform`, by which two authors are the same. */
  foreign_id: z.string().min(1).max(200),
})

/** On whose behalf a service changes a message. */
export const AuthorId = z.discriminatedUnion('type', [User, Twin, Bridged])
export type AuthorId = z.output<typeof AuthorId>

/** On whose behalf a service writes: a person who has linked their account, a twin, or somebody of another platform. */
export const Author = z.discriminatedUnion('type', [
  User,
  Twin,
  Bridged.extend({ name: Name, avatar_url: HttpUrl.nullish() }),
])
export type Author = z.output<typeof Author>

/** The caller's own key of what it writes, the same for ever: what has been written under it is not written again. */
export const ServiceKey = z.string().min(1).max(300)

/** Where it came from, such as the id of a platform connection. */
const Origin = z.string().min(1).max(200)
/** One more than what it answers has; 0 for what a person wrote. */
const Hops = z.int().min(0).max(maxHops)

const Written = z.object({
  content: z.string().max(maxContentLength),
  content_type: ContentType.optional(),
  /** Files that stay on another platform are listed here, under a name of the caller's. */
  metadata: Metadata.optional(),
  /** What `findCandidates` of `packages/text` finds in the content. */
  mention_candidates: z.array(z.object({ position: z.int(), handle: z.string(), written: z.string() })).optional(),
  /** Files that the service has stored for this channel. */
  file_ids: z.array(Uuid).max(maxAttachments).optional(),
  origin: Origin.optional(),
})

/** What `messaging.post` takes as `p_post`. */
export const ServicePost = Written.extend({
  parent_message_id: Uuid.optional(),
  hops: Hops.optional(),
  /** When it was written, if not now. It never comes before a message that the channel has already. */
  written_at: Time.optional(),
})
export type ServicePost = z.output<typeof ServicePost>

/** What `messaging.import_messages` takes a list of. */
export const ImportedMessage = Written.extend({
  key: ServiceKey,
  author: Author,
  created_at: Time,
  edited_at: Time.nullish(),
  /** Set for the root of a thread that was deleted there, so that its replies have one: it is stored as deleted. */
  deleted_at: Time.nullish(),
  /** What it replies to, by its key, in this batch or stored before; or by its id. */
  parent_key: ServiceKey.optional(),
  parent_message_id: Uuid.optional(),
  pinned: z.object({ at: Time.optional(), user_id: Uuid.optional() }).nullish(),
  reactions: z.array(z.object({ emoji: Emoji, author: Author, created_at: Time.optional() })).optional(),
})
export type ImportedMessage = z.output<typeof ImportedMessage>

/** The reactions to a message, as `messaging.exported_messages` lists them. */
export type ExportedReactions = { emoji: string; author_id: string; user_id: string | null; created_at: string }[]

export const changeMessage = defineEndpoint({
  name: 'changeMessage',
  method: 'post',
  path: '/internal/messages/:id/changes',
  owner: 'messaging',
  auth: 'service',
  visibility: 'internal',
  limit: 'default',
  summary: 'Edit, delete or react on behalf of a person, a twin or a bridged author.',
  description: `For the author as by hand: only the author edits and deletes a message, and whoever is in its channel reacts; a twin and a bridged author need no access to it. Refusals are those of \`editMessage\`, \`deleteMessage\` and \`toggleReaction\`, but a reaction is set or taken away and not toggled. What is so already is \`unchanged\`, and published no second time. \`origin\` and \`hops\` are in the envelope of its event.`,
  params: z.object({ id: MessageId }),
  bodyLimitBytes: bodyLimits.content,
  body: z.object({
    author: AuthorId,
    change: z.discriminatedUnion('type', [
      z.object({ type: z.literal('edit'), content: Content }),
      z.object({ type: z.literal('delete') }),
      z.object({ type: z.enum(['react', 'unreact']), emoji: Emoji }),
    ]),
    origin: Origin.optional(),
    hops: Hops.default(0),
  }),
  responses: { 200: envelope(z.object({ outcome: z.enum(['changed', 'unchanged']), channel_id: Uuid })) },
  errors: ['not_found', 'forbidden', 'conflict'],
})
