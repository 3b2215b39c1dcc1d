import { randomUUID } from 'node:crypto'
import type { EventEnvelope, EventOf } from '@parley/contracts/event'
import { goodbye } from '@parley/contracts/events'
import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type { TokenBucket } from './token-bucket.ts'

/** A person in a workspace, as far as they have sockets here. */
export interface Person {
  workspaceId: string
  userId: string
  /** `user:<workspace>:<user>` */
  room: string
  /** Replaced, never changed: it can be walked while sockets close. */
  sockets: readonly ClientSocket[]
  /** Sockets that are being let in. */
  arriving: number
  /** Grows with everything that may have changed what they may receive. */
  version: number
  refreshing: Promise<void> | undefined
  /** By channel: tells of their joining, once, when they are let in. */
  announcements: Map<string, () => void> | undefined
}

/** What is kept of a socket whose client has sent something. */
export interface Activity {
  bucket: TokenBucket
  presenceBucket: TokenBucket
  /** When it was last said to be typing, by channel; what is too old to matter goes with the next. */
  typing: Map<string, number>
  /** The `sync` in progress, and how many wait behind it. */
  syncing: Promise<unknown>
  syncsWaiting: number
}

/** What is kept of every socket: little, since there are many. */
export interface SocketState {
  person: Person
  credentialId: string
  /** Milliseconds since 1970; Infinity for an API key. */
  expiresAt: number
  activity: Activity | undefined
}

export type ClientSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketState>
export type SocketServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketState>

type Farewell = EventOf<typeof goodbye>['data']

/** An event that no row stands behind. */
export const transientEvent = (
  type: string,
  workspaceId: string,
  data: unknown,
  channelId: string | null = null,
): EventEnvelope => ({
  id: randomUUID(),
  type,
  workspace_id: workspaceId,
  channel_id: channelId,
  seq: null,
  rev: null,
  at: new Date().toISOString(),
  data,
})

export function sayGoodbye(socket: ClientSocket, farewell: Farewell): void {
  const { workspaceId } = socket.data.person
  socket.emit(goodbye.type, transientEvent(goodbye.type, workspaceId, farewell))
}

/** Ends a socket for good: its client is told why and does not come back by itself. */
export function dismiss(socket: ClientSocket, code: Exclude<Farewell['code'], 'draining'>, message: string): void {
  sayGoodbye(socket, { code, message, reconnect_in_ms: null })
  socket.disconnect(true)
}
