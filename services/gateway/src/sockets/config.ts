import { Integer } from '@parley/contracts/fields'
import { socketLimits } from '@parley/contracts/realtime'

/** What the sockets are configured with; part of the gateway's `Config`. */
export const socketVariables = {
  SOCKETS_PER_USER: Integer({ min: 1, max: 100_000 })
    .default(100)
    .describe('Open sockets per person, workspace and gateway.'),
  SOCKETS_PER_WORKSPACE: Integer({ min: 1, max: 10_000_000 })
    .default(10_000)
    .describe('Open sockets per workspace and gateway.'),
  SOCKETS_PER_VISITOR: Integer({ min: 1, max: 100_000 }).default(20).describe('Open sockets per visitor and gateway.'),
  SOCKETS_PER_WIDGET_KEY: Integer({ min: 1, max: 10_000_000 })
    .default(5_000)
    .describe('Open sockets of visitors per widget key and gateway.'),
  SOCKETS_PER_ADDRESS: Integer({ min: 1, max: 10_000_000 })
    .default(2_000)
    .describe('Open sockets per IP address and gateway.'),
  SOCKET_HANDSHAKES_PER_ADDRESS: Integer({ min: 1, max: 10_000_000 })
    .default(256)
    .describe('Open sockets per IP address and gateway that have not authenticated.'),
  SOCKET_CONNECTS_PER_MINUTE: Integer({ min: 1, max: 10_000_000 })
    .default(1_000)
    .describe('New sockets per minute, IP address and gateway.'),
  SOCKET_BUFFER_BYTES: Integer({ min: 65_536, max: 1_073_741_824 })
    .default(4_194_304)
    .describe('What may wait to be sent to one socket; beyond it the socket is dropped, comes back and catches up.'),
  PRESENCE_GRACE_MS: Integer({ min: 0, max: 600_000 })
    .default(5_000)
    .describe('How long after their last socket a person is still shown as online.'),
}

/** Intervals and timeouts in milliseconds. Tests shorten them; operators have no reason to. */
export const defaultIntervals = {
  /** An event with a gap before it waits this long before the gap is read from PostgreSQL. */
  gapDelay: 100,
  /** While Redis is unavailable every room and person is read from PostgreSQL this often. */
  poll: 1_000,
  /** A lost last event leaves no gap, so the position of every room is compared with PostgreSQL this often. */
  reconcile: 15_000,
  /** The event of lost access can be lost, too, so everybody’s permissions are read again this often. */
  recheck: 60_000,
  /** A subscriber that does not answer a PING within this time is reconnected. */
  heartbeat: 2_000,
  /** An idle room, one without sockets here, stays subscribed this long. */
  idleRoom: 30_000,
  /** How often buffers and expiries are checked. */
  sweep: 250,
  /** How long a new connection may take to authenticate. One by polling that does not poll is closed within 45 s. */
  connect: 10_000,
  /** How long a new socket waits for an unavailable database. */
  admission: 5_000,
  /** A gateway without a heartbeat for this long has crashed, and its people are offline. */
  presenceLife: 15_000,
  presenceHeartbeat: 4_000,
  /** A visitor is online this long after a gateway said so, which it does this often while they have a socket. */
  visitorLife: 12_000,
  visitorHeartbeat: 5_000,
  /** `typing` of a person in a channel is published once in this time. */
  typing: socketLimits.typingEveryMs,
  /** `viewing` that says nothing new is published once in this time. */
  viewing: socketLimits.viewingEveryMs,
}
export type Intervals = Record<keyof typeof defaultIntervals, number>
