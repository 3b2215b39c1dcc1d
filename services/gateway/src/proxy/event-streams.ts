import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AnyCaller } from '@parley/kit/assertion'
import type { OpenStreams } from '@parley/kit/open-streams'
import { stateOf } from '@parley/kit/request-lifecycle'
import type { Db } from '../db.ts'
import { readPermissions } from '../sockets/store/permissions.ts'

/** The service itself ends a stream when its caller's access changes; only one that has not by then is cut off here. */
const graceMs = 2_000
/** Asks the client to connect again, in the words of the protocol; it belongs to no frame. */
const interruption = ': interrupted\nretry: 1000\n\n'

/**
 * Counts an event stream that is passed through: it ends when the gateway stops, and is cut off when the session, key or
 * membership of its caller is gone.
 */
export const createEventStreams =
  (streams: OpenStreams, db: Db) =>
  (answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): void => {
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
      mayContinue: async () => !caller || (await hasAccess(db, caller)),
    }
    streams.open(stream, done)
    // The access of its caller may have changed after admission and before it was open.
    if (caller) streams.checkSoon(stream)
  }

const newline = 0x0a

async function hasAccess(db: Db, { workspaceId, userId, credentialId }: AnyCaller): Promise<boolean> {
  if (workspaceId === null) return true // their session is checked when it is used
  const [permissions] = await readPermissions(db, [{ workspaceId, userId, credentialIds: [credentialId] }])
  return permissions!.role !== null && permissions!.credentialIds.has(credentialId)
}
