import { title } from '@parley/contracts/endpoint'
import { deleteMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { messageDeleted, messageUpdated, reactionAdded, reactionRemoved } from '@parley/contracts/messages/events'
import { listMentions } from '@parley/contracts/messages/following'
import type { Message } from '@parley/contracts/messages/message'
import { getMessage } from '@parley/contracts/messages/messages'
import { type AuthorId, changeMessage } from '@parley/contracts/messages/writing'
import type { ServiceName } from '@parley/contracts/services'
import { assertionHeader, createSigner, type ServiceCaller } from '@parley/kit/assertion'
import { newSigningKey } from '@parley/kit/keys'
import { createServiceClient } from '@parley/kit/service-client'
import { traceFrom } from '@parley/kit/trace'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'
import { connectAs } from './service-scene.ts'

const scene = await setScene()
const { acme, eve, database, messaging, as } = scene
const { ada, bob, gus, workspaceId } = acme
const sql = await connectAs(database, 'integrations')
const asBridge = (of = workspaceId, service: ServiceCaller['service'] = 'integrations') =>
  messaging.callAs({ kind: 'service', service, workspaceId: of, userId: null })
const bridge = asBridge()

const scout = await createTwin(database, acme, { name: 'Scout' })
const twin = { type: 'twin', ai_twin_id: scout } as const
const zoe = { type: 'bridged', platform: 'slack', foreign_id: 'U1', name: 'Zoe' } as const
const max = { type: 'bridged', platform: 'slack', foreign_id: 'U2' } as const
const person = ({ userId }: { userId: string }) => ({ type: 'user', user_id: userId }) as const
let keys = 0

/** A message of Zoe's in a new channel, or in one that is there. */
async function posted(channelId?: string, author: Parameters<typeof sql.post>[1] = zoe) {
  const channel = channelId ?? (await scene.channel({}, [bob]))
  return (await sql.post({ workspaceId, channelId: channel }, author, {}, `m${++keys}`)).message as Message
}
const show = async (id: string) => (await as(ada).call(getMessage, { id })).data
const edit = (content: string) => ({ type: 'edit', content }) as const
const react = (emoji: string) => ({ type: 'react', emoji }) as const
const unreact = (emoji: string) => ({ type: 'unreact', emoji }) as const
const remove = { type: 'delete' } as const
type Change = ReturnType<typeof edit> | ReturnType<typeof react> | ReturnType<typeof unreact> | typeof remove
const change = async (id: string, author: AuthorId, change: Change, more: object = {}) =>
  (await bridge.call(changeMessage, { id, author, change, ...more })).data.outcome
const statusOf = async (id: string, author: AuthorId, change: Change) =>
  (await bridge.answer(changeMessage, { id, author, change })).status

describe(title(changeMessage), () => {
  it.each([
    ['a bridged author', zoe],
    ['a twin', twin],
    ['a person', person(bob)],
  ])('edits and deletes what %s has written, as they would', async (_who, author) => {
    const message = await posted(undefined, author)
    expect(await change(message.id, author, edit('for @bob'))).toBe('changed')
    expect(await change(message.id, author, edit('for @bob'))).toBe('unchanged')
    expect(await show(message.id)).toMatchObject({
      content: 'for @bob',
      edited_at: expect.any(String),
      metadata: { mentions: [{ user_id: bob.userId }] },
    })
    expect(await change(message.id, author, remove, { origin: 'int_1', hops: 1 })).toBe('changed')
    expect(await change(message.id, author, remove)).toBe('unchanged')
    const [updated] = await scene.events(messageUpdated, message.channel_id)
    expect(updated).toMatchObject({ origin: null, hops: 0, data: { content: 'for @bob' } })
    const [deleted, ...more] = await scene.events(messageDeleted, message.channel_id)
    expect(deleted).toMatchObject({ origin: 'int_1', hops: 1, data: { id: message.id } })
    expect(more).toEqual([])
    expect(await wrongCounts(database)).toEqual([])
  })

  it('reacts for each once, and takes back what they gave', async () => {
    const { id, channel_id } = await posted()
    const authors = [zoe, max, twin, person(bob)]
    for (const author of authors) expect(await change(id, author, react('fire'), { origin: 'int_1' })).toBe('changed')
    expect(await change(id, max, react(':fire:'))).toBe('unchanged')
    expect(await show(id)).toMatchObject({
      reactions: [{ emoji: 'fire', count: 4, user_ids: [bob.userId] }],
      reaction_count: 4,
    })
    const [first, , , ofBob] = await scene.events(reactionAdded, channel_id, 4)
    expect(first).toMatchObject({ origin: 'int_1', data: { message_id: id, emoji: 'fire', user_id: null } })
    expect(ofBob).toMatchObject({ data: { user_id: bob.userId } })
    await as(bob).call(toggleReaction, { id, emoji: 'fire' })
    for (const author of [max, twin]) expect(await change(id, author, unreact('fire'))).toBe('changed')
    expect(await change(id, person(bob), unreact('fire'))).toBe('unchanged')
    expect(await show(id)).toMatchObject({ reactions: [{ emoji: 'fire', count: 1, user_ids: [] }] })
    await scene.events(reactionRemoved, channel_id, 3)
    expect(await wrongCounts(database)).toEqual([])
  })

  it('is refused as by hand', async () => {
    const message = await posted()
    const ofAda = await scene.post(ada, message.channel_id)
    for (const author of [max, twin, person(ada), person(bob), { ...zoe, platform: 'discord' }]) {
      expect(await statusOf(message.id, author, edit('mine'))).toBe(403)
      expect(await statusOf(message.id, author, remove)).toBe(403)
    }
    expect(await statusOf(ofAda.id, zoe, edit('mine'))).toBe(403)
    expect(await statusOf(message.id, zoe, edit(' '))).toBe(400)
    for (const author of [person(gus), person(eve)]) expect(await statusOf(message.id, author, react('fire'))).toBe(404)
    expect(await statusOf(unknownId, zoe, react('fire'))).toBe(404)
    const elsewhere = await asBridge(eve.workspaceId).answer(changeMessage, {
      id: message.id,
      author: zoe,
      change: react('fire'),
    })
    expect(elsewhere.status).toBe(404)
    await as(ada).call(deleteMessage, { id: message.id, admin: true })
    expect(await statusOf(message.id, zoe, edit('more'))).toBe(404)
    const archived = await posted()
    await scene.archive(archived.channel_id)
    for (const each of [edit('more'), remove, react('fire')]) expect(await statusOf(archived.id, zoe, each)).toBe(409)
  })

  it('is for services alone', async () => {
    const message = await posted()
    const input = { id: message.id, author: person(ada), change: react('fire') } as const
    expect((await as(ada).answer(changeMessage, input)).status).toBe(403)
    expect((await messaging.client().answer(changeMessage, input)).status).toBe(401)
    expect((await show(message.id)).reactions).toEqual([])
  })

  it('is for those whose key messaging trusts, as themselves, with what they have signed for it', async () => {
    const { id } = await posted()
    const input = { id, author: zoe, change: react('fire') } as const
    const { signingKeys, url } = messaging
    const callAs = (service: ServiceName, signingKey: string, key: string) =>
      createServiceClient(service, { signingKey, urls: { messaging: url } }).call(changeMessage, input, {
        ...{ workspaceId, userId: null, trace: traceFrom(undefined, undefined), idempotencyKey: key },
      })
    const refusal = { code: 'bad_gateway', cause: { message: expect.stringMatching(/^messaging has answered 401: /) } }
    await expect(callAs('chat-engine', newSigningKey(), 'a')).rejects.toMatchObject(refusal)
    await expect(callAs('chat-engine', signingKeys.integrations, 'b')).rejects.toMatchObject(refusal)
    await expect(callAs('channels', signingKeys.channels, 'c')).rejects.toMatchObject(refusal)
    const caller = { kind: 'service', service: 'chat-engine', workspaceId, userId: null } as const
    const sign = createSigner('chat-engine', signingKeys['chat-engine'])
    const statusFor = async (audience: ServiceName) =>
      (
        await fetch(`${url}/internal/messages/${id}/changes`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', [assertionHeader]: sign(audience, caller) },
          body: JSON.stringify({ author: zoe, change: react('fire') }),
        })
      ).status
    expect(await statusFor('channels')).toBe(401)
    expect((await show(id)).reactions).toEqual([])
    expect((await callAs('chat-engine', signingKeys['chat-engine'], 'd')).data.outcome).toBe('changed')
    expect(await statusFor('messaging')).toBe(200)
    expect(await show(id)).toMatchObject({ reactions: [{ emoji: 'fire', count: 1 }] })
  })

  it('is made once under a key, which each service has of its own', async () => {
    const { id } = await posted()
    const input = { id, author: zoe, change: react('fire') } as const
    const answers = []
    for (const client of [bridge, bridge, asBridge(workspaceId, 'chat-engine')])
      answers.push(await client.answer(changeMessage, input, { idempotencyKey: 'change-1' }))
    expect(answers.map(({ body }) => (body as { data: { outcome: string } }).data.outcome)).toEqual([
      'changed',
      'changed',
      'unchanged',
    ])
    expect(answers.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true', null])
  })

  it('leaves imported messages out of inboxes, whoever edits them', async () => {
    const channel = await scene.channel({}, [bob])
    const author = person(ada)
    const created_at = '2024-05-01T12:00:00.000Z'
    const { messages } = await sql.import({ workspaceId, channelId: channel }, [
      { key: 'old-root', author, content: 'x', created_at },
      { key: 'old-reply', author, content: 'x', created_at, parent_key: 'old-root' },
    ])
    const before = await as(bob).call(listMentions, {})
    for (const { id } of messages) expect(await change(id, author, edit('@bob'))).toBe('changed')
    expect((await as(bob).call(listMentions, {})).data).toEqual(before.data)
    expect((await show(messages[1]!.id)).metadata).toMatchObject({ mentions: [{ user_id: bob.userId }] })
  })
})
