import type { createSubscriptions, TeamsSubscription } from './subscriptions.ts'
import { type Team, type TeamsChannel, type TeamsMessage, TeamsRefusal } from './team.ts'

/** A request of Microsoft Graph whose path has been matched. */
export interface GraphCall {
  team: Team
  subscriptions: ReturnType<typeof createSubscriptions>
  params: Record<string, string>
  query: URLSearchParams
  body: Record<string, unknown>
  /** Of the API, with its version. */
  baseUrl: string
}

interface Endpoint {
  /** One of them is needed. */
  roles?: readonly string[]
  /** What is answered: `{status: 204}` where it is undefined. */
  run(call: GraphCall): unknown
  status?: number
}

const reading = ['ChannelMessage.Read.All', 'ChannelMessage.Read.Group']
const listing = ['Channel.ReadBasic.All', 'ChannelSettings.Read.All']

function teamOf({ team, params }: GraphCall): Team {
  if (params.team !== team.id) throw new TeamsRefusal(404, 'NotFound', 'No team found with Group Id.')
  return team
}

const channelOf = (call: GraphCall): TeamsChannel => teamOf(call).channel(call.params.channel!)

const channelResource = ({ id, displayName, membershipType, createdAt }: TeamsChannel) => ({
  ...{ id, displayName, membershipType, description: null, email: '', isArchived: false },
  createdDateTime: createdAt.toISOString(),
  webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(id)}`,
})

/** A page of messages, and where the next one is. */
function page(call: GraphCall, path: string, messages: readonly TeamsMessage[], channel: TeamsChannel) {
  const { query, baseUrl, team } = call
  const top = Number(query.get('$top') ?? 20)
  if (!Number.isInteger(top) || top < 1 || top > 50)
    throw new TeamsRefusal(400, 'BadRequest', "The limit of '50' for Top query has been exceeded.")
  const from = Number(query.get('$skiptoken') ?? 0)
  const next = new URLSearchParams({ $top: String(top), $skiptoken: String(from + top) })
  const withReplies = query.get('$expand')?.startsWith('replies')
  if (withReplies) next.set('$expand', 'replies')
  return {
    value: messages.slice(from, from + top).map((message) => ({
      ...team.shown(channel, message),
      ...(withReplies && {
        replies: repliesTo(channel, message.id)
          .slice(0, 1_000)
          .map((reply) => team.shown(channel, reply)),
      }),
    })),
    ...(from + top < messages.length && { '@odata.nextLink': `${baseUrl}${path}?${next}` }),
  }
}

const rootsOf = ({ messages }: TeamsChannel) => messages.filter(({ rootId }) => rootId === undefined).reverse()

const repliesTo = ({ messages }: TeamsChannel, id: string) => messages.filter(({ rootId }) => rootId === id).reverse()

/** What was written or changed since a time, replies apart. */
function delta(call: GraphCall) {
  const channel = channelOf(call)
  const { query, baseUrl, params } = call
  const filter = /^lastModifiedDateTime gt (\S+)$/.exec(query.get('$filter') ?? '')?.[1]
  const since = Number(query.get('$deltatoken') ?? (filter ? Date.parse(filter) : 0))
  const changed = rootsOf(channel).filter(({ modifiedAt }) => modifiedAt.getTime() > since)
  const path = `/teams/${params.team}/channels/${encodeURIComponent(channel.id)}/messages/delta`
  const { value, ...next } = page(call, path, changed, channel)
  const newest = Math.max(since, ...changed.map(({ modifiedAt }) => modifiedAt.getTime()))
  const link = next['@odata.nextLink']
  return link
    ? { value, '@odata.nextLink': `${link}&$deltatoken=${since}` }
    : { value, '@odata.deltaLink': `${baseUrl}${path}?$deltatoken=${newest}` }
}

function refusePost(): never {
  throw new TeamsRefusal(
    403,
    'Forbidden',
    'Message POST is allowed in application-only context only for import purposes. Missing role permissions on the request.',
  )
}

/** The endpoints of Microsoft Graph that the double has. */
const endpoints: Record<string, Endpoint> = {
  'GET /organization': { run: ({ team: { tenantId: id, displayName } }) => ({ value: [{ id, displayName }] }) },
  'GET /teams/:team': {
    roles: ['Team.ReadBasic.All', 'TeamSettings.Read.All'],
    run: (call) => {
      const { id, displayName } = teamOf(call)
      return { id, displayName, description: null, isArchived: false, visibility: 'private' }
    },
  },
  'GET /teams/:team/channels': {
    roles: listing,
    run: (call) => ({ value: [...teamOf(call).channels.values()].map(channelResource) }),
  },
  'GET /teams/:team/channels/:channel': { roles: listing, run: (call) => channelResource(channelOf(call)) },
  'GET /teams/:team/channels/:channel/messages': {
    roles: reading,
    run: (call) => {
      const channel = channelOf(call)
      const path = `/teams/${call.params.team}/channels/${encodeURIComponent(channel.id)}/messages`
      return page(call, path, rootsOf(channel), channel)
    },
  },
  'GET /teams/:team/channels/:channel/messages/delta': { roles: reading, run: delta },
  'GET /teams/:team/channels/:channel/messages/:message': {
    roles: reading,
    run: (call) => call.team.shown(channelOf(call), call.team.message(channelOf(call), call.params.message!)),
  },
  'GET /teams/:team/channels/:channel/messages/:message/replies': {
    roles: reading,
    run: (call) => {
      const channel = channelOf(call)
      const { id } = call.team.message(channel, call.params.message!)
      const path = `/teams/${call.params.team}/channels/${encodeURIComponent(channel.id)}/messages/${id}/replies`
      return page(call, path, repliesTo(channel, id), channel)
    },
  },
  'GET /teams/:team/channels/:channel/messages/:message/replies/:reply': {
    roles: reading,
    run: (call) => call.team.shown(channelOf(call), call.team.message(channelOf(call), call.params.reply!)),
  },
  'POST /teams/:team/channels/:channel/messages': { run: refusePost },
  'POST /teams/:team/channels/:channel/messages/:message/replies': { run: refusePost },
  'GET /users/:user': {
    roles: ['User.Read.All', 'User.ReadBasic.All'],
    run: ({ team, params }) => {
      const user = team.users.get(params.user!) ?? [...team.users.values()].find(({ mail }) => mail === params.user)
      if (!user) throw new TeamsRefusal(404, 'Request_ResourceNotFound', `Resource '${params.user}' does not exist.`)
      return { ...user, userPrincipalName: user.mail }
    },
  },
  'POST /subscriptions': {
    roles: reading,
    status: 201,
    run: ({ subscriptions, body }) => subscriptions.create(body as Partial<TeamsSubscription>),
  },
  'GET /subscriptions': { run: ({ subscriptions }) => ({ value: subscriptions.list() }) },
  'GET /subscriptions/:id': { run: ({ subscriptions, params }) => subscriptions.get(params.id!) },
  'PATCH /subscriptions/:id': {
    run: ({ subscriptions, params, body }) => subscriptions.renew(params.id!, body.expirationDateTime),
  },
  'DELETE /subscriptions/:id': { run: ({ subscriptions, params }) => subscriptions.remove(params.id!) },
  'POST /subscriptions/:id/reauthorize': { run: ({ subscriptions, params }) => void subscriptions.get(params.id!) },
}

const patterns = Object.entries(endpoints).map(([name, endpoint]) => {
  const [method, path = ''] = name.split(' ')
  return { name, method, endpoint, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }
})

/** The endpoint of a method and path; the first of those above that fits. */
export function findGraphEndpoint(method: string, path: string) {
  for (const { name, endpoint, pattern, method: of } of patterns) {
    const match = of === method ? pattern.exec(path) : null
    if (!match) continue
    const params = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)])
    return { name, endpoint, params: Object.fromEntries(params) as Record<string, string> }
  }
  return undefined
}
