import { createHmac } from 'node:crypto'
import { FileStorageConfig, FileUrlConfig } from '@parley/files/config'
import { createFiles, openFiles } from '@parley/files/files'
import type { DB } from '@parley/files/schema'
import { signAnswers } from '@parley/files/sign-answers'
import { attachFiles } from '@parley/files/store/attaching'
import { loadConfig, ServiceConfig } from '@parley/kit/config'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { createInternalService } from '@parley/kit/internal-service'
import { insertEvents, insertJob } from '@parley/kit/outbox'
import { OutsideConfig } from '@parley/kit/outside/config'
import { createOutsideFetch } from '@parley/kit/outside/fetch'
import { created, rawRoute, slowRoute, streamRoute } from '@parley/kit/route'
import { openRuntime } from '@parley/kit/runtime'
import { createSecretBox, SecretConfig } from '@parley/kit/secret-box'
import { sql } from 'kysely'
import * as z from 'zod'
import { closeTicket, connectUrl, countUp, getPicture, receiveEvent, ticketEvents, writeEntry } from './contracts.ts'
import { type Entry, eventOf } from './feed-source.ts'

const Config = ServiceConfig.extend({
  ...{ ...OutsideConfig.shape, ...SecretConfig.shape, ...FileStorageConfig.shape, ...FileUrlConfig.shape },
  SWEEP_EVERY_MS: z.coerce.number().default(60_000),
})

export function createService(env: NodeJS.ProcessEnv) {
  const config = loadConfig(Config, env)
  const runtime = openRuntime<DB>('chat-engine', config, { events: ticketEvents, jobs: [closeTicket] })
  const { db } = runtime
  const outside = createOutsideFetch({ allowed: config.OUTSIDE_ALLOWED })
  const secrets = createSecretBox(config)

  runtime.every('delete-closed-tickets', config.SWEEP_EVERY_MS, async () => {
    await sql`delete from example_tickets where closed_at < now() - interval '1 day'`.execute(db)
  })
  runtime.work(closeTicket, async ({ workspace_id, id }) => {
    await sql`update example_tickets set closed_at = now()
      where workspace_id = ${workspace_id} and id = ${id} and closed_at is null`.execute(db)
  })

  const files = createFiles(openFiles(runtime, config, { keptHours: 1 }), {
    download: getPicture,
    unattached: { maxFiles: 10, maxBytes: 1_000_000 },
    async mayUpload(tx, { workspaceId, placeId }, { id }) {
      const { rows } = await sql`select from example_tickets where workspace_id = ${workspaceId} and id = ${placeId}
        and ${id} in (agent_id, visitor_id) and closed_at is null for update`.execute(tx)
      if (rows.length === 0) throw new ServiceError('not_found', 'No such ticket.')
    },
    mayRead: ({ workspaceId, placeId }) => sql`exists (
      select from example_tickets where workspace_id = ${workspaceId} and id = ${placeId} and closed_at is null)`,
  })
  const write = files.uploadRoute(writeEntry, {
    placeOf: (_fields, { params }) => params.id,
    squarePixels: 64,
    async answer(tx, { uploads, fields, trace }) {
      const { workspaceId, placeId: id, uploaderId } = uploads
      const { rows } = await sql<Entry>`
        with ticket as (update example_tickets set head = head + 1
          where workspace_id = ${workspaceId} and id = ${id} returning *)
        insert into example_entries (workspace_id, ticket_id, seq, text, is_note)
        select workspace_id, id, head, ${fields.text}, ${fields.is_note} from ticket returning *`.execute(tx)
      const entry = rows[0]!
      await insertEvents(tx, [eventOf(workspaceId, id, entry)], trace)
      await insertJob(tx, closeTicket, { workspace_id: workspaceId, id }, trace, { delayMs: fields.closes_in_ms })
      const attachments = await attachFiles(tx, { ...uploads, holderId: entry.id })
      return created({ seq: entry.seq, author: uploaderId!, attachments: attachments! })
    },
  })

  const connect = slowRoute(connectUrl, (request) =>
    claimed(db, request, async () => {
      const { params, body, caller } = request
      const secret = await (await outside.fetch(body.url)).text()
      const sealed = secrets.seal(secret, { workspaceId: caller.workspaceId, purpose: 'ticket' })
      return transact(db, request, async (tx) => {
        await sql`update example_tickets set secret = ${sealed}
          where workspace_id = ${caller.workspaceId} and id = ${params.id}`.execute(tx)
        return created(params)
      })
    }),
  )
  const receive = rawRoute(receiveEvent, async ({ params, body, header }) => {
    const { rows } = await sql<{ workspace_id: string; secret: string }>`
      select workspace_id, secret from example_tickets where id = ${params.id}`.execute(db)
    const { workspace_id: workspaceId, secret } = rows[0]!
    const key = secrets.open(secret, { workspaceId, purpose: 'ticket' })
    if (header('x-signature') !== createHmac('sha256', key).update(body).digest('hex'))
      throw new ServiceError('forbidden', 'The signature is not theirs.')
    return { type: 'text/plain', text: 'ok' }
  })

  const count = streamRoute(countUp, async function* ({ query, lastEventId }) {
    for (let n = Number(lastEventId ?? 0) + 1; n <= query.to; n++) yield { event: 'number', id: `${n}`, data: { n } }
  })

  const routes = [write, files.downloadRoute(), connect, receive, count]
  return createInternalService('chat-engine', runtime, routes, signAnswers(files.urls))
}
