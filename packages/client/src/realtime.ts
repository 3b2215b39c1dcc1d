import { type FeedKind, feedIdOf, parseFeedId } from '@parley/contracts/feed'
import { WebSocket } from 'engine.io-client'
import { io } from 'socket.io-client'
import { FeedCursor, type Head, type ReceivedEvent } from './feed-cursor.ts'
import type { Events, Positions, Renewed, Synced } from './generated/api.ts'
import { feedKinds } from './generated/feeds.ts'
import { LongPolling } from './long-polling.ts'
import type { Token } from './options.ts'

/** Every event by its type, as `on` passes it to handlers. */
export type RealtimeEvents = Events

/** The statuses that a person may set. `dnd`: do not disturb. */
export type PresenceStatus = 'online' | 'away' | 'dnd'

/**
 * `connecting`: there is no connection, and it is being tried for. `syncing`: connected, and catching up on what was
 * missed. `live`: events are emitted as they happen. `closed`: for good, by `close()` or because the server refuses.
 */
export type RealtimeStatus = 'connecting' | 'syncing' | 'live' | 'closed'

export interface RealtimeOptions {
  /** Parley's public URL, such as `https://parley.example.com`. */
  url: string
  /** A JWT or an API key with the scope `read`. A function is called before each connection, and again before the token expires: the connection goes on with the new one. */
  token: Token
  /**
   * Where to resume, by channel id: what `positions()` said when it was last asked, or a message's `seq` and `rev`.
   * A channel that is not named starts with what happens from now on.
   */
  positions?: Readonly<Record<string, Head>>
  /**
   * The token is a visitor's. Their sockets receive the events of all their conversations by themselves, and are asked for
   * no positions: those that are given are caught up with.
   */
  isVisitor?: boolean
  /** Called with what a handler throws; by default it goes to `console.error`. */
  onError?: (error: unknown) => void
  /** The shortest wait before connecting again, in milliseconds; the longest is ten times that. Default: 500. */
  reconnectDelayMs?: number
  /** How long the server may take to answer, in milliseconds. Default: 20,000. */
  answerTimeoutMs?: number
}

/** Why a connection is closed for good. */
export class RealtimeClosed extends Error {
  override name = 'RealtimeClosed'
  /** `unauthorized`, `forbidden`, `revoked`, `expired`, `flooding`, or `closed` by `close()`. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface Realtime {
  /** Calls the handler with each event of a type, in order; returns how to stop. */
  on<T extends keyof RealtimeEvents>(type: T, handler: (event: RealtimeEvents[T]) => void): () => void
  /** Calls the handler with the status now and with each later one; `closed` says why. Returns how to stop. */
  onStatus(handler: (status: RealtimeStatus, why?: RealtimeClosed) => void): () => void
  /**
   * Calls the handler with the id of each channel whose missed events cannot be emitted, since history was imported into
   * it: load its history again. Later events come as usual. Returns how to stop.
   */
  onReset(handler: (channelId: string) => void): () => void
  readonly status: RealtimeStatus
  /** Resolves once everything missed has been emitted and events are live. Rejects with RealtimeClosed when refused. */
  readonly ready: Promise<void>
  /** How far this client has got in each channel: keep it to resume there another time. */
  positions(): Record<string, Head>
  /** Shows the others in a channel that this person is writing. Call it as often as keys are pressed: it is published once a second. */
  typing(channelId: string): void
  /**
   * Shows the others at the support desk that this person has a conversation open, also across reconnections, until another
   * is named, or none.
   */
  view(conversationId: string | null): void
  /** What others see of this person, until it is set again or their last connection ends. */
  setPresence(status: PresenceStatus): void
  /**
   * Receives the events of a public channel that this person only looks at, from now on and across reconnections; at most
   * 20 at once. A channel that cannot be watched is an error for `onError`. Returns how to stop.
   *
   * @throws TypeError when this is not a channel's id
   */
  watch(channelId: string): () => void
  /** Ends the connection. Nothing is emitted afterwards. */
  close(): void
}

/** Feeds asked about in one `sync`. */
const feedsAtOnce = 100
/** Live events buffered per feed while it catches up; beyond that it catches up again. */
const maxBuffered = 1_000
const retryMs = 1_000
/** A token is renewed this long before it expires; half its time before, if that is shorter. */
const renewBeforeMs = 60_000
/** Between attempts, and where a function gives the same token again. */
const renewPauseMs = 500
const longestTimerMs = 2 ** 31 - 1
/** What a person looks at is forgotten 15 seconds after it was last said. */
const viewMs = 5_000

/** What an acknowledgement is when the server did not take what was sent. */
interface SocketError {
  error: { code: string; message: string }
}

