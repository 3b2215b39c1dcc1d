import { roomOf } from '@parley/contracts/feed'
import { channelFeed } from '@parley/contracts/feeds'
import { type Head, socketLimits } from '@parley/contracts/realtime'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from '../db.ts'
import { channelSource } from './feeds/channels.ts'
import type { Hub } from './hub.ts'
import type { People } from './people.ts'
import { type ClientSocket, watchedRooms } from './socket.ts'

/** At most how many times it is read whether somebody may watch because that changed meanwhile. */
const maxReadings = 10

/** Sockets that receive the events of a public channel which their person is no member of. */
export function createWatching({ db, hub, people }: { db: Db; hub: Hub; people: People }) {
  const roomFor = (channelId: string) => roomOf(channelFeed, channelId, 'watcher')

  const readView = async ({ data }: ClientSocket, id: string): Promise<string | undefined> =>
    (await channelSource.readReadable(db, data.person, [id])).get(id)?.view

  /**
   * The view in which a channel may be read, whose room is then subscribed to. It is read before, so that nobody opens a
   * feed of another workspace's, and after, so that no change is missed.
   */
  async function open(socket: ClientSocket, id: string): Promise<string | undefined> {
    const { person } = socket.data
    if (!(await readView(socket, id))) return undefined
    await hub.open(person.workspaceId, [roomFor(id)])
    for (let reading = 1; reading <= maxReadings; reading++) {
      const { version } = person
      const view = await readView(socket, id)
      if (person.version === version) return view
    }
    throw new ServiceError('unavailable', 'Try again.')
  }

  return {
    /**
     * Every event after the position that is answered reaches the socket. Members receive them anyway.
     *
     * @throws ServiceError `not_found` where the person cannot read the channel, `conflict` where the socket watches too many
     */
    async watch(socket: ClientSocket, channelId: string): Promise<{ success: true } & Head> {
      const room = roomFor(channelId)
      assertFewer(socket, room)
      const view = await open(socket, channelId)
      const feed = hub.feedOf(room)
      if (!view || !feed) throw new ServiceError('not_found', 'Channel not found')
      if (view === 'watcher' && socket.connected) {
        assertFewer(socket, room)
        people.watch(socket, room)
      }
      return { success: true, seq: feed.seq, rev: feed.rev }
    },

    unwatch(socket: ClientSocket, channelId: string): void {
      const room = roomFor(channelId)
      socket.data.watching?.delete(room)
      socket.leave(room)
    },
  }
}

function assertFewer(socket: ClientSocket, room: string): void {
  const others = watchedRooms(socket).filter((other) => other !== room)
  if (others.length < socketLimits.watchedChannels) return
  throw new ServiceError('conflict', `A socket watches at most ${socketLimits.watchedChannels} channels.`)
}
