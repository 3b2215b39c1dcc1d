import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import * as z from 'zod'
import type { RawEvent } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { Call } from './calls.ts'
import type { Directory } from './directory.ts'
import { DiscordChannel, DiscordRole, isOfServer } from './payloads.ts'

/** Guilds, their messages and reactions, direct messages, and what is written in them. */
const intents = (1 << 0) | (1 << 9) | (1 << 10) | (1 << 12) | (1 << 15)
const op = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalidSession: 9, hello: 10, ack: 11 }
const maxBytes = 4 * 1024 * 1024
const maxDelayMs = 60_000
const resumeAfterMs = 100
/** Until a socket that is closed is cut. */
const closeMs = 1_000
/** Until Discord says hello. */
const helloMs = 20_000

const Frame = z.object({ op: z.number(), t: z.string().nullish(), s: z.number().nullish(), d: z.unknown().optional() })
const Hello = z.object({ heartbeat_interval: z.number().min(1) })
const Ready = z.object({ session_id: z.string(), resume_gateway_url: z.string() })

/** Codes after which no other attempt goes better, and what is wrong. */
const fatal: Record<number, PlatformError> = {
  4004: new PlatformError('unauthorized', '4004: Authentication failed.'),
  4013: new PlatformError('rejected', '4013: Invalid intents.'),
  4014: new PlatformError('missing_scope', 'missing_scope: Message Content Intent'),
}
/** Codes after which a session cannot be resumed. */
const forgetting = new Set([4007, 4009])

interface Session {
  id: string
  resumeUrl: string
  /** Of the last dispatch that is kept here: what comes after it is sent again. */
  seq: number
}

/**
 * Receives what happens over the gateway until the signal ends it: connects again whenever the socket closes or is dead,
 * resumes where it stopped, and says that something may have been missed where it cannot.
 *
 * @throws PlatformError where the token is not good, or the app may not read messages
 */
