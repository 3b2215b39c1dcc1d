import { defineEndpoint } from '@parley/contracts/endpoint'
import { defineEvent } from '@parley/contracts/event'
import { defineFeed } from '@parley/contracts/feed'
import { defineDownload } from '@parley/contracts/file-download'
import { defineJob } from '@parley/contracts/job'
import { Attachment } from '@parley/contracts/messages/attachment'
import { defineStream } from '@parley/contracts/stream'
import * as z from 'zod'

/** Tickets, in chat-engine's place: a service for the suite that uses each mechanism of the foundation once. */
const own = { owner: 'chat-engine', summary: 'For tests.' } as const
const common = { ...own, auth: 'user', limit: 'default' } as const
const params = z.object({ id: z.guid() })
const postTo = { ...common, method: 'post', params } as const

const names = { name: 'ticket', plural: 'tickets', idField: 'conversation_id', prefix: 'cnv' } as const
/** A ticket's numbered entries: what an agent and a visitor write, and notes that the visitor does not see. */
export const ticketFeed = defineFeed({ ...names, dialect: 'desk', views: ['agent', 'visitor'] })
const data = z.object({ id: z.guid(), text: z.string() })
const entry = { audience: 'Its readers.', delivery: 'sequenced', feed: ticketFeed, effect: 'add', data } as const
export const ticketSaid = defineEvent({ ...entry, type: 'ticket.said' })
export const ticketNoted = defineEvent({ ...entry, type: 'ticket.noted', views: ['agent'] })
export const ticketEvents = [ticketSaid, ticketNoted]

const picture = z.array(z.file()).max(1).optional()
const closes_in_ms = z.int().default(86_400_000)
/** Writes an entry, with a picture where it is a form; the ticket closes some time after. */
export const writeEntry = defineEndpoint({
  ...postTo,
  auth: ['user', 'visitor'],
  limit: ['default', 'widget'],
  name: 'exampleWriteEntry',
  path: '/api/v2/example/tickets/:id/entries',
  consumes: ['application/json', 'multipart/form-data'],
  upload: { field: 'picture', maxFiles: 1, maxFileBytes: 1_000_000, maxFieldBytes: 100, maxFields: 1 },
  body: z.object({ picture, text: z.string(), is_note: z.boolean().default(false), closes_in_ms }),
  responses: { 201: z.object({ seq: z.int(), author: z.string(), attachments: z.array(Attachment) }) },
  errors: ['not_found'],
})
export const getPicture = defineDownload({ ...own, name: 'exampleGetPicture', path: '/api/v2/example/files/:id/:name' })

const retries = { attempts: 3, backoffMs: 500, timeoutMs: 10_000 }
const payload = z.object({ workspace_id: z.guid(), id: z.guid() })
export const closeTicket = defineJob({ ...own, ...retries, name: 'example-close-ticket', payload })

/** Connects a ticket to an address of the caller's, and keeps the secret that it answers. */
export const connectUrl = defineEndpoint({
  ...postTo,
  name: 'exampleConnectUrl',
  path: '/api/v2/example/tickets/:id/connection',
  body: z.object({ url: z.string() }),
  responses: { 201: params },
  errors: ['bad_gateway'],
})

/** What the address sends, signed with that secret. */
export const receiveEvent = defineEndpoint({
  ...postTo,
  auth: 'none',
  name: 'exampleReceiveEvent',
  path: '/api/v2/example/tickets/:id/events',
  raw: true,
  produces: 'text/plain',
  responses: { 200: z.string() },
  errors: ['forbidden'],
})

/** Counts up; can be resumed after any number. */
export const countUp = defineStream({
  ...common,
  name: 'exampleCountUp',
  method: 'get',
  path: '/api/v2/example/numbers',
  query: z.object({ to: z.coerce.number() }),
  frames: { number: z.object({ n: z.number() }) },
})

export const endpoints = [writeEntry, getPicture, connectUrl, receiveEvent, countUp]
