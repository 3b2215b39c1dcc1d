import * as z from 'zod'

const Text = z.string().nullish()
const TextObject = z.looseObject({ type: z.string().optional(), text: Text })

const Block = z.looseObject({
  type: z.string(),
  text: z.union([TextObject, z.string()]).nullish(),
  fields: z.array(TextObject).nullish(),
  elements: z.array(z.unknown()).nullish(),
  alt_text: Text,
  image_url: Text,
  title: z.union([TextObject, z.string()]).nullish(),
})
export type Block = z.output<typeof Block>

const Attachment = z.looseObject({
  fallback: Text,
  pretext: Text,
  author_name: Text,
  title: Text,
  title_link: Text,
  text: Text,
  fields: z
    .array(z.looseObject({ title: Text, value: z.union([z.string(), z.number(), z.boolean()]).nullish() }))
    .nullish(),
  footer: Text,
  image_url: Text,
  blocks: z.array(Block).nullish(),
})
export type Attachment = z.output<typeof Attachment>

/** What is read of a payload of Slack's incoming webhooks. */
export const SlackPayload = z.looseObject({
  text: Text,
  username: Text,
  icon_url: Text,
  icon_emoji: Text,
  thread_ts: Text,
  mrkdwn: z.boolean().nullish(),
  blocks: z.array(Block).nullish(),
  attachments: z.array(Attachment).nullish(),
})
export type SlackPayload = z.output<typeof SlackPayload>

/** The payload of a body: JSON, or a form with it in `payload`; undefined for what is none. */
export function readPayload(body: Buffer, contentType: string): SlackPayload | undefined {
  const text = body.toString('utf8')
  const json = contentType.startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(text).get('payload')
    : text
  if (json === null) return undefined
  try {
    return SlackPayload.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
