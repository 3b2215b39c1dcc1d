import { rooms } from '@parley/contracts/event'
import { typing } from '@parley/contracts/sockets/events'
import type { RoomMessage } from '@parley/kit/outbox'
import type { Redis } from '@parley/kit/redis'
import { transientMessage } from '@parley/kit/transient-events'
import type { Person } from './socket.ts'

/**
 * Publishes that someone is typing, once in `everyMs` for each person and channel, from however many sockets and
 * gateways it comes. While Redis is unavailable each gateway counts for itself.
 */
export function createTyping(options: {
  redis: Redis
  prefix: string
  everyMs: number
  publish: (message: RoomMessage) => void
}): (person: Person, channelId: string) => Promise<void> {
  const { redis, prefix, everyMs, publish } = options

  /** Whether this gateway has published nothing of it in the meantime. */
  function isFirstHere(person: Person, channelId: string): boolean {
    const now = Date.now()
    person.typing ??= new Map()
    for (const [channel, at] of person.typing) if (now - at >= everyMs) person.typing.delete(channel)
    if (person.typing.has(channelId)) return false
    person.typing.set(channelId, now)
    return true
  }

  const isFirst = ({ workspaceId, userId }: Person, channelId: string): Promise<boolean> =>
    redis.set(`${prefix}:typing:${workspaceId}:${userId}:${channelId}`, '', 'PX', everyMs, 'NX').then(
      (set) => set === 'OK',
      () => true,
    )

  return async (person, channelId) => {
    if (!isFirstHere(person, channelId) || !(await isFirst(person, channelId))) return
    const { workspaceId, userId } = person
    const data = { user_id: userId, channel_id: channelId }
    const addressed = [rooms.channel(channelId)]
    publish(transientMessage({ event: typing, workspaceId, feedId: channelId, rooms: addressed, data }))
  }
}
