import * as z from 'zod'

/** What the sockets are configured with; part of the gateway's `Config`. */
export const socketVariables = {
  SOCKETS_PER_USER: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(100)
    .describe('Open sockets per person, workspace and gateway.'),
  SOCKET_CONNECTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .default(1_000)
    .describe('New sockets per minute, address and gateway.'),
  SOCKET_BUFFER_BYTES: z.coerce
    .number()
    .int()
    .min(65_536)
    .max(1_073_741_824)
    .default(4_194_304)
    .describe('What may wait to be sent to one socket; beyond it the socket is dropped, comes back and catches up.'),
  PRESENCE_GRACE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600_000)
    .default(5_000)
    .describe('How long after their last socket a person is still shown as online.'),
}

/** Rhythms, in milliseconds. Tests go faster; there is nothing in them for operators. */
export const rhythms = {
  /** What comes before its turn waits this long before the gap is read from PostgreSQL. */
  hold: 100,
  /** While Redis is away every room and person is looked up this often. */
  poll: 1_000,
  /** A publish can be lost without a trace: every room's head is compared this often. */
  compare: 15_000,
  /** So can what tells of lost access: every person is looked up this often. */
  recheck: 60_000,
  /** A subscriber that does not answer within this time is given up. */
  heartbeat: 2_000,
  /** A room that nobody here is in is kept this long. */
  linger: 30_000,
  /** How often buffers and expiries are looked at. */
  sweep: 250,
  /** How long a new socket waits for a database that is away. */
  patience: 5_000,
  /** A gateway that has not been heard of for this long has crashed, and its people are offline. */
  presenceLife: 15_000,
  presenceHeartbeat: 4_000,
}
export type Rhythms = typeof rhythms
