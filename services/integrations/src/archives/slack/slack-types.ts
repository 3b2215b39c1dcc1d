import { HttpUrl } from '@parley/contracts/fields'
import * as z from 'zod'

const Text = z.string().nullish().catch(null)
const Id = z.string().min(1).max(200)

/** What is read of `users.json`; whatever else is there is another program’s business. */
export const SlackUser = z.object({
  id: Id,
  name: Text,
  real_name: Text,
  profile: z
    .object({ display_name: Text, real_name: Text, email: Text, image_192: HttpUrl.nullish().catch(null) })
    .nullish()
    .catch(null),
})

/** What is read of `channels.json`, `groups.json`, `mpims.json` and `dms.json`. */
export const SlackChannel = z.object({
  id: Id.optional(),
  name: Id.optional(),
  is_archived: z.boolean().catch(false),
  is_general: z.boolean().catch(false),
  topic: z.object({ value: Text }).nullish().catch(null),
  purpose: z.object({ value: Text }).nullish().catch(null),
})

const SlackFile = z.object({
  id: Text,
  name: Text,
  title: Text,
  permalink: Text,
  url_private: Text,
})

/** A message of a day file. */
export const SlackMessage = z.object({
  subtype: Text,
  user: Text,
  username: Text,
  bot_id: Text,
  text: Text,
  ts: z.string().regex(/^\d{1,12}(?:\.\d{1,9})?$/),
  thread_ts: Text,
  edited: z.object({ ts: Text }).nullish().catch(null),
  user_profile: z.object({ display_name: Text, real_name: Text, name: Text }).nullish().catch(null),
  reactions: z
    .array(z.object({ name: z.string(), users: z.array(z.string()).catch([]) }))
    .nullish()
    .catch(null),
  files: z.array(SlackFile).nullish().catch(null),
  attachments: z
    .array(z.object({ title: Text, title_link: Text, pretext: Text, text: Text, fallback: Text }))
    .nullish()
    .catch(null),
})
export type SlackMessage = z.output<typeof SlackMessage>
