import { rooms } from '@parley/contracts/event'
import type { Log } from '@parley/kit/log'
import type { Loops } from '@parley/kit/loops'
import { roomChannel } from '@parley/kit/outbox'
import type { Redis } from '@parley/kit/redis'

/** Rooms in one SUBSCRIBE. */
const chunkSize = 500

export interface SubscriptionOptions {
  subscriber: Redis
  prefix: string
  heartbeatMs: number
  every: Loops['every']
  log: Log
  onMessage: (room: string, text: string) => void
  /** From now on messages may be missed. */
  onLost: () => void
  /** Every room is subscribed to again. */
  onRestored: () => void
}

/** The Redis channels of the rooms that this gateway's sockets are in, on one connection. */
export function createSubscriptions(options: SubscriptionOptions) {
  const { subscriber, prefix, heartbeatMs, every, log } = options
  const channelPrefix = roomChannel(prefix, '')
  /** Each wanted room, and when its subscription is confirmed. */
  const wanted = new Map<string, Promise<void>>()
  let toSubscribe: string[] = []
  let toUnsubscribe: string[] = []
  let flushing: Promise<void> | undefined
  let isUp = false
  let epoch = 0
  let lost = Promise.withResolvers<void>()

  /** Sends the commands of one turn of the event loop. Never rejects: what fails is repeated on `ready`. */
  function flush(): Promise<void> {
    flushing ??= new Promise<void>((resolve) => {
      setImmediate(() => {
        const [adding, removing] = [toSubscribe, toUnsubscribe]
        toSubscribe = []
        toUnsubscribe = []
        flushing = undefined
        const gone = removing.filter((room) => !wanted.has(room))
        void send('unsubscribe', gone)
        send('subscribe', adding).then(resolve)
      })
    })
    return flushing
  }

  async function send(command: 'subscribe' | 'unsubscribe', rooms: string[]): Promise<void> {
    // While Redis is unavailable rooms are polled instead; on `ready` all are subscribed to.
    if (subscriber.status !== 'ready') return
    for (let i = 0; i < rooms.length; i += chunkSize) {
      const channels = rooms.slice(i, i + chunkSize).map((room) => roomChannel(prefix, room))
      const sent = subscriber[command](...channels).catch((error) => log.debug({ err: error }, `${command} failed`))
      await Promise.race([sent, lost.promise])
    }
  }

  async function onReady(): Promise<void> {
    const mine = ++epoch
    await send('subscribe', [...wanted.keys()])
    if (epoch !== mine || subscriber.status !== 'ready') return
    isUp = true
    options.onRestored()
  }

  function onClose(): void {
    epoch++
    lost.resolve()
    lost = Promise.withResolvers()
    if (!isUp) return
    isUp = false
    options.onLost()
  }

  function onMessage(channel: string, text: string): void {
    if (!channel.startsWith(channelPrefix)) return
    const room = channel.slice(channelPrefix.length)
    if (room === rooms.access) return
    if (wanted.has(room)) {
      options.onMessage(room, text)
      return
    }
    // Released while Redis was unavailable, and resubscribed by ioredis itself.
    toUnsubscribe.push(room)
    void flush()
  }

  /** A connection can be dead without being closed. */
  async function checkAlive(): Promise<void> {
    if (!isUp) return
    const mine = epoch
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      // After a busy turn of this process, its answer may have come and not be read yet.
      timer = setTimeout(() => setImmediate(() => resolve('late')), heartbeatMs)
    })
    const answer = await Promise.race([subscriber.ping().catch(() => undefined), late, lost.promise])
    clearTimeout(timer)
    if (answer !== 'late' || epoch !== mine) return
    log.warn('Redis does not answer its subscriber')
    subscriber.disconnect(true)
  }

  return {
    /** Whether messages may be missed now. */
    isUnavailable: () => !isUp,
    isWanted: (room: string) => wanted.has(room),
    rooms: () => wanted.keys(),
    get size() {
      return wanted.size
    },

    /** Resolves when every later message will be received, or at once while Redis is unavailable. */
    async ensure(rooms: readonly string[]): Promise<void> {
      const fresh = rooms.filter((room) => !wanted.has(room))
      if (fresh.length > 0) {
        toSubscribe.push(...fresh)
        const confirmed = flush()
        for (const room of fresh) wanted.set(room, confirmed)
      }
      await Promise.all(rooms.map((room) => wanted.get(room)))
    },

    release(room: string): void {
      if (!wanted.delete(room)) return
      toUnsubscribe.push(room)
      void flush()
    },

    start(): void {
      subscriber.on('message', onMessage)
      subscriber.on('ready', onReady)
      subscriber.on('close', onClose)
      every('check-subscriber', heartbeatMs, checkAlive)
      if (subscriber.status === 'ready') void onReady()
    },

    close(): void {
      subscriber.off('message', onMessage)
      subscriber.off('ready', onReady)
      subscriber.off('close', onClose)
      lost.resolve()
    },
  }
}

export type Subscriptions = ReturnType<typeof createSubscriptions>
