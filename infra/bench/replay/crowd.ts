import { randomUUID } from 'node:crypto'
import { type Client, createClient } from '@parley/client/client'
import { createChannel, joinChannel } from '@parley/contracts/channels/channels'
import type { EventEnvelope } from '@parley/contracts/event'
import { messageCreated } from '@parley/contracts/events'
import { register, switchWorkspace } from '@parley/contracts/identity/auth'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { io, type Socket } from 'socket.io-client'

/** Someone of the day, signed in to the replay's workspace. */
export interface Player {
  userId: string
  token: string
  client: Client
}

export interface Crowd {
  workspaceId: string
  founder: Player
  players: Map<string, Player>
  /** Channel ids by their name in the export. */
  channels: Map<string, string>
}

const signUpsAtOnce = 4

/** Registers a day's people through the API, one workspace for the day, and lets them join their channels. */
export async function gather(
  url: string,
  people: readonly { slackId: string; name: string }[],
  members: Map<string, string[]>,
): Promise<Crowd> {
  const anyone = createClient({ baseUrl: url })
  const day = randomUUID().slice(0, 8)
  const signUp = async (account: string, name: string) => {
    const email = `${account.toLowerCase()}-${day}@replay.test`
    const signedIn = await anyone.call(register, { email, password: randomUUID(), name, companyName: 'Replay' })
    return { email, signedIn, client: anyone.withToken(signedIn.token) }
  }
  const playerOf = (token: string, userId: string): Player => ({ userId, token, client: anyone.withToken(token) })

  const { signedIn, client } = await signUp('founder', 'Founder')
  const workspaceId = signedIn.workspace.uuid
  const players = new Map<string, Player>()
  await eachAtOnce(people, signUpsAtOnce, async ({ slackId, name }) => {
    const own = await signUp(slackId, presentable(name))
    await client.call(inviteWorkspaceMember, { id: workspaceId, email: own.email, role: 'member' })
    const switched = await own.client.call(switchWorkspace, { workspaceId })
    players.set(slackId, playerOf(switched.token, switched.user.uuid))
  })

  const channels = new Map<string, string>()
  for (const name of members.keys()) {
    const answer = await client.call(createChannel, {
      workspace_id: workspaceId,
      name: `${channelName(name)}-${channels.size}`,
      channel_type: 'text',
    })
    channels.set(name, answer.channel.id)
    await eachAtOnce(members.get(name)!, signUpsAtOnce, async (slackId) => {
      await players.get(slackId)!.client.call(joinChannel, { id: answer.channel.id })
    })
  }
  return { workspaceId, founder: playerOf(signedIn.token, signedIn.user.uuid), players, channels }
}

/** Connects someone with the stock socket.io client, which tells of every message. */
export async function connect(
  url: string,
  token: string,
  onMessage: (event: EventEnvelope<{ [key: string]: unknown }>) => void,
): Promise<Socket> {
  const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true, timeout: 30_000 })
  socket.on(messageCreated.type, onMessage)
  const letIn = Promise.withResolvers<void>()
  socket.once('connect', letIn.resolve)
  socket.once('connect_error', letIn.reject)
  const late = setTimeout(() => letIn.reject(new Error('A socket was not let in within 60 s.')), 60_000)
  try {
    await letIn.promise
  } catch (error) {
    socket.disconnect()
    throw error
  } finally {
    clearTimeout(late)
  }
  return socket
}

export async function eachAtOnce<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  const waiting = items.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of waiting) await work(item)
    }),
  )
}

const presentable = (name: string): string =>
  name
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed() || 'Nobody'

const channelName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'channel'
