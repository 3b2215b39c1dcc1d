import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Principal, VisitorCaller } from '@parley/kit/assertion'
import type { OpenStreams } from '@parley/kit/open-streams'
import { stateOf } from '@parley/kit/request-lifecycle'
import type { Db } from '../db.ts'
import { readPermissions } from '../sockets/store/permissions.ts'

/** The service itself ends a stream when its caller's access changes; only one that has not by then is cut off here. */
const graceMs = 2_000
/** Asks the client to connect again, in the words of the protocol; it belongs to no frame. */
const interruption = ': interrupted\nretry: 1000\n\n'

interface EventStreamOptions {
  streams: OpenStreams
  db: Db
  /** Whether a visitor's token is still good. */
  mayVisit: (visitor: VisitorCaller) => Promise<boolean>
}

/**
 * Counts an event stream that is passed through: it ends when the gateway stops or its service dies, and is cut off when the
 * session, key or membership of its caller is gone.
 */
export function createEventStreams({ streams, db, mayVisit }: EventStreamOptions) {
  async function hasAccess(caller: Principal): Promise<boolean> {
    if (caller.kind === 'visitor') return mayVisit(caller)
    // The session of someone in no workspace is checked when it is used; services come by another way.
    if (caller.kind === 'service' || caller.workspaceId === null) return true
    const { workspaceId, userId, credentialId } = caller
    const asked = { workspaceId, userId, credentialIds: [credentialId], watching: [] }
    const [permissions] = await readPermissions(db, [], [asked])
    return permissions!.role !== null && permissions!.credentialIds.has(credentialId)
  }

  return (answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): void => {
    const { caller } = stateOf(request)
    let isBetweenFrames = true
    answer.on('data', (chunk: Buffer) => {
      isBetweenFrames = chunk.at(-1) === newline && (chunk.length === 1 || chunk.at(-2) === newline)
    })
    const done = new Promise<void>((resolve) => void response.once('close', resolve))
    const stream = {
      caller,
      graceMs,
      end: ({ code }: { code: string }) => {
        // Within a frame nothing can be said.
        if (code === 'unavailable' && isBetweenFrames && !response.writableNeedDrain) response.end(interruption)
        else response.destroy()
        answer.destroy()
      },
      mayContinue: async () => !caller || (await hasAccess(caller)),
    }
    // Its service has died.
    answer.once('aborted', () => {
      if (!response.destroyed && !response.writableEnded) stream.end({ code: 'unavailable' })
    })
    streams.open(stream, done)
    // The access of its caller may have changed after admission and before it was open.
    if (caller) streams.checkSoon(stream)
  }
}

const newline = 0x0a
