import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Client, createClient } from '@parley/client/client'
import { createChannel, joinChannel } from '@parley/contracts/channels/channels'
import type { EventEnvelope } from '@parley/contracts/event'
import { acceptInvite, register } from '@parley/contracts/identity/auth'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { messageCreated } from '@parley/contracts/messages/events'
import { io, type Socket } from 'socket.io-client'

/** A person of the day, signed in to the replay's workspace. */
export interface ReplayClient {
  userId: string
  token: string
  client: Client
}

export interface Clients {
  workspaceId: string
  owner: ReplayClient
  byPerson: Map<string, ReplayClient>
  /** Channel ids by their name in the export. */
  channels: Map<string, string>
}

const signUpsAtOnce = 4

/** Registers a day's people through the API, one workspace for the day, and lets them join their channels. */
export async function registerClients(
  url: string,
  people: readonly { slackId: string; name: string }[],
  members: Map<string, string[]>,
): Promise<Clients> {
  const anyone = createClient({ baseUrl: url })
  const day = randomUUID().slice(0, 8)
  const clientOf = (token: string, userId: string): ReplayClient => ({ userId, token, client: anyone.withToken(token) })

  const founder = {
    email: `founder-${day}@replay.test`,
    password: randomUUID(),
    name: 'Founder',
    companyName: 'Replay',
  }
  const signedIn = await anyone.call(register, founder)
  const client = anyone.withToken(signedIn.token)
  const workspaceId = signedIn.workspace.uuid
  const byPerson = new Map<string, ReplayClient>()
  await eachAtOnce(people, signUpsAtOnce, async ({ slackId, name }) => {
    const email = `${slackId.toLowerCase()}-${day}@replay.test`
    await client.call(inviteWorkspaceMember, { id: workspaceId, email, role: 'member' })
    const token = await mailedToken(anyone, email)
    const joined = await anyone.call(acceptInvite, { token, password: randomUUID(), name: presentable(name) })
    byPerson.set(slackId, clientOf(joined.token, joined.user.uuid))
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
      await byPerson.get(slackId)!.client.call(joinChannel, { id: answer.channel.id })
    })
  }
  return { workspaceId, owner: clientOf(signedIn.token, signedIn.user.uuid), byPerson, channels }
}

/** The token of the invitation that was mailed to an address, which /dev/mail keeps. */
async function mailedToken(client: Client, address: string): Promise<string> {
  const giveUpAt = Date.now() + 30_000
  while (Date.now() < giveUpAt) {
    const { body } = await client.request('GET', '/dev/mail')
    const mail = (body as { to: string; text: string }[]).find(({ to }) => to === address)
    const token = /\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1]
    if (token) return token
    await wait(50)
  }
  throw new Error(`No invitation was mailed to ${address}.`)
}

/** Connects someone with the stock socket.io client; `onMessage` receives every message event. */
export async function connect(
  url: string,
  token: string,
  onMessage: (event: EventEnvelope<{ [key: string]: unknown }>) => void,
): Promise<Socket> {
  const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true, timeout: 30_000 })
  socket.on(messageCreated.type, onMessage)
  const connected = Promise.withResolvers<void>()
  socket.once('connect', connected.resolve)
  socket.once('connect_error', connected.reject)
  const late = setTimeout(() => connected.reject(new Error('A socket was not accepted within 60 s.')), 60_000)
  try {
    await connected.promise
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
