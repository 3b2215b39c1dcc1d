import { createHash } from 'node:crypto'
import { connectTo } from '@parley/client/realtime'
import { feedKindOf } from '@parley/contracts/feed-kind'
import { register } from '@parley/contracts/identity/auth'
import { encodeId } from '@parley/contracts/type-id'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { insertMember } from '@parley/testing/fixtures'
import { insertVisitor } from '@parley/testing/rows/support-desk'
import { openSocket, type TestSocket } from '@parley/testing/sockets'
import { beforeEach, expect, it, vi } from 'vitest'
import { bootExample } from './example/boot.ts'
import { ticketEvents, ticketFeed, ticketNoted, ticketSaid, writeEntry } from './example/contracts.ts'

const example = await bootExample()
const { database, url } = example

const { token, user, workspace } = await example
  .client()
  .call(register, { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' })
const ada = example.client(token)
const visitorId = await insertMember(database, workspace!.uuid, 'Vic', 'guest')
const visitorKey = `prl_sk_live_${'0'.repeat(32)}`
await database.query(
  `insert into gateway.api_keys (workspace_id, user_id, name, key_prefix, key_hash, scopes)
   values ($1, $2, 'k', 'p', $3, '{read}')`,
  [workspace!.uuid, visitorId, createHash('sha256').update(visitorKey).digest()],
)

let id: string
let ticket: string
beforeEach(async () => {
  id = crypto.randomUUID()
  ticket = encodeId('cnv', id)
  await database.query(
    'insert into chat_engine.example_tickets (workspace_id, id, agent_id, visitor_id) values ($1, $2, $3, $4)',
    [workspace!.uuid, id, user.uuid, visitorId],
  )
})

const say = (text: string, is_note = false) => ada.call(writeEntry, { id, text, is_note })

/** An entry whose event is lost. */
const sayUnheard = (text: string, isNote = false) =>
  database.query(
    `with ticket as (update chat_engine.example_tickets set head = head + 1 where id = $1 returning *)
     insert into chat_engine.example_entries (workspace_id, ticket_id, seq, text, is_note)
     select workspace_id, id, head, $2, $3 from ticket`,
    [id, text, isNote],
  )

const received = ({ events }: TestSocket) =>
  events
    .filter(({ conversation_id }) => conversation_id === ticket)
    .map(({ type, seq, skips, data }) => [type, seq, (data as { text: string }).text, ...(skips ? [skips] : [])])

const kinds = [feedKindOf(ticketFeed, ticketEvents)]
function read(credential: string, positions = {}) {
  const texts: string[] = []
  const realtime = connectTo(kinds, { url, token: credential, positions, reconnectDelayMs: 20 })
  closeAfterwards({ close: async () => realtime.close() })
  for (const type of [ticketSaid.type, ticketNoted.type])
    realtime.on(type as never, ({ data }: { data: { text: string } }) => texts.push(data.text))
  return Object.assign(realtime, { texts })
}

it('is delivered to each view in order, without what is not for it, which is no gap', async () => {
  const [agent, visitor] = [await openSocket(url, token), await openSocket(url, visitorKey)]
  await say('hello')
  await say('they seem upset', true)
  await say('how can I help?')
  await visitor.next(ticketSaid, ({ seq }) => seq === 3)
  await agent.next(ticketSaid, ({ seq }) => seq === 3)
  expect(received(agent)).toEqual([
    ['ticket.said', 1, 'hello'],
    ['ticket.noted', 2, 'they seem upset'],
    ['ticket.said', 3, 'how can I help?'],
  ])
  expect(received(visitor)).toEqual([
    ['ticket.said', 1, 'hello'],
    ['ticket.said', 3, 'how can I help?', { from: 2, to: 2 }],
  ])
})

it('has its gaps filled from PostgreSQL, for each view', async () => {
  const [agent, visitor] = [await openSocket(url, token), await openSocket(url, visitorKey)]
  await sayUnheard('lost')
  await sayUnheard('a lost note', true)
  await say('heard')
  await visitor.next(ticketSaid, ({ seq }) => seq === 3)
  await agent.next(ticketSaid, ({ seq }) => seq === 3)
  expect(received(agent).map(([, , text]) => text)).toEqual(['lost', 'a lost note', 'heard'])
  expect(received(visitor)).toEqual([
    ['ticket.said', 1, 'lost'],
    ['ticket.said', 3, 'heard', { from: 2, to: 2 }],
  ])
})

it('is answered by `sync` and `positions` under its own name, and is not_found to others', async () => {
  await say('hello')
  await say('a note', true)
  await say('bye')
  const visitor = await openSocket(url, visitorKey)
  const { tickets } = await visitor.ask('sync', { [ticket]: 0 })
  expect(tickets[ticket]).toMatchObject({
    events: [{ seq: 1 }, { seq: 3, skips: { from: 2, to: 2 } }],
    ...{ seq: 3, rev: 3, has_more: false },
  })
  expect((await visitor.ask('positions')).tickets[ticket]).toEqual({ seq: 3, rev: 3 })
  // Somebody on the company's website, who is no user.
  const caller = await insertVisitor(database, workspace!.uuid)
  await database.query('update chat_engine.example_tickets set visitor_id = $1 where id = $2', [caller.visitorId, id])
  const tokens = createVisitorTokens({ VISITOR_TOKEN_SECRETS: [example.keys.visitorTokenSecret] })
  const onWebsite = await openSocket(url, tokens.issue(caller, 60))
  expect((await onWebsite.ask('sync', { [ticket]: 0 })).tickets[ticket]).toEqual(tickets[ticket])
  expect(await visitor.ask('sync', { [ticket]: 0 })).toMatchObject({ tickets: { [ticket]: { error: 'not_found' } } })
  const foreign = encodeId('cnv', crypto.randomUUID())
  expect(await visitor.ask('sync', { [foreign]: 0 })).toMatchObject({
    tickets: { [foreign]: { error: 'not_found' } },
  })
  expect(await visitor.ask('sync', { [id]: 0 })).toMatchObject({
    error: { code: 'invalid_input' },
  })
})

it('is resumed by the client where it left off, each entry once', async () => {
  await say('one')
  await say('two', true)
  await say('three')
  const readers = [read(token, { [ticket]: { seq: 1, rev: 1 } }), read(visitorKey, { [ticket]: { seq: 1, rev: 1 } })]
  await Promise.all(readers.map(({ ready }) => ready))
  await say('four', true)
  await say('five')
  await vi.waitFor(() => expect(readers.map(({ texts }) => texts.at(-1))).toEqual(['five', 'five']), 30_000)
  expect(readers.map(({ texts }) => texts)).toEqual([
    ['two', 'three', 'four', 'five'],
    ['three', 'five'],
  ])
  expect(readers[1]!.positions()[ticket]).toEqual({ seq: 5, rev: 5 })
})
