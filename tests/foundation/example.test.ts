import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AnswerOf } from '@parley/contracts/endpoint'
import { register } from '@parley/contracts/identity/auth'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { bootExample } from './example/boot.ts'
import { connectAddress, greet, hangPicture, receiveSigned } from './example/contracts.ts'

const example = await bootExample({ OUTSIDE_ALLOWED: '127.0.0.1' })
const { database } = example
await database.query(
  'create table chat_engine.example_connections (id uuid primary key default uuidv7(), workspace_id uuid, secret text)',
)
await database.query('grant all on chat_engine.example_connections to parley_chat_engine')

let asked = 0
const secret = 'what the address says'
const address = createServer((_request, response) => {
  asked += 1
  response.end(secret)
}).listen(0, '127.0.0.1')
await once(address, 'listening')
closeAfterwards({ close: async () => address.close() })
const url = `http://127.0.0.1:${(address.address() as AddressInfo).port}/`

const { token, workspace } = await example
  .client()
  .call(register, { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' })
const client = example.client(token)

it('calls an address once for a key, keeps its secret sealed, and takes what is signed with it', async () => {
  const idempotencyKey = 'connect-once'
  const first = await client.answer(connectAddress, { url }, { idempotencyKey })
  const again = await client.answer(connectAddress, { url }, { idempotencyKey })
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true'])
  expect(again.body).toEqual(first.body)
  expect(asked).toBe(1)
  const kept = await database.query<{ secret: string }>('select secret from chat_engine.example_connections')
  expect(kept).toEqual([{ secret: expect.stringMatching(/^v1\./) }])

  const path = receiveSigned.path.replace(':id', (first.body as { id: string }).id)
  const body = Buffer.from([0, 255, ...Buffer.from(' exactly\r\n these bytes')])
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const send = (sent: Buffer) =>
    example.client().request('post', path, { body: sent, headers: { 'X-Signature': signature } })
  expect((await send(body)).status).toBe(200)
  expect((await send(Buffer.concat([body, body]))).status).toBe(403)
})

it('answers people and visitors alike, each by idempotency keys of their own', async () => {
  const tokens = createVisitorTokens({ VISITOR_TOKEN_SECRETS: [example.keys.visitorTokenSecret] })
  const visitors = [randomUUID(), randomUUID()]
  const [one, two] = visitors.map((visitorId) =>
    tokens.issue({ visitorId, workspaceId: workspace.uuid, widgetKeyId: randomUUID(), siteId: randomUUID() }, 60),
  )
  const ask = async (by: string) => {
    const { status, body, headers } = await example.client(by).answer(greet, {}, { idempotencyKey: 'hello' })
    return { status, ...(body as AnswerOf<typeof greet>), isReplayed: headers.has('idempotency-replayed') }
  }
  const first = await ask(one!)
  expect(first).toMatchObject({ status: 200, whom: visitors[0], isReplayed: false })
  expect(await ask(one!)).toEqual({ ...first, isReplayed: true })
  expect(await ask(two!)).toMatchObject({ whom: visitors[1], isReplayed: false })
  expect(await ask(token)).toMatchObject({ status: 200, isReplayed: false })
})

it('keeps a picture for those who may see its room, as a square without what it says beside', async () => {
  const picture = sharp({ create: { width: 200, height: 100, channels: 3, background: 'teal' } })
  const png = await picture
    .withExif({ IFD0: { Make: 'SecretCamera' } })
    .png()
    .toBuffer()
  const id = randomUUID()
  const hang = (content: Buffer) =>
    client.answer(hangPicture, { id, title: 'Sea', picture: [new File([Buffer.from(content)], 'sea.png')] })
  expect(await hang(Buffer.from('no picture'))).toMatchObject({
    status: 400,
    body: { error: { details: [{ path: 'picture.0' }] } },
  })
  const { status, body } = await hang(png)
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { title: 'Sea', attachments: [{ name: 'sea.webp', type: 'image/webp', width: 64, height: 64 }] },
  })
  const { url } = (body as AnswerOf<typeof hangPicture>).attachments[0]!
  const { pathname, search } = new URL(url)
  const get = () => fetch(`${example.url}${pathname}${search}`)
  const stored = Buffer.from(await (await get()).arrayBuffer())
  expect(await sharp(stored).metadata()).toMatchObject({ format: 'webp', width: 64, height: 64 })
  expect(stored.includes('SecretCamera')).toBe(false)
  example.controls.closed.add(id)
  expect((await get()).status).toBe(404)
  expect((await hang(png)).status).toBe(404)
})

it('says which rule refused an address, and not why', async () => {
  expect(await client.answer(connectAddress, { url: 'http://[::1]/' })).toMatchObject({
    status: 502,
    body: { error: { code: 'bad_gateway', message: '::1 is not a public address.' } },
  })
})
