import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { createFiles } from '@parley/files/files'
import type { DB as FileTables } from '@parley/files/schema'
import { signAnswers } from '@parley/files/sign-answers'
import { attachFiles } from '@parley/files/store/attaching'
import { ServiceConfig } from '@parley/kit/config'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { createInternalService } from '@parley/kit/internal-service'
import { OutsideConfig } from '@parley/kit/outside/config'
import { createOutsideFetch } from '@parley/kit/outside/fetch'
import { created, ok, rawRoute, route, slowRoute, streamRoute } from '@parley/kit/route'
import { openRuntime } from '@parley/kit/runtime'
import { createSecretBox, SecretConfig } from '@parley/kit/secret-box'
import { type Generated, sql } from 'kysely'
import type * as z from 'zod'
import {
  connectAddress,
  downloadPicture,
  followCount,
  greet,
  hangPicture,
  receiveSigned,
  streamReply,
} from './contracts.ts'
import { ticketEvents, writeEntryRoute } from './tickets.ts'

/** What the suite sees and decides of the service. */
export interface Controls {
  /** Counts and rooms that are nobody's any longer. */
  closed: Set<string>
  /** The highest number that each count has yielded. */
  yielded: Map<string, number>
  /** Counts whose handler has ended, in order. */
  ended: string[]
}

export const newControls = (): Controls => ({ closed: new Set(), yielded: new Map(), ended: [] })

/** As a handler that heeds no signal. */
const waitForEver = () => wait(3_600_000, undefined, { ref: false })

export const Config = ServiceConfig.extend({
  ...OutsideConfig.shape,
  ...SecretConfig.shape,
  ...FileStorageConfig.shape,
  ...FileUrlConfig.shape,
})

interface Tables extends FileTables {
  example_connections: { id: Generated<string>; workspace_id: string; secret: string }
}

export function createService(config: z.output<typeof Config>, controls = newControls()) {
  const runtime = openRuntime<Tables>('chat-engine', config, { events: ticketEvents })

  const follow = streamRoute(
    followCount,
    async function* ({ params: { id }, query: { to, size, ending, hangsAfter }, lastEventId, signal }) {
      if (controls.closed.has(id)) throw new ServiceError('not_found', 'No such count.')
      const padding = 'x'.repeat(size)
      try {
        for (let n = Number(lastEventId ?? 0) + 1; n <= to; n++) {
          controls.yielded.set(id, n)
          yield { event: 'number', id: String(n), data: { n, padding, secret: 'is not declared' } }
          if (n === hangsAfter && lastEventId === undefined) await waitForEver()
        }
        if (ending === 'wait') await wait(3_600_000, undefined, { signal })
        if (ending === 'hang') await waitForEver()
        if (ending === 'throw') throw new Error('of no concern to clients')
        if (ending === 'yield-nonsense') yield { event: 'number', data: { n: 'no number' as never, padding } }
      } finally {
        controls.ended.push(id)
      }
    },
    { mayContinue: async ({ params }) => !controls.closed.has(params.id) },
  )

  const reply = streamRoute(
    streamReply,
    async function* ({ body: { message }, signal }) {
      if (message === '') throw new ServiceError('invalid_input', 'message: Must not be empty.')
      const streamId = crypto.randomUUID()
      yield { event: 'connected', data: { streamId } }
      let text = ''
      for (const word of message.split(/(?<= )/)) {
        text += word
        yield { event: 'text_delta', data: { content: word, accumulated_length: text.length } }
        if (word === 'fail ') throw new ServiceError('bad_gateway', 'The model cannot be reached.')
        if (word === 'wait ') await wait(3_600_000, undefined, { signal })
      }
      yield { event: 'done', data: { streamId, reply: text } }
    },
    {
      errorData: ({ message }, first) => ({
        message,
        streamId: first.event === 'connected' ? first.data.streamId : '',
      }),
    },
  )

  const { db } = runtime
  const outside = createOutsideFetch({ allowed: config.OUTSIDE_ALLOWED })
  const secrets = createSecretBox(config)
  const connect = slowRoute(connectAddress, (request) =>
    claimed(db, request, async () => {
      const secret = await (await outside.fetch(request.body.url)).text()
      const { workspaceId } = request.caller
      return request.withinShare(() =>
        transact(db, request, async (tx) => {
          const sealed = secrets.seal(secret, { workspaceId, purpose: 'example' })
          const row = { workspace_id: workspaceId, secret: sealed }
          return created(
            await tx.insertInto('example_connections').values(row).returning('id').executeTakeFirstOrThrow(),
          )
        }),
      )
    }),
  )
  const receive = rawRoute(receiveSigned, async ({ params, body, header }) => {
    const found = db.selectFrom('example_connections').selectAll().where('id', '=', params.id)
    const { workspace_id: workspaceId, secret } = await found.executeTakeFirstOrThrow()
    const key = secrets.open(secret, { workspaceId, purpose: 'example' })
    if (header('x-signature') !== createHmac('sha256', key).update(body).digest('hex'))
      throw new ServiceError('forbidden', 'The signature is not theirs.')
    return { type: 'text/plain', text: body.toString() }
  })

  const hello = route(greet, (request) =>
    transact(db, request, async () => {
      const { caller, origin } = request
      const whom = caller.kind === 'visitor' ? caller.visitorId : caller.userId
      return ok({ id: crypto.randomUUID(), whom, origin })
    }),
  )

  const files = createFiles(runtime, config, {
    download: downloadPicture,
    unattached: { maxFiles: 10, maxBytes: 1_000_000, keptHours: 1 },
    async mayUpload(_db, { placeId }) {
      if (controls.closed.has(placeId)) throw new ServiceError('not_found', 'No such room.')
    },
    mayRead: ({ placeId }) => sql`${placeId} <> all(${[...controls.closed]}::uuid[])`,
  })
  const hang = files.uploadRoute(hangPicture, {
    placeOf: (_fields, { params }) => params.id,
    squarePixels: 64,
    async answer(tx, { uploads, fields: { title } }) {
      const attachments = await attachFiles(tx, { ...uploads, holderId: uploads.placeId })
      return created({ title, attachments: attachments! })
    },
  })

  const routes = [follow, reply, connect, receive, hello, hang, files.downloadRoute(), writeEntryRoute(runtime)]
  return createInternalService('chat-engine', runtime, routes, signAnswers(files.urls))
}
