import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { createEventLine, type EventFault, type FaultSource } from '../faults.ts'
import { type DiscordDispatch, type DiscordGuild, intents } from './guild.ts'
import { channelResource, everybodyOf, userResource } from './records.ts'

const op = {
  ...{ dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalidSession: 9, hello: 10, ack: 11 },
} as const

export interface GatewayOptions {
  guild: DiscordGuild
  /** The token that is good now. */
  botToken: () => string
  /** Intents that the application may not have. */
  disallowedIntents: () => number
  heartbeatIntervalMs: number
  faults: FaultSource<EventFault>
}

/** What a test can do to the gateway. */
export interface DiscordGateway {
  /** How often clients have identified themselves, and resumed. */
  readonly identified: number
  readonly resumed: number
  /** Open sockets. */
  readonly connections: number
  /** Closes every socket with this code; 1006 cuts it without a word. */
  disconnect(code: number): void
  /** Asks clients to connect again, and to resume. */
  reconnect(): void
  /** Ends sessions: with `isResumable` they may be resumed all the same. */
  invalidate(isResumable: boolean): void
  /** From now on open sockets neither acknowledge heartbeats nor deliver anything, and stay open. */
  freeze(): void
  /** Forgets what clients could resume. */
  forget(): void
}

interface Session {
  id: string
  intents: number
  /** What it was sent, in order: its numbers are their places, from 1. */
  sent: DiscordDispatch[]
  socket: WebSocket | undefined
  isFrozen: boolean
}

/** The gateway: sessions that outlive their sockets. */
export function createGateway({ guild, botToken, disallowedIntents, heartbeatIntervalMs, faults }: GatewayOptions) {
  const sockets = new WebSocketServer({ noServer: true })
  const sessions = new Map<string, Session>()
  const counts = { identified: 0, resumed: 0 }
  let url = ''

  const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message))

  function deliver(session: Session, dispatch: DiscordDispatch): void {
    const { d: given, intent, t } = dispatch
    if (intent !== 0 && !(session.intents & intent)) return
    const isHidden = t.startsWith('MESSAGE_') && !(session.intents & intents.messageContent)
    const isOwn = (given.author as { id?: string } | undefined)?.id === guild.installation.bot.id
    const hidden = isHidden && !isOwn && 'content' in given ? { content: '', attachments: [], embeds: [] } : {}
    session.sent.push({ ...dispatch, d: { ...given, ...hidden } })
    if (session.socket && !session.isFrozen) sendFrom(session, session.sent.length - 1)
  }

  function sendFrom(session: Session, index: number): void {
    for (const [i, { t, d }] of session.sent.slice(index).entries())
      say(session.socket!, { op: op.dispatch, s: index + i + 1, t, d })
  }

  const line = createEventLine<DiscordDispatch>(
    faults,
    ({ t }) => t,
    async (dispatch) => {
      for (const session of sessions.values()) deliver(session, dispatch)
    },
  )

  function identify(socket: WebSocket, given: { token?: unknown; intents?: unknown }): Session | undefined {
    if (given.token !== botToken()) return void socket.close(4004, 'Authentication failed.')
    const wanted = Number(given.intents)
    if (!Number.isInteger(wanted)) return void socket.close(4013, 'Invalid intent(s).')
    if (wanted & disallowedIntents()) return void socket.close(4014, 'Disallowed intent(s).')
    counts.identified += 1
    const id = randomBytes(16).toString('hex')
    const session: Session = { id, intents: wanted, sent: [], socket, isFrozen: false }
    sessions.set(id, session)
    const { guildId, guildName, applicationId, bot } = guild.installation
    const ready = {
      ...{ v: 10, user: userResource(bot), guilds: guild.isJoined ? [{ id: guildId, unavailable: true }] : [] },
      ...{ session_id: id, resume_gateway_url: url, application: { id: applicationId, flags: 0 } },
    }
    deliver(session, { t: 'READY', d: ready, intent: 0 })
    const ofType = (type: number) =>
      [...guild.channels.values()]
        .filter((channel) => channel.type === type && channel.isSeen && channel.guildId === undefined)
        .map((channel) => channelResource(channel, guild.installation))
    const all = {
      id: guildId,
      name: guildName,
      channels: ofType(0),
      threads: ofType(11),
      member_count: guild.users.size,
      roles: [everybodyOf(guild.installation)],
    }
    if (guild.isJoined) deliver(session, { t: 'GUILD_CREATE', d: all, intent: intents.guilds })
    return session
  }

  function resume(socket: WebSocket, given: { token?: unknown; session_id?: unknown; seq?: unknown }) {
    if (given.token !== botToken()) return void socket.close(4004, 'Authentication failed.')
    const session = sessions.get(String(given.session_id))
    const seq = Number(given.seq)
    if (!session) return void say(socket, { op: op.invalidSession, d: false })
    if (!Number.isInteger(seq) || seq > session.sent.length) return void socket.close(4007, 'Invalid seq.')
    counts.resumed += 1
    session.socket = socket
    session.isFrozen = false
    sendFrom(session, seq)
    deliver(session, { t: 'RESUMED', d: {}, intent: 0 })
    return session
  }

  sockets.on('connection', (socket: WebSocket) => {
    let session: Session | undefined
    // Some seconds more than Discord waits: a busy machine is no client that has stopped.
    const overdue = setTimeout(
      () => {
        if (!session?.isFrozen) socket.close(4009, 'Session timed out.')
      },
      heartbeatIntervalMs * 2 + 10_000,
    )
    say(socket, { op: op.hello, d: { heartbeat_interval: heartbeatIntervalMs, _trace: [] } })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(overdue)
      if (session?.socket === socket) session.socket = undefined
    })
    socket.on('message', (data) => {
      const message = parse(String(data))
      if (!message) return socket.close(4002, 'Error while decoding payload.')
      const { op: code, d } = message
      if (session?.isFrozen && session.socket === socket) return
      if (code === op.heartbeat) {
        overdue.refresh()
        return say(socket, { op: op.ack })
      }
      if (code === op.identify && session) return socket.close(4005, 'Already authenticated.')
      if (code === op.identify) session = identify(socket, d as object)
      else if (code === op.resume) session = resume(socket, d as object)
      else if (!session) socket.close(4003, 'Not authenticated.')
    })
  })

  const gateway: DiscordGateway = {
    get identified() {
      return counts.identified
    },
    get resumed() {
      return counts.resumed
    },
    get connections() {
      return sockets.clients.size
    },
    disconnect(code) {
      for (const socket of sockets.clients) {
        if (code === 1006) socket.terminate()
        else socket.close(code)
      }
    },
    reconnect() {
      for (const socket of sockets.clients) say(socket, { op: op.reconnect, d: null })
    },
    invalidate(isResumable) {
      if (!isResumable) sessions.clear()
      for (const socket of sockets.clients) say(socket, { op: op.invalidSession, d: isResumable })
    },
    freeze() {
      for (const session of sessions.values()) session.isFrozen = session.socket !== undefined
    },
    forget: () => sessions.clear(),
  }
  return {
    gateway,
    dispatch: (dispatch: DiscordDispatch) => line.send(dispatch),
    settled: line.settled,
    /** Takes the sockets of this server. */
    attach(server: Server, at: string) {
      url = at
      server.on('upgrade', (request: IncomingMessage, socket, head) =>
        sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request)),
      )
    },
    url: () => url,
    close() {
      line.close()
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}

function parse(text: string): { op: number; d: unknown } | undefined {
  try {
    const { op: code, d } = JSON.parse(text)
    return typeof code === 'number' ? { op: code, d } : undefined
  } catch {
    return undefined
  }
}
