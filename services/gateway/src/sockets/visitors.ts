import { rooms } from '@parley/contracts/event'
import { type Concerns, watchAccess } from '@parley/kit/access-changes'
import type { VisitorCaller } from '@parley/kit/assertion'
import type { Log } from '@parley/kit/log'
import type { Redis } from '@parley/kit/redis'
import type { Hub } from './hub.ts'
import { disconnect, type VisitorSocket } from './socket.ts'

const retryMs = 500

/**
 * The registry of visitors' sockets. Each is in its visitor's room alone, for as long as the token is good; visitors are
 * not among the people, nor in anybody's presence.
 */
export function createConnectedVisitors(options: {
  hub: Hub
  /** Whether a visitor's token is still good. */
  mayVisit: (visitor: VisitorCaller) => Promise<boolean>
  onDrop: (reason: string) => void
  log: Log
}) {
  const { hub, mayVisit, onDrop, log } = options
  const sockets = new Set<VisitorSocket>()
  /** Incremented whenever some visitor's access may have changed. */
  let version = 0

  async function check(socket: VisitorSocket): Promise<void> {
    if (!sockets.has(socket) || (await mayVisit(socket.data.visitor)) || !sockets.has(socket)) return
    onDrop('revoked')
    disconnect(socket, 'revoked', 'This token was revoked.')
  }

  /** Checks a socket whose access has changed, again and again while nobody can say. */
  function review(socket: VisitorSocket): void {
    check(socket).catch((error) => {
      log.debug({ err: error }, 'a visitor’s access could not be checked; retrying')
      setTimeout(() => review(socket), retryMs).unref()
    })
  }

  function onAccessChanged(concerns: Concerns): void {
    version++
    for (const socket of sockets) if (concerns(socket.data.visitor)) review(socket)
  }

  return {
    get version() {
      return version
    },
    get size() {
      return sockets.size
    },

    /** Those with sockets here; one who has several comes as often. */
    *present(): Generator<VisitorCaller> {
      for (const { data } of sockets) yield data.visitor
    },

    /** The room that a visitor's sockets join; every later event of it reaches them. */
    async open({ workspaceId, visitorId }: VisitorCaller): Promise<string> {
      const room = rooms.visitor(workspaceId, visitorId)
      await hub.open(workspaceId, [room])
      return room
    },

    /** @param checkedAt the version that was there before the token was checked */
    connected(socket: VisitorSocket, checkedAt: number): void {
      sockets.add(socket)
      if (checkedAt !== version) review(socket)
    },

    leave(socket: VisitorSocket): void {
      sockets.delete(socket)
    },

    watch: (subscriber: Redis, prefix: string): void => watchAccess({ subscriber, prefix, log }, onAccessChanged),

    /** Checks every socket: what says that access has changed can be lost. */
    async checkAll(): Promise<void> {
      version++
      await Promise.all([...sockets].map(check))
    },
  }
}

export type Visitors = ReturnType<typeof createConnectedVisitors>
