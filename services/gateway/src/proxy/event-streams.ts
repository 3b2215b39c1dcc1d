import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@parley/contracts/endpoint'
import type { Principal, VisitorCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { errorFrame } from '@parley/kit/event-stream'
import type { OpenStreams } from '@parley/kit/open-streams'
import { pathOf, stateOf } from '@parley/kit/request-lifecycle'
import type { Db } from '../db.ts'
import { noLongerValid } from '../identity/credentials.ts'
import { createBatcher } from '../sockets/batch.ts'
import { type Permissions, type PermissionsQuery, readPermissions } from '../sockets/store/permissions.ts'

/** The service itself ends a stream when its caller's access to what it shows changes; what it has not ended by then ends here. */
const graceMs = 2_000
/** Streams whose callers' access is read by one statement; those asked about meanwhile go with the next. */
export const accessBatches = { size: 500, parallel: 1 }
/** Characters in which a stream's first frame is looked for. */
const maxFirstLength = 65_536

interface EventStreamOptions {
  streams: OpenStreams
  db: Db
  /** Whether a visitor's token is still good. */
  mayVisit: (visitor: VisitorCaller) => Promise<boolean>
}

/**
 * Counts an event stream that is passed through: it ends when the gateway stops or its service dies, and when the session,
 * key or membership of its caller is gone, with an error as its last frame; within a frame it is cut off.
 */
export function createEventStreams({ streams, db, mayVisit }: EventStreamOptions) {
  const permissionsOf = createBatcher<PermissionsQuery, Permissions>(
    (asked) => readPermissions(db, [], asked),
    accessBatches,
  )

  async function hasAccess(caller: Principal): Promise<boolean> {
    if (caller.kind === 'visitor') return mayVisit(caller)
    // The session of someone in no workspace is checked when it is used; services come by another way.
    if (caller.kind === 'service' || caller.workspaceId === null) return true
    const { workspaceId, userId, credentialId } = caller
    const { role, credentialIds } = await permissionsOf({
      workspaceId,
      userId,
      credentialIds: [credentialId],
      watching: [],
    })
    return role !== null && credentialIds.has(credentialId)
  }

  return (endpoint: Endpoint, answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): void => {
    const { caller, trace } = stateOf(request)
    const path = pathOf(request)
    const first = endpoint.errorData && firstFrameOf(answer)
    // What its error says may be in the first frame.
    let isBetweenFrames = !endpoint.errorData
    answer.on('data', (chunk: Buffer) => {
      isBetweenFrames = chunk.at(-1) === newline && (chunk.length === 1 || chunk.at(-2) === newline)
    })
    const done = new Promise<void>((resolve) => void response.once('close', resolve))
    const stream = {
      caller,
      graceMs,
      end: (reason: ServiceError) => {
        // Within a frame nothing can be said.
        if (isBetweenFrames && !response.writableNeedDrain) {
          const known = { ...parametersOf(endpoint, path), ...first?.() }
          response.end(errorFrame(endpoint, reason, { path, requestId: trace.requestId, known }))
        } else response.destroy()
        answer.destroy()
      },
      mayContinue: async () => !caller || (await hasAccess(caller)),
      refusal: noLongerValid(),
    }
    // Its service has died.
    answer.once('aborted', () => {
      if (!response.destroyed && !response.writableEnded) stream.end(interrupted())
    })
    streams.open(stream, done)
    // The access of its caller may have changed after admission and before it was open.
    if (caller) streams.checkSoon(stream)
  }
}

const newline = 0x0a
const interrupted = () => new ServiceError('unavailable', 'The stream was interrupted.')

/** What the data of a stream's first frame is, once it has come. */
function firstFrameOf(answer: IncomingMessage): () => object | undefined {
  let text = ''
  let data: string | undefined
  answer.on('data', (chunk: Buffer) => {
    if (data !== undefined || text.length > maxFirstLength) return
    text += chunk.toString()
    data = /^data: (.*)\n\n/m.exec(text)?.[1]
  })
  return () => (data === undefined ? undefined : JSON.parse(data))
}

/** The parameters in a path. */
function parametersOf({ path: template }: Endpoint, path: string): Record<string, string> {
  const segments = path.split('/')
  return Object.fromEntries(
    template.split('/').flatMap((name, i) => (name.startsWith(':') ? [[name.slice(1), segments[i] ?? '']] : [])),
  )
}
