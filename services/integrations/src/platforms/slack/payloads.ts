import * as z from 'zod'

/** A message's id in its channel, and its time: seconds with six digits behind the point. */
export const Ts = z.string().regex(/^\d{1,12}\.\d{6}$/)

const File = z.object({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
})

const Icons = z.object({
  image_48: z.string().nullish(),
  image_64: z.string().nullish(),
  image_72: z.string().nullish(),
})

const Attachment = z.object({
  text: z.string().nullish(),
  fallback: z.string().nullish(),
  title: z.string().nullish(),
  pretext: z.string().nullish(),
  /** Slack made it of a link in the text. */
  from_url: z.string().nullish(),
  original_url: z.string().nullish(),
})

/** A message as histories and events show it. Of what is not read here, nothing is checked. */
export const SlackMessage = z.object({
  ts: Ts,
  subtype: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  username: z.string().nullish(),
  icons: Icons.nullish(),
  bot_profile: z.object({ name: z.string().nullish(), icons: Icons.nullish() }).nullish(),
  text: z.string().nullish(),
  thread_ts: Ts.nullish(),
  reply_count: z.number().nullish(),
  edited: z.object({ ts: z.string() }).nullish(),
  files: z.array(File).nullish(),
  attachments: z.array(Attachment).nullish(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()).nullish() })).nullish(),
  metadata: z
    .object({
      event_type: z.string(),
      event_payload: z.object({ key: z.string(), part: z.number(), parts: z.number() }).partial(),
    })
    .nullish()
    .catch(undefined),
})
export type SlackMessage = z.output<typeof SlackMessage>
export type SlackFile = z.output<typeof File>

export const SlackChannel = z.object({
  id: z.string(),
  name: z.string().nullish(),
  is_private: z.boolean().nullish(),
  is_archived: z.boolean().nullish(),
  is_member: z.boolean().nullish(),
  /** In seconds. */
  created: z.number().nullish(),
  topic: z.object({ value: z.string().nullish() }).nullish(),
})
export type SlackChannel = z.output<typeof SlackChannel>

export const SlackPerson = z.object({
  id: z.string(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  is_bot: z.boolean().nullish(),
  profile: z
    .object({ display_name: z.string().nullish(), real_name: z.string().nullish(), image_192: z.string().nullish() })
    .nullish(),
})
export type SlackPerson = z.output<typeof SlackPerson>

/** Of which app, in which workspace. */
const Installed = z.object({ team_id: z.string().nullish(), api_app_id: z.string().nullish() })

/** What the Events API posts: a challenge, an event, or that there were too many. */
export const Delivery = z.discriminatedUnion('type', [
  z.object({ type: z.literal('url_verification'), challenge: z.string().max(1_000) }),
  Installed.extend({
    type: z.literal('event_callback'),
    event_id: z.string().min(1).max(200),
    event_time: z.number().nullish(),
    event: z.looseObject({ type: z.string() }),
  }),
  Installed.extend({ type: z.literal('app_rate_limited'), minute_rate_limited: z.number() }),
])

const InChannel = z.object({ channel: z.string() })

/** An event of the Events API that says something here. */
export const SlackEvent = z.discriminatedUnion('type', [
  InChannel.extend({
    type: z.literal('message'),
    subtype: z.string().nullish(),
    channel_type: z.string().nullish(),
    deleted_ts: Ts.nullish(),
    message: z.unknown().optional(),
    previous_message: z.unknown().optional(),
  }),
  z.object({
    type: z.enum(['reaction_added', 'reaction_removed']),
    user: z.string(),
    reaction: z.string(),
    item: z.object({ type: z.string(), channel: z.string().nullish(), ts: z.string().nullish() }),
  }),
  z.object({
    type: z.enum(['channel_created', 'channel_rename', 'group_rename']),
    channel: z.object({ id: z.string() }),
  }),
  InChannel.extend({ type: z.enum(['channel_archive', 'channel_unarchive', 'group_archive', 'group_unarchive']) }),
  InChannel.extend({ type: z.enum(['channel_deleted', 'group_deleted', 'channel_left', 'group_left']) }),
  InChannel.extend({ type: z.literal('member_joined_channel'), user: z.string() }),
  z.object({ type: z.enum(['tokens_revoked', 'app_uninstalled', 'app_rate_limited']) }),
])
export type SlackEvent = z.output<typeof SlackEvent>
