import * as z from 'zod'

const Id = z.string().min(1).max(200)
const Time = z.iso.datetime({ offset: true })

/** A person, or an app that writes. */
const Identity = z.object({ id: Id, displayName: z.string().nullish() })
export type TeamsIdentity = z.output<typeof Identity>
const IdentitySet = z.object({ user: Identity.nullish(), application: Identity.nullish() })

const Attachment = z.object({
  id: z.string().nullish(),
  contentType: z.string().nullish(),
  contentUrl: z.string().nullish(),
  name: z.string().nullish(),
})

/** A message as Graph shows it. Of what is not read here, nothing is checked. */
export const TeamsMessage = z.object({
  id: Id,
  /** The message of whose thread it is. */
  replyToId: Id.nullish(),
  etag: z.string().nullish(),
  /** `message`, or that something happened. */
  messageType: z.string().default('message'),
  createdDateTime: Time,
  lastModifiedDateTime: Time.nullish(),
  lastEditedDateTime: Time.nullish(),
  deletedDateTime: Time.nullish(),
  subject: z.string().nullish(),
  from: IdentitySet.nullish(),
  body: z.object({ contentType: z.string().default('text'), content: z.string().nullish() }).nullish(),
  channelIdentity: z.object({ channelId: Id }).nullish(),
  attachments: z.array(Attachment).nullish(),
  mentions: z
    .array(z.object({ id: z.number(), mentionText: z.string().nullish(), mentioned: IdentitySet.nullish() }))
    .nullish(),
  reactions: z.array(z.object({ reactionType: z.string(), user: IdentitySet.nullish() })).nullish(),
})
export type TeamsMessage = z.output<typeof TeamsMessage>

export const TeamsChannel = z.object({
  id: Id,
  displayName: z.string(),
  description: z.string().nullish(),
  membershipType: z.string().nullish(),
  isArchived: z.boolean().nullish(),
})
export type TeamsChannel = z.output<typeof TeamsChannel>

/** A page of a list. */
export const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() })

/** A notification as it is kept, decrypted. */
export const Kept = z.union([
  z.object({ changeType: z.enum(['created', 'updated', 'deleted']), message: z.unknown() }),
  z.object({ lifecycleEvent: z.string() }),
])

/** A message is found by where it is: its own id, behind that of its thread's root. */
export const idOf = (rootId: string | null | undefined, id: string): string => (rootId ? `${rootId}-${id}` : id)

export function partsOfId(given: string): { rootId: string | null; id: string } {
  const [first = '', second] = given.split('-')
  return second === undefined ? { rootId: null, id: first } : { rootId: first, id: second }
}
