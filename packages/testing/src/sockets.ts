import type { EventContract, EventEnvelope, EventOf } from '@parley/contracts/event'
import { io, type Socket } from 'socket.io-client'
import { vi } from 'vitest'
import { closeAfterwards } from './close-afterwards.ts'

/** A stock socket.io client that remembers every event it received, in order. */
export interface TestSocket {
  readonly socket: Socket
  readonly events: EventEnvelope[]
  /** The events of one kind so far. */
  all<E extends EventContract>(event: E): EventOf<E>[]
  /** The first event of this kind that `matches`, received already or yet to come (30 s). */
  next<E extends EventContract>(event: E, matches?: (event: EventOf<E>) => boolean): Promise<EventOf<E>>
  /** What the server answers to an event of the client's (30 s). */
  // biome-ignore lint/suspicious/noExplicitAny: answers have no contract of their own; a test compares what it expects.
  ask(event: string, ...payload: unknown[]): Promise<any>
  /** Resolves with the reason once the server or the network has closed it. */
  closed(): Promise<string>
  close(): Promise<void>
}

/**
 * Connects a socket with a credential.
 *
 * @param from the address that a proxy says it comes from
 * @throws Error with the server's message when it refused
 */
export async function openSocket(url: string, token: string | undefined, from?: string): Promise<TestSocket> {
  const socket = io(url, {
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: 30_000,
    ...(from !== undefined && { extraHeaders: { 'x-forwarded-for': from } }),
  })
  const events: EventEnvelope[] = []
  socket.onAny((_type: string, event: EventEnvelope) => events.push(event))
  let reason: string | undefined
  socket.on('disconnect', (why) => {
    reason = why
  })

  const ending = () => (reason === undefined ? '' : ` The socket was closed: ${reason}.`)

  const opened: TestSocket = {
    socket,
    events,
    all: <E extends EventContract>(event: E) => events.filter(({ type }) => type === event.type) as EventOf<E>[],
    next: <E extends EventContract>(event: E, matches: (event: EventOf<E>) => boolean = () => true) =>
      vi.waitFor(
        () => {
          const found = opened.all(event).find(matches)
          if (!found) throw new Error(`No ${event.type} has arrived.${ending()}`)
          return found
        },
        { timeout: 30_000, interval: 10 },
      ),
    ask: async (event, ...payload) => {
      try {
        return await socket.timeout(30_000).emitWithAck(event, ...payload)
      } catch (cause) {
        throw new Error(`No answer to ${event} has arrived.${ending()}`, { cause })
      }
    },
    closed: () => vi.waitUntil(() => reason, 30_000),
    async close() {
      socket.disconnect()
    },
  }
  closeAfterwards(opened)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', (error) => {
      socket.disconnect()
      reject(error)
    })
  })
  return opened
}
