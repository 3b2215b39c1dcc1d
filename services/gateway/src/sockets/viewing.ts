import { conversationViewing } from '@parley/contracts/desk/events'
import { rooms } from '@parley/contracts/event'
import { socketLimits } from '@parley/contracts/realtime'
import { encodeId } from '@parley/contracts/type-id'
import { ServiceError } from '@parley/kit/errors'
import type { RoomMessage } from '@parley/kit/outbox'
import { transientMessage } from '@parley/kit/transient-events'
import type { ViewingStore } from '@parley/kit/viewing'
import type { Db } from '../db.ts'
import type { ClientSocket, Viewing } from './socket.ts'
import { findViewing } from './store/viewing.ts'

/** Which conversation of the support desk each socket's client looks at, published to the others at the desk. */
export function createViewing(options: {
  db: Db
  store: ViewingStore
  /** Between two publications of what has not changed. */
  everyMs: number
  publish: (message: RoomMessage) => void
}) {
  const { db, store, everyMs, publish } = options

  function say({ data }: ClientSocket, { conversationId, viewer }: Viewing, isViewing: boolean): void {
    const { workspaceId } = data.person
    const shown = { conversationId: encodeId('cnv', conversationId), viewer, isViewing }
    const addressed = [rooms.desk(workspaceId)]
    const event = { event: conversationViewing, workspaceId, feedId: conversationId, rooms: addressed, data: shown }
    publish(transientMessage(event))
  }

  /** Without Redis each person is taken to have one socket. */
  async function end(socket: ClientSocket): Promise<void> {
    const { person, viewing } = socket.data
    if (!viewing) return
    socket.data.viewing = undefined
    const viewed = { workspaceId: person.workspaceId, conversationId: viewing.conversationId }
    const isLast = await store.leave(viewed, person.userId, socket.id).catch(() => true)
    if (isLast) say(socket, viewing, false)
  }

  async function renew(socket: ClientSocket, viewing: Viewing): Promise<void> {
    const { workspaceId, userId } = socket.data.person
    const viewed = { workspaceId, conversationId: viewing.conversationId }
    // Where Redis has lost it, or is away, others know from the event.
    await store.enter(viewed, userId, socket.id, socketLimits.viewingLifeMs).catch(() => {})
    const now = Date.now()
    if (now - viewing.publishedAt < everyMs || socket.data.viewing !== viewing) return
    viewing.publishedAt = now
    say(socket, viewing, true)
  }

  return {
    /**
     * A socket's client looks at a conversation from now on, and at no other; at none, where it is null.
     *
     * @throws ServiceError `not_found` where its person is not at the desk, or there is no such conversation
     */
    async look(socket: ClientSocket, conversationId: string | null): Promise<void> {
      const { data } = socket
      const { workspaceId, userId } = data.person
      const asked = {}
      data.viewingAsked = asked
      if (conversationId === null) return end(socket)
      if (!socket.rooms.has(rooms.desk(workspaceId))) throw noSuchConversation()
      if (data.viewing?.conversationId === conversationId) return renew(socket, data.viewing)
      const found = await findViewing(db, { workspaceId, userId, conversationId })
      if (!found) throw noSuchConversation()
      // It is gone, or has meanwhile said that it looks elsewhere.
      if (!socket.connected || data.viewingAsked !== asked) return
      const ended = end(socket)
      data.viewing = { ...found, publishedAt: 0 }
      await Promise.all([ended, renew(socket, data.viewing)])
    },

    end,
  }
}

export type Viewings = ReturnType<typeof createViewing>

const noSuchConversation = () => new ServiceError('not_found', 'Conversation not found')
