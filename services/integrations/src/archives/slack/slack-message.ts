import type { ImportProblem } from '@parley/contracts/imports/import'
import { Emoji } from '@parley/contracts/messages/changes'
import type { Author } from '@parley/contracts/messages/writing'
import { fromSlack, type SlackNames } from '../../platforms/slack/format.ts'
import type { Authors } from '../archive.ts'
import type { Translated } from '../page.ts'
import { shownName } from '../shown-name.ts'
import { SlackMessage } from './slack-types.ts'

/** What an entry is translated with. */
export interface Translation {
  /** The channel, within the keys of messages. */
  channelKey: string
  authors: Authors
  names: SlackNames
  now: number
}

/** Who wrote it, of what people write. */
const written = new Set([
  '',
  'bot_message',
  'me_message',
  'file_share',
  'file_comment',
  'thread_broadcast',
  'reply_broadcast',
])
const arrivals = /_(?:join|leave)$|^(?:bot_add|bot_remove)$/
const changes = /^(?:channel|group)_|^(?:pinned|unpinned)_item$/

/** The key of a message, the same whenever its export is imported. */
export const slackKey = (channelKey: string, ts: string): string => `import:slack:${channelKey}:${ts}`

/** Slack's timestamps are seconds with six decimals, more than a double holds. */
export function compareTs(a: string, b: string): number {
  const [aSeconds = '', aRest = ''] = a.split('.')
  const [bSeconds = '', bRest = ''] = b.split('.')
  return Number(aSeconds) - Number(bSeconds) || (aRest.padEnd(9, '0') < bRest.padEnd(9, '0') ? -1 : 1)
}

export const millisecondsOf = (ts: string): number => {
  const [seconds = '', rest = ''] = ts.split('.')
  return Number(seconds) * 1_000 + Number(rest.padEnd(3, '0').slice(0, 3))
}

/** A day file's entry as `messaging.import_messages` takes it. */
export function translate(given: unknown, { channelKey, authors, names, now }: Translation): Translated {
  const { success, data: entry } = SlackMessage.safeParse(given)
  if (!success) return { problem: 'no_time' }
  const { ts } = entry
  const subtype = entry.subtype ?? ''
  const isDeleted = subtype === 'tombstone'
  if (!isDeleted && !written.has(subtype)) return { problem: eventOf(subtype) }
  const at = millisecondsOf(ts)
  if (at > now) return { problem: 'in_the_future' }
  const author = authorOf(entry, authors)
  if (!author) return { problem: 'no_author' }
  const created_at = new Date(at).toISOString()
  const parent = entry.thread_ts && entry.thread_ts !== ts ? { parent_key: slackKey(channelKey, entry.thread_ts) } : {}
  const basics = { key: slackKey(channelKey, ts), author, created_at, ...parent }
  if (isDeleted) return { message: { ...basics, content: '', deleted_at: created_at }, lost: [] }
  const { content, lost } = contentOf(entry, names)
  const reactions = (entry.reactions ?? []).flatMap(({ name, users }) => {
    const emoji = `:${name.replace(/::skin-tone-\d$/, '')}:`
    if (!Emoji.safeParse(emoji).success) return []
    return users.flatMap((user) => authors.get(user) ?? []).map((by) => ({ emoji, author: by.author }))
  })
  if (reactions.length < (entry.reactions ?? []).reduce((sum, { users }) => sum + users.length, 0))
    lost.push('reaction_left_out')
  return {
    lost,
    message: {
      ...basics,
      content,
      ...(entry.edited && { edited_at: editedAt(entry.edited.ts, created_at, now) }),
      ...(reactions.length > 0 && { reactions }),
    },
  }
}

function eventOf(subtype: string): ImportProblem {
  if (arrivals.test(subtype)) return 'joined_or_left'
  return changes.test(subtype) ? 'channel_changed' : 'other_event'
}

/** Who has no row in `users.json` is who the message says. */
function authorOf(entry: SlackMessage, authors: Authors): Author | undefined {
  const id = entry.user || entry.bot_id || entry.username
  if (!id || id.length > 200) return undefined
  const profile = entry.user_profile
  return (
    authors.get(id)?.author ?? {
      type: 'bridged',
      platform: 'slack',
      foreign_id: id,
      name: shownName(entry.username, profile?.display_name, profile?.real_name, profile?.name, id),
    }
  )
}

function editedAt(ts: string | null | undefined, createdAt: string, now: number): string {
  const at = ts && /^\d{1,12}(?:\.\d+)?$/.test(ts) ? millisecondsOf(ts) : 0
  return new Date(Math.min(Math.max(at, Date.parse(createdAt)), now)).toISOString()
}

/** Its text, what apps attach to it, and links to its files. */
function contentOf(entry: SlackMessage, names: SlackNames): { content: string; lost: ImportProblem[] } {
  const lost: ImportProblem[] = []
  const text = entry.text ?? ''
  if (text.includes('\0')) lost.push('nul_removed')
  const paragraphs = [fromSlack(text, names)]
  for (const { pretext, title, title_link: link, text: body, fallback } of entry.attachments ?? []) {
    const parts = [pretext, title && link ? `<${link}|${title}>` : title, body].filter((part) => part)
    paragraphs.push(...(parts.length > 0 ? parts : [fallback ?? '']).map((part) => fromSlack(part!, names)))
  }
  for (const file of entry.files ?? []) {
    lost.push('file_linked')
    const name = shownName(file.title, file.name, file.id)
    const url = withoutQuery(file.permalink) ?? withoutQuery(file.url_private)
    paragraphs.push(url ? `[${name.replaceAll(/[[\]\\]/g, '\\$&')}](${url})` : name)
  }
  return { content: paragraphs.filter((each) => each.trim() !== '').join('\n'), lost }
}

/** Exports have tokens in the queries of files’ addresses. */
function withoutQuery(url: string | null | undefined): string | undefined {
  if (!url || !/^https?:\/\/[^\s()<>]+$/i.test(url) || !URL.canParse(url)) return undefined
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
