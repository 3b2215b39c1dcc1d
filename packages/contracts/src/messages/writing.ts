import * as z from 'zod'
import { HttpUrl, Metadata, Name, Time } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { Emoji } from './changes.ts'
import { ContentType, maxAttachments, maxContentLength } from './message.ts'

/** How many machines in a row may answer one another: a message with more `hops` is refused. */
export const maxHops = 8

/** Messages that one call of `messaging.import_messages` takes. */
export const maxImported = 1_000

/** On whose behalf a service writes: a person who has linked their account, a twin, or somebody of another platform. */
export const Author = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user'), user_id: Uuid }),
  z.object({ type: z.literal('twin'), ai_twin_id: Uuid }),
  z.object({
    type: z.literal('bridged'),
    platform: z.string().regex(/^[a-z0-9_-]{1,50}$/),
    /** Who they are there; with `platform`, by which two authors are the same. */
    foreign_id: z.string().min(1).max(200),
    name: Name,
    avatar_url: HttpUrl.nullish(),
  }),
])
export type Author = z.output<typeof Author>

/** The caller's own key of what it writes, the same for ever: what has been written under it is not written again. */
export const ServiceKey = z.string().min(1).max(300)

const Written = z.object({
  content: z.string().max(maxContentLength),
  content_type: ContentType.optional(),
  /** Files that stay on another platform are listed here, under a name of the caller's. */
  metadata: Metadata.optional(),
  /** What `findCandidates` of `packages/text` finds in the content. */
  mention_candidates: z.array(z.object({ position: z.int(), handle: z.string(), written: z.string() })).optional(),
  /** Files that the service has stored for this channel. */
  file_ids: z.array(Uuid).max(maxAttachments).optional(),
  /** Where it came from, such as the id of a platform connection. */
  origin: z.string().min(1).max(200).optional(),
})

/** What `messaging.post` takes as `p_post`. */
export const ServicePost = Written.extend({
  parent_message_id: Uuid.optional(),
  /** The `hops` of what it answers, and one; 0 for what a person wrote. */
  hops: z.int().min(0).optional(),
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
