import { createPublicKey, type JsonWebKey, randomBytes, randomUUID, verify } from 'node:crypto'
import { suggestAgentReply, summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { blockVisitor, createBlock, deleteBlock } from '@parley/contracts/desk/blocks'
import { getAgentConversation } from '@parley/contracts/desk/conversation-lists'
import { deleteTenantConversation, resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { type Erasure, getErasure, getReceiptKeys, listErasures, retryErasure } from '@parley/contracts/desk/erasures'
import { conversationUpdated, visitorUpdated } from '@parley/contracts/desk/events'
import { createNote, sendAgentMessage } from '@parley/contracts/desk/messages'
import { mailTranscript } from '@parley/contracts/desk/transcript'
import {
  deleteTenantVisitor,
  getTenantVisitor,
  updateAgentVisitor,
  updateTenantVisitor,
} from '@parley/contracts/desk/visitors'
import { rateInWidget, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { getTenantWorkspace, updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { title } from '@parley/contracts/endpoint'
import { decodeId } from '@parley/contracts/type-id'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { transaction } from '@parley/kit/outbox'
import { traceFrom } from '@parley/kit/trace'
import { captureLogs, placesOf } from '@parley/testing/copies'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { insertWebhook } from '@parley/testing/rows/integrations'
import { insertConversation, insertVisitor } from '@parley/testing/rows/support-desk'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'
import { beginErasure, deleteSome } from '../src/erasing.ts'
import { digestOf, signatureOf } from '../src/mail/inbound-signature.ts'
import type { DB } from '../src/schema.ts'

const logs = captureLogs()
const platform = await bootPlatform({ env: { LOG_LEVEL: 'debug', UNSEEN_MAIL_DELAY_MS: '0' } })
const { database } = platform
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
const key = await newWidgetKey(ada)
const { mailAddress } = await ada.call(getTenantWorkspace)
await ada.call(updateTenantWorkspace, { settings: { ai: { firstResponse: true } } })
// Its receiver cannot be reached, so that what it is to be sent is kept.
const events = ['message', 'note', 'updated', 'deleted'].map((name) => `conversation.${name}`)
await insertWebhook(database, ada, { events })

/** Where something of a whole conversation is while nobody has erased it. */
const places = [
  '/dev/mail',
  'files',
  ...['webhook_events'].map((name) => `integrations.${name}`),
  ...['conversations', 'files', 'idempotency_keys', 'mail_threads', 'messages'].map((name) => `support_desk.${name}`),
  ...['notes', 'ratings', 'search_documents', 'visitors'].map((name) => `support_desk.${name}`),
]

const newCanary = () => `canary${randomBytes(6).toString('hex')}`
const until = <T>(what: () => Promise<T>) => vi.waitFor(what, { timeout: 30_000, interval: 50 })
const placesWith = (text: string) => placesOf(platform, text, logs)

/** What has become of an erasure, once that is decided. */
const ended = (id: string) =>
  until(async () => {
    const erasure = await ada.call(getErasure, { id })
    expect(erasure.state).not.toBe('running')
    return erasure
  })
const countsOf = ({ copies }: Pick<Erasure, 'copies'>) =>
  Object.fromEntries(copies.map(({ kind, count }) => [kind, count]))

/** A visitor all of whose fields hold a canary. */
async function visitorWith(canary: string): Promise<TestVisitor> {
  const page = { url: `https://shop.example/${canary}`, title: canary }
  const visitor = await visit(platform, key, { user: { name: canary, email: `${canary}@home.test` }, page })
  const { id } = visitor.session.visitor
  await ada.call(updateTenantVisitor, { id, userPhone: canary })
  await ada.call(updateAgentVisitor, { id, tags: [canary], notes: canary })
  return visitor
}

/** A whole conversation in which everything holds a canary, from the first message to the analysis; its id. */
async function converse(visitor: TestVisitor, canary: string): Promise<string> {
  const file = () => new File([`%PDF-1.7 ${canary}`], `${canary}.pdf`)
  const sent = { content: `Where is my parcel ${canary}?`, newConversation: true, attachments: [file()] }
  const { conversationId: id } = await visitor.client.call(sendWidgetMessage, sent, { idempotencyKey: randomUUID() })
  await ada.client.call(suggestAgentReply, { id }, { idempotencyKey: randomUUID() })
  await ada.call(createNote, { id, content: canary })
  const answer = { id, content: `It is on its way, ${canary}.`, attachments: [file()] }
  await ada.client.call(sendAgentMessage, answer, { idempotencyKey: randomUUID() })
  await ada.client.call(summarizeAgentConversation, { id }, { idempotencyKey: randomUUID() })
  await until(async () => expect(await mailsWith(canary)).toHaveLength(1))
  await visitor.call(mailTranscript, { conversationId: id })
  await until(async () => expect(await mailsWith(canary)).toHaveLength(2))
  await handOver(id, canary)
  await ada.call(resolveAgentConversation, { id })
  await visitor.call(rateInWidget, { conversationId: id, score: 5, comment: canary })
  await until(async () => expect((await ada.call(getAgentConversation, { id })).analysis).not.toBeNull())
  return id
}

/** An event that could not be published, and is tried no more. */
const insertStuck = (name: string, payload: object) =>
  database.queryAs(
    'support-desk',
    `insert into outbox (kind, name, payload, quarantined_at) values ('event', $1, $2, now())`,
    [name, JSON.stringify(payload)],
  )

async function mailsWith(text: string) {
  const { body } = await platform.client().request('GET', '/dev/mail')
  return (body as { text: string }[]).filter((mail) => mail.text.includes(text))
}

/** An answer by mail to what was mailed of a conversation. */
async function handOver(conversationId: string, canary: string): Promise<void> {
  const [thread] = await database.query<{ id: string }>(
    'select message_ids[1] as id from support_desk.mail_threads where conversation_id = $1',
    [decodeId(conversationId, ['cnv'])],
  )
  const mail = [
    `From: ${canary} <${canary}@home.test>`,
    `To: ${mailAddress}`,
    `Message-ID: <${canary}@home.test>`,
    `In-Reply-To: <${thread!.id}>`,
    `Subject: ${canary}`,
    '',
    `More ${canary}`,
  ].join('\r\n')
  const digest = digestOf(Buffer.from(mail))
  const headers = { 'content-digest': digest, 'x-mail-signature': signatureOf(digest, platform.inboundMailSecret) }
  const url = `${platform.url}/api/desk/inbound-mail`
  const answer = await fetch(url, {
    method: 'POST',
    body: mail,
    headers: { 'content-type': 'message/rfc822', ...headers },
  })
  expect(await answer.json()).toEqual({ outcome: 'stored', reason: null })
}

/** What a verified receipt says. */
async function verified(receipt: string, keys: JsonWebKey[]) {
  const [head, payload, signature] = receipt.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const jwk = keys.find((each) => 'kid' in each && each.kid === read(head!).kid)!
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  const signed = Buffer.from(`${head}.${payload}`)
  const how = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  expect(verify('sha256', signed, how, Buffer.from(signature!, 'base64url'))).toBe(true)
  return read(payload!)
}

describe('nothing is left', () => {
  it('of a visitor who is erased, anywhere', async () => {
    const canary = newCanary()
    const visitor = await visitorWith(canary)
    const conversationId = await converse(visitor, canary)
    await until(async () => expect(await placesWith(canary)).toEqual(expect.arrayContaining(places)))
    const socket = await visitor.socket()
    const { id } = visitor.session.visitor
    await insertStuck(visitorUpdated.type, { data: { id, name: canary } })
    await insertStuck(conversationUpdated.type, { conversation_id: conversationId, data: { name: canary } })
    const { erasureId } = await ada.call(deleteTenantVisitor, { id })
    const erasure = await ended(erasureId)
    expect(erasure).toMatchObject({ state: 'done', subject: { kind: 'visitor', id } })
    await until(async () => expect(await placesWith(canary)).toEqual([]))
    await until(async () => expect(socket.socket.connected).toBe(false))
    expect(countsOf(erasure)).toMatchObject({ visitors: 1, mail_addresses: 1, kept_mails: 2 })
    // Those that are stuck, and whatever was not published yet.
    expect(countsOf(erasure).outbox_rows).toBeGreaterThanOrEqual(2)
    expect(countsOf(erasure).webhook_events).toBeGreaterThan(5)
  })

  it('of a conversation that is erased, while its visitor stays with another', async () => {
    const [canary, staying] = [newCanary(), newCanary()]
    const visitor = await visitorWith(staying)
    const [gone, stays] = [await converse(visitor, canary), await converse(visitor, staying)]
    const { erasureId } = await ada.call(deleteTenantConversation, { id: gone })
    const erasure = await ended(erasureId)
    expect(erasure).toMatchObject({ state: 'done', subject: { kind: 'conversation', id: gone } })
    await until(async () => expect(await placesWith(canary)).toEqual([]))
    expect(await ada.call(getAgentConversation, { id: stays })).toMatchObject({ id: stays })
    await until(async () => expect(await placesWith(staying)).toEqual(expect.arrayContaining(places)))
    expect(countsOf(erasure)).toEqual({
      conversations: 1,
      messages: 5,
      notes: 1,
      ratings: 1,
      files: 2,
      file_contents: 2,
      mail_threads: 2,
      answers: expect.any(Number),
      outbox_rows: expect.any(Number),
      jobs: expect.any(Number),
      webhook_events: expect.any(Number),
      kept_mails: 2,
    })
  })
})

describe('blocks', () => {
  it('of an erased visitor go with them, and so do the answers that are kept of blocking', async () => {
    const canary = newCanary()
    const { id } = (await visit(platform, key, {})).session.visitor
    const [byAgent, byOwner] = [{ idempotencyKey: randomUUID() }, { idempotencyKey: randomUUID() }]
    const blocking = () => ada.client.answer(blockVisitor, { id, reason: canary }, byAgent)
    expect((await blocking()).status).toBe(200)
    await ada.client.call(createBlock, { kind: 'visitor', value: id, reason: canary }, byOwner)
    const { erasureId } = await ada.call(deleteTenantVisitor, { id })
    const erasure = await ended(erasureId)
    expect(erasure.state).toBe('done')
    expect(countsOf(erasure)).toMatchObject({ blocks: 1, answers: 2 })
    expect((await blocking()).status).toBe(404)
    expect(await placesWith(canary)).toEqual([])
  })

  it('of their address stay, which the receipt says, until they are removed', async () => {
    const email = `${newCanary()}@home.test`
    const { id } = (await visit(platform, key, { user: { email } })).session.visitor
    const blocked = { kind: 'email', value: email, reason: email } as const
    const block = await ada.client.call(createBlock, blocked, { idempotencyKey: randomUUID() })
    const { erasureId } = await ada.call(deleteTenantVisitor, { id })
    const { copies } = await ended(erasureId)
    expect(copies.find(({ kind }) => kind === 'blocks')).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('remove the block'),
    })
    await until(async () =>
      expect(await placesWith(email)).toEqual(['support_desk.blocks', 'support_desk.idempotency_keys']),
    )
    await ada.call(deleteBlock, { id: block.id })
    expect(await placesWith(email)).toEqual([])
  })
})

describe(title(getErasure), () => {
  it('has a receipt that anybody can verify, and says nothing to another workspace', async () => {
    const { visitorId } = await insertVisitor(database, ada.workspaceId)
    const { erasureId: id } = await ada.call(deleteTenantVisitor, { id: visitorId })
    const { receipt, ...erasure } = await ended(id)
    const { keys } = await platform.client().call(getReceiptKeys)
    expect(await verified(receipt!, keys)).toEqual({
      aud: 'erasure-receipt',
      iss: expect.any(String),
      iat: expect.any(Number),
      sub: id,
      erasure,
    })
    expect((await ada.call(listErasures, { limit: 1 })).erasures).toEqual([erasure])
    for (const endpoint of [getErasure, retryErasure])
      expect(await eve.client.answer(endpoint, { id })).toMatchObject({
        status: 404,
        body: { statusMessage: 'No such erasure.' },
      })
    expect(await eve.call(listErasures)).toEqual({ erasures: [] })
  })

  it('says why something is left: an address that wants no mail is known by its digest', async () => {
    const email = `${newCanary()}@home.test`
    const { session } = await visit(platform, key, { user: { email } })
    await database.query(
      `insert into support_desk.mail_addresses (workspace_id, address_hash, refused)
       values ($1, sha256(convert_to($2, 'UTF8')), 'unsubscribed')`,
      [ada.workspaceId, email],
    )
    const { erasureId: id } = await ada.call(deleteTenantVisitor, { id: session.visitor.id })
    const erasure = await ended(id)
    expect(erasure.state).toBe('partial')
    const refused = erasure.copies.filter(({ state }) => state !== 'done')
    expect(refused).toEqual([
      { kind: 'mail_addresses', count: 0, state: 'refused', reason: expect.stringContaining('SHA-256') },
    ])
    await until(async () => expect(await placesWith(email)).toEqual([]))
    expect(await ada.call(retryErasure, { id })).toMatchObject({ state: 'partial', copies: erasure.copies })
  })
})

describe('an erasure whose process dies', () => {
  it('goes on with the next start, with what is left of a visitor with very many conversations', async () => {
    const { workspaceId, userId } = ada
    const { visitorId } = await insertVisitor(database, workspaceId)
    for (let i = 0; i < 101; i++) await insertConversation(database, { workspaceId, visitorId, agentId: userId })
    await platform.stopService('support-desk')
    const log = createLog('support-desk', { LOG_LEVEL: 'silent' })
    const db = createDatabase<DB>('support-desk', { url: database.urlOf('support-desk'), poolSize: 1, log })
    const trace = traceFrom(undefined, undefined)
    const { id } = await transaction(db, async (tx) => {
      const subject = { kind: 'visitor', id: visitorId } as const
      const begun = await beginErasure(tx, { workspaceId, subject, requestedBy: userId }, trace)
      expect(await deleteSome(tx, begun, trace)).toBe(false)
      return begun
    })
    await db.destroy()
    await platform.startService('support-desk')
    const erasure = await ended(id)
    expect(erasure.state).toBe('done')
    expect(countsOf(erasure)).toMatchObject({ visitors: 1, conversations: 101 })
    expect((await ada.client.answer(getTenantVisitor, { id: visitorId })).status).toBe(404)
  })
})
