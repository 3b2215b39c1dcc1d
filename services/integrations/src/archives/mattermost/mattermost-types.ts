import * as z from 'zod'

const Text = z.string().nullish().catch(null)
const Name = z.string().min(1).max(200)
/** Milliseconds since 1970. */
const At = z.int().min(0)

const Reaction = z.object({ user: Name, emoji_name: z.string(), create_at: At.nullish().catch(null) })
const Attachment = z.object({ path: z.string().max(1_000) })

const written = {
  user: Name,
  message: z.string().default(''),
  create_at: At,
  edit_at: At.nullish().catch(null),
  type: Text,
  is_pinned: z.boolean().nullish().catch(null),
  reactions: z.array(Reaction).nullish().catch(null),
  attachments: z.array(Attachment).nullish().catch(null),
}
const Reply = z.object(written)
export type MattermostReply = z.output<typeof Reply>

const posted = { ...written, replies: z.array(z.unknown()).nullish().catch(null) }

/** What is read of a line of a bulk export, by its type. */
export const MattermostLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('channel'),
    channel: z.object({
      team: Name,
      name: Name,
      display_name: Text,
      type: z.string(),
      header: Text,
      purpose: Text,
      deleted_at: At.nullish().catch(null),
    }),
  }),
  z.object({
    type: z.literal('user'),
    user: z.object({ username: Name, email: Text, nickname: Text, first_name: Text, last_name: Text }),
  }),
  z.object({ type: z.literal('post'), post: z.object({ team: Name, channel: Name, ...posted }) }),
  z.object({
    type: z.literal('direct_channel'),
    direct_channel: z.object({ members: z.array(Name).min(1).max(50), header: Text }),
  }),
  z.object({
    type: z.literal('direct_post'),
    direct_post: z.object({ channel_members: z.array(Name).min(1).max(50), ...posted }),
  }),
])
export type MattermostLine = z.output<typeof MattermostLine>
export type MattermostPost = Extract<MattermostLine, { type: 'post' }>['post']
export type MattermostDirectPost = Extract<MattermostLine, { type: 'direct_post' }>['direct_post']

export const MattermostReply = Reply

/** What else a bulk export has, of which nothing is imported. */
export const otherTypes: ReadonlySet<string> = new Set(['version', 'team', 'role', 'scheme', 'emoji', 'bot', 'info'])
