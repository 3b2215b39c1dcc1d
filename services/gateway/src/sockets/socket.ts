import type { ConversationViewer } from '@parley/contracts/desk/conversation'
import type { EventOf } from '@parley/contracts/event'
import { goodbye } from '@parley/contracts/sockets/events'
import type { VisitorCaller } from '@parley/kit/assertion'
import { transientMessage } from '@parley/kit/transient-events'
import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type { TokenBucket } from './token-bucket.ts'

/** A person in a workspace with sockets here. */
export interface Person {
  workspaceId: string
  userId: string
  /** `user:<workspace>:<user>` */
  room: string
  /** Replaced, never changed: it can be walked while sockets close. */
  sockets: readonly ClientSocket[]
  /** Sockets that are being admitted. */
  connecting: number
  /** Incremented by everything that may have changed their permissions. */
  version: number
  refreshing: Promise<void> | undefined
  /** By room: emits their `member.added`, once, when they join it. */
  pendingJoins: Map<string, () => void> | undefined
  /** By channel: when their last `typing` was published; old entries go with the next. */
  typing: Map<string, number> | undefined
}

/** What is kept of a socket whose client has sent something. */
export interface Activity {
  bucket: TokenBucket
  presenceBucket: TokenBucket
  viewingBucket: TokenBucket
  /** The `sync` in progress, and how many wait behind it. */
  syncing: Promise<unknown>
  syncsWaiting: number
}

/** The conversation of the support desk that a socket's client looks at, and its person as others see them there. */
export interface Viewing {
  conversationId: string
  viewer: ConversationViewer
  /** Milliseconds since 1970. */
  publishedAt: number
}

/** What is kept of every socket: little, since there are many. */
interface AnySocketState {
  /** Milliseconds since 1970; Infinity for an API key. */
  expiresAt: number
  activity: Activity | undefined
}

export interface SocketState extends AnySocketState {
  person: Person
  credentialId: string
  /** The rooms of feeds that its client asked to watch; it may be out of them again. */
  watching: Set<string> | undefined
  viewing: Viewing | undefined
  /** What its client has asked to look at last, by identity. */
  viewingAsked: object | undefined
}

export interface VisitorState extends AnySocketState {
  visitor: VisitorCaller
}

type SocketOf<S> = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, S>

/** A person's. */
export type ClientSocket = SocketOf<SocketState>
export type VisitorSocket = SocketOf<VisitorState>
export type AnySocket = SocketOf<SocketState | VisitorState>
export type SocketServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketState | VisitorState>

export const isVisitors = (socket: AnySocket): socket is VisitorSocket => 'visitor' in socket.data

/** The rooms of feeds that a socket's client only watches. */
export const watchedRooms = ({ rooms, data }: ClientSocket): string[] =>
  [...(data.watching ?? [])].filter((room) => rooms.has(room))

type Goodbye = EventOf<typeof goodbye>['data']

export function sayGoodbye(socket: AnySocket, data: Goodbye): void {
  const { workspaceId } = isVisitors(socket) ? socket.data.visitor : (socket as ClientSocket).data.person
  const { event } = transientMessage({ event: goodbye, workspaceId, rooms: [], data })
  socket.emit(event.type, event)
}

/** Closes a socket with a `goodbye`; its client does not reconnect by itself. */
export function disconnect(socket: AnySocket, code: Exclude<Goodbye['code'], 'draining'>, message: string): void {
  sayGoodbye(socket, { code, message, reconnect_in_ms: null })
  socket.disconnect(true)
}
