import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { AnswerOf } from '@parley/contracts/endpoint'
import { register } from '@parley/contracts/identity/auth'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { insertVisitor } from '@parley/testing/rows/support-desk'
import sharp from 'sharp'
import { expect, it, vi } from 'vitest'
import { bootExample } from './example/boot.ts'
import { connectUrl, countUp, receiveEvent, writeEntry } from './example/contracts.ts'

const example = await bootExample({ OUTSIDE_ALLOWED: '127.0.0.1', SWEEP_EVERY_MS: '20' })
const { database } = example

let asked = 0
const secret = 'what the address says'
const address = createServer((_request, response) => {
  asked += 1
  response.end(secret)
}).listen(0, '127.0.0.1')
await once(address, 'listening')
closeAfterwards({ close: async () => address.close() })
const url = `http://127.0.0.1:${(address.address() as AddressInfo).port}/`

const { token, user, workspace } = await example
  .client()
  .call(register, { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' })
const client = example.client(token)

/** A ticket of Ada's and a visitor's; closed so long ago, if at all. */
async function openTicket({ visitorId = randomUUID() as string, closedFor = null as string | null } = {}) {
  const id = randomUUID()
  await database.query(
    `insert into chat_engine.example_tickets (workspace_id, id, agent_id, visitor_id, closed_at)
     values ($1, $2, $3, $4, now() - $5::interval)`,
    [workspace!.uuid, id, user.uuid, visitorId, closedFor],
  )
  return id
}
const closedAt = async (id: string) => {
  const query = 'select closed_at from chat_engine.example_tickets where id = $1'
  return (await database.query<{ closed_at: string | null }>(query, [id]))[0]?.closed_at
}

it('fits into 250 lines with its tables, so simple is each mechanism', () => {
  const folder = join(import.meta.dirname, 'example')
  const texts = globSync('*.{ts,sql}', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'))
  expect(texts.join('').split('\n').length - 1).toBeLessThanOrEqual(250)
})

it('calls an address once for a key, keeps its secret sealed, and takes what is signed with it', async () => {
  const idempotencyKey = 'connect-once'
  const id = await openTicket()
  const first = await client.answer(connectUrl, { id, url }, { idempotencyKey })
  const again = await client.answer(connectUrl, { id, url }, { idempotencyKey })
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true'])
  expect(again.body).toEqual(first.body)
  expect(asked).toBe(1)
  const kept = await database.query<{ secret: string }>('select secret from chat_engine.example_tickets')
  expect(kept).toEqual([{ secret: expect.stringMatching(/^v1\./) }])

  const path = receiveEvent.path.replace(':id', (first.body as { id: string }).id)
  const body = Buffer.from([0, 255, ...Buffer.from(' exactly\r\n these bytes')])
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const send = (sent: Buffer) =>
    example.client().request('post', path, { body: sent, headers: { 'X-Signature': signature } })
  expect((await send(body)).status).toBe(200)
  expect((await send(Buffer.concat([body, body]))).status).toBe(403)
})

it('answers people and visitors alike, each by idempotency keys of their own', async () => {
  const tokens = createVisitorTokens({ VISITOR_TOKEN_SECRETS: [example.keys.visitorTokenSecret] })
  const [first, second] = [
    await insertVisitor(database, workspace!.uuid),
    await insertVisitor(database, workspace!.uuid),
  ]
  const [one, two] = [tokens.issue(first, 60), tokens.issue(second, 60)]
  const [mine, other] = [await openTicket(first), await openTicket(second)]
  const write = async (by: string, id: string) => {
    const entry = { id, text: 'hello' }
    const { status, body, headers } = await example.client(by).answer(writeEntry, entry, { idempotencyKey: 'hello' })
    return { status, ...(body as AnswerOf<typeof writeEntry>), isReplayed: headers.has('idempotency-replayed') }
  }
  const written = await write(one, mine)
  expect(written).toMatchObject({ status: 201, seq: 1, author: first.visitorId, isReplayed: false })
  expect(await write(one, mine)).toEqual({ ...written, isReplayed: true })
  expect(await write(two, mine)).toMatchObject({ status: 404, isReplayed: false })
  expect(await write(two, other)).toMatchObject({
    status: 201,
    seq: 1,
    author: second.visitorId,
    isReplayed: false,
  })
  expect(await write(token, mine)).toMatchObject({ status: 201, seq: 2, author: user.uuid, isReplayed: false })
})

it('keeps a picture for those who may see its ticket, as a square without what it says beside', async () => {
  const picture = sharp({ create: { width: 200, height: 100, channels: 3, background: 'teal' } })
  const png = await picture
    .withExif({ IFD0: { Make: 'SecretCamera' } })
    .png()
    .toBuffer()
  const id = await openTicket()
  const send = (content: Buffer) =>
    client.answer(writeEntry, { id, text: 'Sea', picture: [new File([Buffer.from(content)], 'sea.png')] })
  expect(await send(Buffer.from('no picture'))).toMatchObject({
    status: 400,
    body: { error: { details: [{ path: 'picture.0' }] } },
  })
  const { status, body } = await send(png)
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { seq: 1, attachments: [{ name: 'sea.webp', type: 'image/webp', width: 64, height: 64 }] },
  })
  const { url } = (body as AnswerOf<typeof writeEntry>).attachments[0]!
  const { pathname, search } = new URL(url)
  const get = () => fetch(`${example.url}${pathname}${search}`)
  const stored = Buffer.from(await (await get()).arrayBuffer())
  expect(await sharp(stored).metadata()).toMatchObject({ format: 'webp', width: 64, height: 64 })
  expect(stored.includes('SecretCamera')).toBe(false)
  await database.query('update chat_engine.example_tickets set closed_at = now() where id = $1', [id])
  expect((await get()).status).toBe(404)
  expect((await send(png)).status).toBe(404)
})

it('says which rule refused an address, and not why', async () => {
  expect(await client.answer(connectUrl, { id: randomUUID(), url: 'http://[::1]/' })).toMatchObject({
    status: 502,
    body: { error: { code: 'bad_gateway', message: '::1 is not a public address.' } },
  })
})

it('streams numbers, and goes on after the one that a client had last', async () => {
  const numbers: number[] = []
  for await (const { data } of client.stream(countUp, { to: 5 }, { lastEventId: '2' })) numbers.push(data.n)
  expect(numbers).toEqual([3, 4, 5])
})

it('closes a ticket by a delayed job, no sooner than its entry says', async () => {
  const id = await openTicket()
  await client.call(writeEntry, { id, text: 'bye', closes_in_ms: 300 })
  const written = 'select at from chat_engine.example_entries where ticket_id = $1'
  const [entry] = await database.query<{ at: string }>(written, [id])
  await vi.waitFor(async () => expect(await closedAt(id)).toEqual(expect.any(String)), 10_000)
  expect(Date.parse((await closedAt(id))!) - Date.parse(entry!.at)).toBeGreaterThan(290)
})

it('deletes by a loop what has been closed for a day', async () => {
  const [stale, recent] = [await openTicket({ closedFor: '25 hours' }), await openTicket({ closedFor: '23 hours' })]
  await vi.waitFor(async () => expect(await closedAt(stale)).toBeUndefined(), 10_000)
  expect(await closedAt(recent)).toEqual(expect.any(String))
})