/** The server has refused what was asked. */
class Refused extends Error {
  readonly code: string

  constructor(event: string, { code, message }: SocketError['error']) {
    super(`${event}: ${message}`)
    this.code = code
  }
}

interface Feed {
  kind: FeedKind
  cursor: FeedCursor
  /** What came live while the feed is catching up; undefined when it is up to date. */
  buffered: ReceivedEvent[] | undefined
}

type FeedAnswers<T> = Record<string, Record<string, T> | undefined>

/**
 * Connects to Parley's events and stays connected. Each message of every channel this person is a member of is emitted
 * exactly once and in order, each edit and deletion after the message it is about, whatever happens to connections,
 * gateways and Redis in between. Works in Node and in browsers.
 *
 * A message that was changed several times while this client was away is emitted once, as it is now.
 *
 * @throws TypeError when `positions` names what is not a channel
 */
export const connect = (options: RealtimeOptions): Realtime => connectTo(feedKinds, options)

/** `connect` for these kinds of feeds. */
export function connectTo(kinds: readonly FeedKind[], options: RealtimeOptions): Realtime {
  const { token, onError = console.error, reconnectDelayMs = 500, answerTimeoutMs = 20_000 } = options
  const handlers = new Map<string, Set<(event: never) => void>>()
  const statusHandlers = new Set<(status: RealtimeStatus, why?: RealtimeClosed) => void>()
  const resetHandlers = new Set<(id: string) => void>()
  /** By the id that events have. */
  const feeds = new Map<string, Feed>()
  for (const [given, head] of Object.entries(options.positions ?? {})) {
    const { kind, id } = find(given, 'positions')
    feeds.set(id, { kind, cursor: new FeedCursor(head), buffered: [] })
  }
  /** What is to be watched, and what is on this connection. */
  const wanted = new Set<string>()
  const watched = new Set<string>()

  const firstSync = Promise.withResolvers<void>()
  firstSync.promise.catch(() => {}) // without a waiter it is seen as a status
  let status: RealtimeStatus = 'connecting'
  let why: RealtimeClosed | undefined
  let me: string | undefined
  let presenceStatus: PresenceStatus | undefined
  let viewed: string | null = null
  let viewing: ReturnType<typeof setInterval> | undefined
  /** Grows with each connection: what belongs to an earlier one comes to nothing. */
  let connection = 0
  let syncing = false
  /** Something came up that the sync in progress may not cover. */
  let again = false
  let retrying: ReturnType<typeof setTimeout> | undefined
  let renewing: ReturnType<typeof setTimeout> | undefined
  let farewell: RealtimeEvents['goodbye']['data'] | undefined

  const socket = io(options.url, {
    forceNew: true,
    transports: [WebSocket, LongPolling],
    tryAllTransports: true,
    reconnectionDelay: reconnectDelayMs,
    reconnectionDelayMax: reconnectDelayMs * 10,
    auth: (give) => {
      currentToken().then(
        (current) => give({ token: current }),
        (error) => {
          onError(error)
          retry()
        },
      )
    },
  })

  async function currentToken(): Promise<string> {
    return typeof token === 'function' ? token() : token
  }

  function find(given: string, where: string): { kind: FeedKind; id: string } {
    for (const kind of kinds) {
      const id = parseFeedId(kind.feed, given)
      if (id !== undefined) return { kind, id: feedIdOf(kind.feed, id) }
    }
    throw new TypeError(`${where}: ${given} is not a channel’s id.`)
  }

  function setStatus(next: RealtimeStatus): void {
    if (status === next || status === 'closed') return
    status = next
    for (const handler of statusHandlers) guard(() => handler(next, why))
  }

  function guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      onError(error)
    }
  }

  function emit(event: ReceivedEvent): void {
    for (const handler of handlers.get(event.type) ?? []) guard(() => handler(event as never))
  }

  function finish(reason: RealtimeClosed): void {
    if (status === 'closed') return
    why = reason
    connection++
    clearTimeout(retrying)
    clearTimeout(renewing)
    clearInterval(viewing)
    socket.disconnect()
    firstSync.reject(reason)
    setStatus('closed')
  }

  /** Another attempt where the socket would not make one by itself. */
  function retry(): void {
    clearTimeout(retrying)
    socket.disconnect()
    setStatus('connecting')
    retrying = setTimeout(() => socket.connect(), reconnectDelayMs * (1 + Math.random()))
  }

  async function askServer<T extends object>(event: string, ...payload: unknown[]): Promise<T> {
    const answer: T | SocketError = await socket.timeout(answerTimeoutMs).emitWithAck(event, ...payload)
    if ('error' in answer) throw new Refused(event, (answer as SocketError).error)
    return answer as T
  }

  function renewLater(expiresInMs: number | null, mine: number): void {
    clearTimeout(renewing)
    if (expiresInMs === null || typeof token !== 'function') return
    const ms = Math.max(expiresInMs - Math.min(renewBeforeMs, expiresInMs / 2), renewPauseMs)
    renewing = setTimeout(() => void renew(mine), Math.min(ms, longestTimerMs))
  }

  /** What fails is tried again until the token expires; then the socket connects anew. */
  async function renew(mine: number): Promise<void> {
    if (mine !== connection) return
    try {
      const current = await currentToken()
      if (mine !== connection) return
      const { expires_in_ms } = await askServer<Renewed>('renew', { token: current })
      if (mine === connection) renewLater(expires_in_ms, mine)
    } catch {
      if (mine === connection) renewing = setTimeout(() => void renew(mine), renewPauseMs * 10)
    }
  }

  function sayViewed(): void {
    if (socket.connected) socket.emit('viewing', { conversationId: viewed })
  }

  function receive(event: ReceivedEvent): void {
    const kind = kinds.find(({ feed }) => event[feed.idField])
    const id = kind && event[kind.feed.idField]
    if (event.type === 'goodbye') farewell = event.data as typeof farewell
    if (event.seq === null || !kind || !id) {
      if (kind && id) notePosition(event, kind, id)
      emit(event)
      return
    }
    const feed = feeds.get(id) ?? meet(event, kind, id)
    if (feed) receiveIn(feed, event)
    else emit(event)
  }

  /** The first row of a feed that we knew nothing of says where we are in it. */
  function meet(event: ReceivedEvent, kind: FeedKind, id: string): Feed | undefined {
    if (effectOf(event, kind) !== 'add') return undefined
    const feed: Feed = { kind, cursor: FeedCursor.before(event), buffered: undefined }
    feeds.set(id, feed)
    return feed
  }

  function notePosition(event: ReceivedEvent, { memberships }: FeedKind, id: string): void {
    const { user_id } = (event.data ?? {}) as { user_id?: string }
    const membership = memberships[event.type]
    if (membership === 'close' || (membership === 'leave' && user_id === me)) {
      feeds.delete(id)
      watched.delete(id)
      if (wanted.has(id)) catchUp()
    }
    // A feed that is new to us: from its current position we can ask for what we miss.
    else if (!feeds.has(id) && (membership === 'open' || user_id === me)) catchUp()
  }

  function receiveIn(feed: Feed, event: ReceivedEvent): void {
    if (feed.buffered) {
      if (feed.buffered.length < maxBuffered) feed.buffered.push(event)
      return
    }
    const verdict = take(feed, event)
    if (verdict === 'new') emit(event)
    else if (verdict === 'gap') {
      fallBehind(feed)
      receiveIn(feed, event)
    }
  }

  /** Brings every feed up to date, on this connection; again and again while something fails. */
  function catchUp(): void {
    again = true
    if (syncing || !socket.connected) return
    syncing = true
    again = false
    const mine = connection
    syncAll(mine).then(
      () => {
        syncing = false
        if (mine !== connection || again) catchUp()
        else {
          setStatus('live')
          firstSync.resolve()
        }
      },
      (error: unknown) => {
        syncing = false
        if (mine !== connection) catchUp()
        else if (isTimeout(error)) socket.io.engine.close()
        else setTimeout(() => mine === connection && catchUp(), retryMs)
      },
    )
  }

  async function syncAll(mine: number): Promise<void> {
    for (const id of wanted) if (!watched.has(id)) await watchAgain(id, mine)
    if (!options.isVisitor) {
      const positions = await askServer<Positions>('positions')
      if (mine !== connection) return
      takePositions(positions, mine)
    }
    for (;;) {
      const behind = [...feeds].filter(([, { buffered }]) => buffered).slice(0, feedsAtOnce)
      if (behind.length === 0) return
      const asked = Object.fromEntries(behind.map(([id, { cursor }]) => [id, { seq: cursor.seq, rev: cursor.rev }]))
      const answer = await askServer<FeedAnswers<Synced['channels'][string]>>('sync', asked)
      if (mine !== connection) return
      for (const {
        feed: { plural },
      } of kinds)
        for (const [id, page] of Object.entries(answer[plural] ?? {})) takePage(id, page)
    }
  }

  function takePositions(positions: Positions, mine: number): void {
    me = positions.user_id
    renewLater(positions.expires_in_ms, mine)
    const heads = positions as unknown as FeedAnswers<Head>
    for (const kind of kinds)
      for (const [id, head] of Object.entries(heads[kind.feed.plural] ?? {})) {
        const feed = feeds.get(id)
        if (!feed) feeds.set(id, { kind, cursor: new FeedCursor(head), buffered: undefined })
        else if (feed.buffered && feed.cursor.seq === head.seq && feed.cursor.rev === head.rev) release(feed)
      }
  }

  function takePage(id: string, page: Synced['channels'][string]): void {
    const feed = feeds.get(id)
    if (!feed?.buffered) return
    if ('error' in page) {
      feeds.delete(id)
      return
    }
    if ('reset' in page) for (const handler of resetHandlers) guard(() => handler(id))
    else for (const event of page.events) if (take(feed, event) === 'new') emit(event)
    feed.cursor.moveTo(page)
    if ('reset' in page || !page.has_more) release(feed)
  }

  async function watchAgain(id: string, mine: number): Promise<void> {
    try {
      await askServer('watch', { channel_id: id })
      if (mine === connection) watched.add(id)
    } catch (error) {
      const isFinal = error instanceof Refused && (error.code === 'not_found' || error.code === 'conflict')
      if (!isFinal) throw error
      wanted.delete(id)
      guard(() => onError(error))
    }
  }

  const take = ({ kind, cursor }: Feed, event: ReceivedEvent) => cursor.take(event, effectOf(event, kind))

  /** The feed is up to date: what came live meanwhile is emitted, as far as it is new. */
  function release(feed: Feed): void {
    const buffered = feed.buffered ?? []
    feed.buffered = undefined
    for (const event of buffered) receiveIn(feed, event)
    // There may have been more than the buffer takes.
    if (buffered.length >= maxBuffered) fallBehind(feed)
  }

  function fallBehind(feed: Feed): void {
    feed.buffered ??= []
    catchUp()
  }

  socket.on('connect', () => {
    connection++
    farewell = undefined
    watched.clear()
    for (const feed of feeds.values()) feed.buffered = []
    setStatus('syncing')
    if (presenceStatus) socket.emit('presence', { status: presenceStatus })
    if (viewed !== null) sayViewed()
    catchUp()
  })
  socket.onAny((_type: string, event: ReceivedEvent) => {
    if (status !== 'closed') receive(event)
  })
  socket.on('disconnect', (reason) => {
    if (status === 'closed') return
    connection++
    setStatus('connecting')
    if (reason !== 'io server disconnect') return
    const { code = 'closed', message = 'The server closed the connection.' } = farewell ?? {}
    const isRenewable = typeof token === 'function' && (code === 'expired' || code === 'revoked')
    if (isRenewable) retry()
    else finish(new RealtimeClosed(code, message))
  })
  socket.on('connect_error', (error: Error & { data?: { code?: string; message?: string } }) => {
    if (status === 'closed' || socket.active) return
    const code = error.data?.code
    const isFinal = code === 'forbidden' || (code === 'unauthorized' && typeof token !== 'function')
    if (isFinal) finish(new RealtimeClosed(code, error.data?.message ?? error.message))
    else retry()
  })

  return {
    on(type, handler) {
      const all = handlers.get(type) ?? new Set()
      handlers.set(type, all)
      all.add(handler as (event: never) => void)
      return () => void all.delete(handler as (event: never) => void)
    },
    onStatus(handler) {
      statusHandlers.add(handler)
      guard(() => handler(status, why))
      return () => void statusHandlers.delete(handler)
    },
    onReset(handler) {
      resetHandlers.add(handler)
      return () => void resetHandlers.delete(handler)
    },
    get status() {
      return status
    },
    ready: firstSync.promise,
    positions: () =>
      Object.fromEntries([...feeds].map(([id, { cursor }]) => [id, { seq: cursor.seq, rev: cursor.rev }])),
    typing(channelId) {
      if (socket.connected) socket.emit('typing', { channel_id: channelId })
    },
    view(conversationId) {
      if (viewed === conversationId || status === 'closed') return
      viewed = conversationId
      clearInterval(viewing)
      if (conversationId !== null) viewing = setInterval(sayViewed, viewMs)
      sayViewed()
    },
    setPresence(next) {
      presenceStatus = next
      if (socket.connected) socket.emit('presence', { status: next })
    },
    watch(channelId) {
      const { id } = find(channelId, 'watch')
      wanted.add(id)
      catchUp()
      return () => {
        if (!wanted.delete(id)) return
        watched.delete(id)
        feeds.delete(id)
        if (socket.connected) socket.emit('unwatch', { channel_id: id })
        // Where they are a member, events still come.
        catchUp()
      }
    },
    close: () => finish(new RealtimeClosed('closed', 'The connection was closed.')),
  }
}

const effectOf = ({ type }: ReceivedEvent, { effects }: FeedKind) => effects[type] ?? 'change'

const isTimeout = (error: unknown): boolean => error instanceof Error && error.message.includes('timed out')
