import { type Team, TeamsRefusal } from './team.ts'

/** More than this of an activity is refused. */
const maxBytes = 80 * 1024

interface Activity {
  type?: string
  text?: string
  attachments?: unknown[]
}

interface NewConversation {
  channelData?: { channel?: { id?: string } }
  activity?: Activity
  /** Of a chat with one person. */
  members?: { id?: string }[]
}

const directId = (user: string): string => `a:${user}`

/** The Bot Framework’s REST API: messages of the bot in channels and threads, and to one person. */
export function answerBot(team: Team, method: string, path: string, body: Record<string, unknown>) {
  if (method === 'POST' && path === '/v3/conversations') {
    const { channelData, activity, members } = body as NewConversation
    if (members) return { status: 201, answer: { id: directId(personOf(team, members[0]?.id ?? '').id) } }
    const channel = channelOf(team, channelData?.channel?.id ?? '')
    const { id } = team.post(channel, { content: contentOf(activity) })
    return { status: 201, answer: { id: `${channel.id};messageid=${id}`, activityId: id } }
  }
  const [, conversation, activityId] = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? []
  if (conversation === undefined) throw new TeamsRefusal(404, 'NotFound', 'Not found')
  const person = [...team.users.keys()].find((user) => decodeURIComponent(conversation) === directId(user))
  if (method === 'POST' && person !== undefined) {
    team.writeTo(person, contentOf(body))
    return { status: 201, answer: { id: '1' } }
  }
  const [channelId = '', rootId] = decodeURIComponent(conversation).split(';messageid=')
  const channel = channelOf(team, channelId)
  if (method === 'POST' && activityId === undefined) {
    const { id } = team.post(channel, { content: contentOf(body), rootId })
    return { status: 201, answer: { id } }
  }
  const message = channel.messages.find(({ id, deletedAt }) => id === activityId && !deletedAt)
  if (!message || message.user) throw new TeamsRefusal(403, 'ForbiddenOperationException', 'The bot is not the author.')
  if (method === 'PUT') return { status: 200, answer: { id: team.edit(channel, message.id, contentOf(body)).id } }
  if (method !== 'DELETE') throw new TeamsRefusal(405, 'MethodNotAllowed', 'Method not allowed')
  team.remove(channel, message.id)
  return { status: 200, answer: {} }
}

function personOf(team: Team, id: string) {
  const person = team.users.get(id)
  if (!team.isInstalled || !person)
    throw new TeamsRefusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')
  return person
}

function channelOf(team: Team, id: string) {
  if (!team.isInstalled)
    throw new TeamsRefusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')
  const channel = team.channels.get(id)
  if (!channel) throw new TeamsRefusal(404, 'ConversationNotFound', 'Conversation not found.')
  return channel
}

function contentOf(activity: Activity | undefined): string {
  if (activity?.type !== 'message') throw new TeamsRefusal(400, 'BadSyntax', 'Activity type is required.')
  if (JSON.stringify(activity).length > maxBytes)
    throw new TeamsRefusal(413, 'MessageSizeTooBig', 'Message size too large.')
  if (!activity.text && !activity.attachments?.length)
    throw new TeamsRefusal(400, 'BadArgument', 'Activity must have text or an attachment.')
  return activity.text ?? ''
}