export async function listen(
  { token, guildId, call, directory }: { token: string; guildId: string; call: Call; directory: Directory },
  onEvents: (events: readonly RawEvent[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let session: Session | undefined
  let failures = 0
  while (!signal.aborted) {
    try {
      const url = session?.resumeUrl ?? (await gatewayUrl(call, signal))
      const onReady = () => {
        failures = 0
      }
      session = await connection({ url, token, guildId, session, directory, onEvents, onReady }, signal)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof PlatformError && !error.isTemporary) throw error
      failures += 1
    }
    const longer = Math.min(maxDelayMs, 500 * 2 ** failures)
    const delayMs = failures === 0 && session ? resumeAfterMs : longer
    // Not all at the same time.
    await wait(delayMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {})
  }
}

async function gatewayUrl(call: Call, signal: AbortSignal): Promise<string> {
  return z.object({ url: z.string() }).parse(await call('get', '/gateway/bot', signal)).url
}

interface Connecting {
  url: string
  token: string
  guildId: string
  session: Session | undefined
  directory: Directory
  onEvents: (events: readonly RawEvent[]) => Promise<void>
  onReady: () => void
}

/** Dispatches that are kept: see `Dispatch`. */
const channelEvents = new Set([
  ...['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK', 'MESSAGE_REACTION_ADD'],
  ...['MESSAGE_REACTION_REMOVE', 'CHANNEL_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE', 'GUILD_DELETE'],
])

const Server = z.object({ channels: z.array(z.unknown()), threads: z.array(z.unknown()), roles: z.array(z.unknown()) })

/** The gateway sends every channel, thread and role before what is written there. */
function noteServer(directory: Directory, t: string, d: unknown): void {
  const {
    channels = [],
    threads = [],
    roles = [],
  } = t === 'GUILD_CREATE' ? (Server.partial().safeParse(d).data ?? {}) : {}
  const one = /^(CHANNEL|THREAD)_(CREATE|UPDATE)$/.test(t) ? [d] : []
  for (const channel of [...channels, ...threads, ...one]) {
    const { data } = DiscordChannel.safeParse(channel)
    if (data) directory.noteChannel(data)
  }
  const changed = t === 'GUILD_ROLE_UPDATE' ? [Object(d).role] : []
  directory.noteRoles([...roles, ...changed].flatMap((role) => DiscordRole.safeParse(role).data ?? []))
}

/** One socket, until it ends. The session that the next one may resume, if there is one. */
function connection(
  { url, token, guildId, session: earlier, directory, onEvents, onReady }: Connecting,
  signal: AbortSignal,
): Promise<Session | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}${url.includes('?') ? '&' : '?'}v=10&encoding=json`, { maxPayload: maxBytes })
    let session = earlier
    let received = earlier?.seq ?? 0
    let isAcknowledged = true
    let heartbeat: NodeJS.Timeout | undefined
    let keeping = Promise.resolve()
    const overdue = setTimeout(() => socket.terminate(), helloMs)
    const say = (code: number, d: unknown) => socket.send(JSON.stringify({ op: code, d }))
    const beat = () => say(op.heartbeat, received || null)
    const stop = () => {
      socket.close(1000)
      setTimeout(() => socket.terminate(), closeMs).unref()
    }
    signal.addEventListener('abort', stop)

    /** Events are kept in order. What cannot be kept now comes again, when the session is resumed. */
    function keep(work: () => Promise<void>): void {
      keeping = keeping.then(work)
      keeping.catch(() => socket.terminate())
    }

    function onDispatch(t: string, s: number, d: unknown): void {
      received = s
      if (t === 'READY' || t === 'RESUMED') onReady()
      if (t === 'READY') keep(() => begin(s, Ready.parse(d)))
      else if (t !== 'RESUMED') keep(() => keepDispatch(t, s, d))
    }

    /** Nobody has listened before, or not recently enough to be sent what was missed. */
    async function begin(seq: number, { session_id: id, resume_gateway_url: resumeUrl }: z.output<typeof Ready>) {
      await onEvents([{ id: `${id}:gap`, channelId: null, at: null, payload: { t: 'GAP' } }])
      session = { id, resumeUrl, seq }
    }

    async function keepDispatch(t: string, s: number, d: unknown): Promise<void> {
      if (!session) return
      const isOurs = isOfServer(t, d, guildId)
      if (isOurs) noteServer(directory, t, d)
      if (isOurs && channelEvents.has(t)) {
        const { channel_id: of, id: own } = z.object({ channel_id: z.string(), id: z.string() }).partial().parse(d)
        const place = of === undefined ? null : await directory.placeOf(of, signal)
        const channelId = place?.channelId ?? (t.startsWith('CHANNEL_') ? (own ?? null) : null)
        await onEvents([{ id: `${session.id}:${s}`, channelId, at: null, payload: { t, d } }])
      }
      session.seq = s
    }

    function onHello(d: unknown): void {
      clearTimeout(overdue)
      const { heartbeat_interval: ms } = Hello.parse(d)
      heartbeat = setInterval(() => {
        // Half-open: nobody is at the other end any more.
        if (!isAcknowledged) return socket.terminate()
        isAcknowledged = false
        beat()
      }, ms)
      if (session) say(op.resume, { token, session_id: session.id, seq: session.seq })
      else say(op.identify, { token, intents, properties: { os: 'linux', browser: 'parley', device: 'parley' } })
    }

    socket.on('message', (data) => {
      try {
        const { op: code, t, s, d } = Frame.parse(JSON.parse(String(data)))
        if (code === op.hello) onHello(d)
        else if (code === op.ack) isAcknowledged = true
        else if (code === op.heartbeat) beat()
        else if (code === op.dispatch && t && s) onDispatch(t, s, d)
        else if (code === op.reconnect) socket.close(4000)
        else if (code === op.invalidSession) {
          if (d !== true) session = undefined
          socket.close(4000)
        }
      } catch {
        socket.terminate()
      }
    })
    socket.on('error', () => {}) // and it closes
    socket.on('close', (code) => {
      clearTimeout(overdue)
      clearInterval(heartbeat)
      signal.removeEventListener('abort', stop)
      const end = () => {
        const failure = fatal[code]
        if (failure) reject(failure)
        else if (!session || forgetting.has(code)) resolve(undefined)
        else if (heartbeat === undefined) reject(new PlatformError('unavailable', `${code}: the gateway is not there.`))
        else resolve(session)
      }
      keeping.then(end, end)
    })
  })
}
