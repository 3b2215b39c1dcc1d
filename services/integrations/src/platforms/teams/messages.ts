import { linkOf, unmentioning } from '../markdown.ts'
import type { LinkedPeople, RemoteAuthor, RemoteFile, RemoteMessage, RemoteReaction } from '../platform.ts'
import type { Directory } from './directory.ts'
import { fromTeams, picturesOf } from './from-teams.ts'
import { idOf, type TeamsMessage } from './payloads.ts'

export interface Reading {
  /** Who we are there: the app's id. */
  selfId: string
  /** Graph's, below which pictures of messages are. */
  apiUrl: string
  directory: Directory
  people: LinkedPeople
  signal: AbortSignal
}

/** A message, with the names of whoever is mentioned and reacts; undefined where nobody has written it, or it is gone. */
export async function readMessage(
  channelId: string,
  message: TeamsMessage,
  reading: Reading,
): Promise<RemoteMessage | undefined> {
  const author = await authorOf(message, reading)
  if (!author || message.messageType !== 'message' || message.deletedDateTime) return undefined
  const { id, replyToId, createdDateTime, lastEditedDateTime } = message
  return {
    id: idOf(replyToId, id),
    channelId,
    threadId: replyToId ?? null,
    author,
    text: await textOf(message, reading),
    files: filesOf(message, reading),
    at: new Date(createdDateTime),
    editedAt: lastEditedDateTime ? new Date(lastEditedDateTime) : null,
    reactions: await reactionsOf(message, reading),
    key: null,
  }
}

async function authorOf(
  { from }: TeamsMessage,
  { directory, selfId, signal }: Reading,
): Promise<RemoteAuthor | undefined> {
  if (from?.user) return await directory.person(from.user, signal)
  if (!from?.application) return undefined
  const { id, displayName } = from.application
  return { id, name: displayName || id, avatarUrl: null, isBot: true, isSelf: id === selfId }
}

/** Files are kept in SharePoint, where their readers have to be allowed: they come as links. */
async function textOf({ subject, body, mentions, attachments }: TeamsMessage, { people }: Reading): Promise<string> {
  const mentioned = (mentions ?? []).flatMap(({ mentioned: who }) => who?.user?.id ?? [])
  const handles = mentioned.length > 0 ? await people.handlesOf([...new Set(mentioned)]) : new Map<string, string>()
  const mention = (number: number, label: string) => {
    const who = mentions?.find(({ id }) => id === number)?.mentioned?.user
    const handle = who && handles.get(who.id)
    return handle === undefined ? unmentioning(`@${label}`) : `@${handle}`
  }
  const content = body?.content ?? ''
  const text = body?.contentType === 'html' ? fromTeams(content, mention) : unmentioning(content)
  const links = (attachments ?? []).flatMap(({ contentType, contentUrl, name }) =>
    contentType === 'reference' && contentUrl ? `📎 ${linkOf(name || contentUrl, contentUrl)}` : [],
  )
  return [subject ? `**${subject}**` : '', text, ...links].filter(Boolean).join('\n')
}

/** Pictures that were pasted are Graph's own. */
function filesOf({ body }: TeamsMessage, { apiUrl }: Reading): RemoteFile[] {
  if (body?.contentType !== 'html') return []
  return picturesOf(body.content ?? '')
    .filter((url) => url.startsWith(apiUrl) && url.includes('/hostedContents/'))
    .map((url, i) => ({ id: url.slice(-200), name: `picture-${i + 1}`, size: null, mimeType: null, url }))
}

/** What was a reaction before there were emoji. */
const names: Record<string, string> = { like: '👍', heart: '❤️', laugh: '😆', surprised: '😮', sad: '😢', angry: '😡' }

async function reactionsOf({ reactions }: TeamsMessage, { directory, signal }: Reading): Promise<RemoteReaction[]> {
  const found: RemoteReaction[] = []
  for (const { reactionType, user } of reactions ?? []) {
    if (!user?.user || reactionType === 'custom') continue
    const emoji = names[reactionType] ?? reactionType
    found.push({ emoji, author: await directory.person(user.user, signal) })
  }
  return found
}
