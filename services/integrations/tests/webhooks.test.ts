import { randomUUID } from 'node:crypto'
import { createChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import { addChannelMembers, updateChannelMember } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { postMessage } from '@parley/contracts/messages/messages'
import { webhookDisabled } from '@parley/contracts/webhooks/events'
import {
  cancelWebhookDelivery,
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhookDeliveries,
  listWebhooks,
  replayWebhook,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from '@parley/contracts/webhooks/webhooks'
import { listWaitingJobs, loseJobs } from '@parley/testing/lost-jobs'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { ageFailures } from '@parley/testing/rows/integrations'
import { startWebhookReceiver, type WebhookReceiver } from '@parley/testing/webhook-receiver'
import { describe, expect, it, vi } from 'vitest'
import { backOffMs } from '../src/webhooks/back-off.ts'

const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'integrations'],
  serviceEnv: { integrations: { OUTSIDE_ALLOWED: '127.0.0.0/8' } },
})
const patient = { timeout: 60_000, interval: 20 }
const ada = await newcomer(platform, 'ada')
const eve = await newcomer(platform, 'eve')
const amy = await colleague(platform, ada, 'amy', { role: 'admin' })

async function newChannel(owner: Person, more: object = {}): Promise<string> {
  const given = { workspace_id: owner.workspaceId, name: `c-${randomUUID()}`, channel_type: 'text' as const }
  return (await owner.call(createChannel, { ...given, ...more })).channel.id
}

const say = async (channel_id: string, content: string, who = ada) =>
  (await who.call(postMessage, { channel_id, content })).data.id

type Given = Omit<Parameters<typeof ada.call<typeof createWebhook>>[1], 'url'>

async function newWebhook(given: Given, owner = ada) {
  const receiver = await startWebhookReceiver()
  const { data } = await owner.call(createWebhook, { url: receiver.url, ...given })
  receiver.secret = data.secret
  const has = (count: number) => vi.waitUntil(() => receiver.received.length >= count, patient)
  return { ...data, receiver, has }
}

/** What a receiver has, each once: an answer that a process did not live to note is asked for again. */
const distinct = ({ received }: WebhookReceiver) => [...new Map(received.map((each) => [each.id, each])).values()]
const contents = ({ received }: Pick<WebhookReceiver, 'received'>) => received.map(({ data }) => data.content)
const inDirectory = (id: string) => ada.call(getWebhook, { id }).then(({ data }) => data)

describe(title(createWebhook), () => {
  it('keeps a URL that answers the challenge, and shows the secret once', async () => {
    const { id, secret, url } = await newWebhook({ events: ['message.created'] })
    expect(secret).toMatch(/^whsec_/)
    const { data } = await ada.call(listWebhooks)
    expect(data.find((each) => each.id === id)).toMatchObject({ url, status: 'active', waiting: 0, channelIds: null })
    expect(JSON.stringify(data)).not.toContain('whsec_')
    await ada.call(deleteWebhook, { id })
    expect((await ada.answerTo(getWebhook, { id })).status).toBe(404)
  })

  it('names what is wrong: an unknown event, a private address, no answer to the challenge, a foreign channel', async () => {
    const receiver = await startWebhookReceiver()
    const refusal = async (input: object) => {
      const answer = await ada.answerTo(createWebhook, {
        url: receiver.url,
        events: ['message.created'],
        ...input,
      } as never)
      expect(answer.status).toBe(400)
      return JSON.stringify(answer.body)
    }
    expect(await refusal({ events: ['message.sent'] })).toContain('message.sent')
    expect(await refusal({ url: 'http://10.0.0.1/' })).toContain('not a public address')
    expect(await refusal({ url: 'http://ada:secret@example.com/' })).toContain('url')
    expect(await refusal({ channelIds: [randomUUID()] })).toContain('channelIds.0')
    expect(await refusal({ channelIds: [await newChannel(amy, { is_private: true })] })).toContain('channelIds.0')
    const dm = { workspace_id: ada.workspaceId, channel_type: 'dm' as const, member_ids: [amy.userId] }
    const { channel } = await ada.call(createChannel, dm as never)
    expect(await refusal({ channelIds: [channel.id] })).toContain('direct message')
    receiver.isHonest = false
    expect(await refusal({})).toContain('challenge')
  })
})

describe('what is delivered', () => {
  it('is what sockets receive, signed, once and in its order', async () => {
    const channel = await newChannel(ada)
    const { receiver, has, id } = await newWebhook({
      events: ['message.created', 'message.updated', 'message.deleted', 'reaction.added'],
    })
    const socket = await ada.socket()
    const first = await say(channel, 'one')
    await ada.call(toggleReaction, { id: first, emoji: '👍' })
    await ada.call(editMessage, { id: first, content: 'uno' })
    await Promise.all(['two', 'three', 'four'].map((content) => say(channel, content)))
    await ada.call(deleteMessage, { id: first })
    await has(7)
    expect(receiver.received.map(({ type }) => type)).toEqual([
      'message.created',
      'reaction.added',
      'message.updated',
      'message.created',
      'message.created',
      'message.created',
      'message.deleted',
    ])
    await vi.waitUntil(() => socket.events.some(({ type }) => type === 'message.deleted'), patient)
    const sent = socket.events.filter(({ channel_id: of, rev }) => of === channel && rev !== null)
    expect(receiver.received.map(({ signatures: _, ...event }) => event)).toEqual(sent)
    await vi.waitUntil(async () => (await inDirectory(id)).waiting === 0, patient)
    const { data } = await ada.call(listWebhookDeliveries, { id, limit: 3 })
    expect(data).toMatchObject([
      { event: 'message.deleted', status: 'delivered', attempts: 1, response: { status: 200, body: 'noted' } },
      { event: 'message.created' },
      { event: 'message.created' },
    ])
    const next = await ada.call(listWebhookDeliveries, { id, before: data[2]!.id, event: 'message.created' })
    expect(next.data.map((each) => each.event)).toEqual(['message.created', 'message.created'])
  })

  it('is of public channels, and of a private one for as long as whoever named it is a member', async () => {
    const [open, secret, hidden] = await Promise.all([
      newChannel(ada),
      newChannel(amy, { is_private: true }),
      newChannel(ada, { is_private: true }),
    ])
    const all = await newWebhook({ events: ['message.created'] })
    const named = await newWebhook({ events: ['message.created'], channelIds: [secret] }, amy)
    await say(hidden, 'hidden')
    await say(secret, 'secret', amy)
    await say(open, 'open')
    await Promise.all([all.has(1), named.has(1)])
    // Nobody sends somewhere else, or elsewhere, what they cannot read.
    const other = await startWebhookReceiver()
    expect((await ada.answerTo(updateWebhook, { id: named.id, url: other.url })).status).toBe(403)
    const bob = await colleague(platform, ada, `bob-${randomUUID().slice(0, 8)}`)
    await amy.call(updateWebhook, { id: named.id, channelIds: [secret, open] })
    await amy.call(addChannelMembers, { id: secret, user_ids: [bob.userId] })
    await amy.call(updateChannelMember, { id: secret, userId: bob.userId, role: 'admin' })
    await amy.call(removeChannelMember, { id: secret, userId: amy.userId })
    await say(secret, 'without her', bob)
    await say(open, 'last')
    await Promise.all([all.has(2), named.has(2)])
    expect(contents(all.receiver)).toEqual(['open', 'last'])
    expect(contents(named.receiver)).toEqual(['secret', 'last'])
  })

  it('leaves nothing out that was never queued, and nothing of before', async () => {
    const channel = await newChannel(ada)
    await say(channel, 'before')
    const { has, receiver, id } = await newWebhook({
      events: ['message.created', 'message.updated'],
      channelIds: [channel],
    })
    const first = await say(channel, 'first')
    await has(1)
    await platform.stopService('integrations')
    // What no webhook of the workspace wants is no job.
    await say(await newChannel(eve), 'unwanted', eve)
    await newChannel(ada)
    const lost = await say(channel, 'lost')
    const waiting = () => listWaitingJobs(platform, 'queue-for-webhooks')
    await vi.waitUntil(async () => (await waiting()).length > 0, patient)
    expect(await waiting()).toEqual([lost])
    await ada.call(editMessage, { id: first, content: 'edited' })
    await loseJobs(platform, 'queue-for-webhooks')
    await platform.startService('integrations')
    await say(channel, 'after')
    await vi.waitUntil(() => distinct(receiver).length >= 4, patient)
    expect(contents({ received: distinct(receiver) })).toEqual(['first', 'lost', 'after', 'edited'])
    expect(distinct(receiver)[1]!.id).toBe(lost)
    await ada.call(updateWebhook, { id, isActive: false })
    await say(channel, 'meanwhile')
    await ada.call(updateWebhook, { id, isActive: true })
    await say(channel, 'again')
    await vi.waitUntil(() => distinct(receiver).length >= 5, patient)
    expect(contents({ received: distinct(receiver) }).at(-1)).toBe('again')
  })

  it('includes what a channel had before the event of its that is handled first', async () => {
    const channel = await newChannel(ada)
    await say(channel, 'before there was a webhook')
    const { receiver } = await newWebhook({ events: ['message.created'], channelIds: [channel] })
    await platform.stopService('integrations')
    await say(channel, 'early')
    await vi.waitUntil(async () => (await listWaitingJobs(platform, 'queue-for-webhooks')).length > 0, patient)
    await loseJobs(platform, 'queue-for-webhooks')
    await say(channel, 'late')
    await platform.startService('integrations')
    await vi.waitUntil(() => distinct(receiver).length >= 2, patient)
    expect(contents({ received: distinct(receiver) })).toEqual(['early', 'late'])
  })
})

describe('a receiver that fails', () => {
  it('is tried again, in order, and holds up neither its other channels nor other receivers', async () => {
    const [one, other] = await Promise.all([newChannel(ada), newChannel(ada)])
    const failing = await newWebhook({ events: ['message.created'], channelIds: [one] })
    const hanging = await newWebhook({ events: ['message.created'], channelIds: [one] })
    const good = await newWebhook({ events: ['message.created'], channelIds: [one, other] })
    failing.receiver.answer = { status: 503 }
    hanging.receiver.answer = { hangs: true }
    for (const content of ['one', 'two', 'three']) await say(one, content)
    await say(other, 'four')
    await good.has(4)
    await vi.waitUntil(() => failing.receiver.requests > 1, patient)
    const { data } = await ada.call(listWebhookDeliveries, { id: failing.id, status: 'waiting' })
    expect(data.at(-1)).toMatchObject({ attempts: expect.any(Number), response: { status: 503 } })
    expect(await inDirectory(failing.id)).toMatchObject({ status: 'failing', waiting: 3 })
    failing.receiver.answer = undefined
    await failing.has(3)
    expect(contents(failing.receiver)).toEqual(['one', 'two', 'three'])
    await vi.waitUntil(async () => (await inDirectory(failing.id)).status === 'active', patient)
  })

  it('keeps a channel waiting with one event until that is given up, and gets it again when asked', async () => {
    const channel = await newChannel(ada)
    const { id, receiver, has } = await newWebhook({ events: ['message.created'], channelIds: [channel] })
    receiver.answer = { status: 422 }
    const refused = await say(channel, 'refused')
    await say(channel, 'behind')
    await vi.waitUntil(() => receiver.requests > 0, patient)
    receiver.answer = { status: 422, headers: { 'retry-after': '3600' } }
    const waits = () => ada.call(listWebhookDeliveries, { id, status: 'waiting' }).then(({ data }) => data.length)
    await vi.waitUntil(async () => receiver.requests > 1 && (await waits()) === 2, patient)
    receiver.answer = undefined
    expect((await ada.call(cancelWebhookDelivery, { id, deliveryId: refused })).data.status).toBe('failed')
    await has(1)
    expect(contents(receiver)).toEqual(['behind'])
    expect((await ada.answerTo(cancelWebhookDelivery, { id, deliveryId: refused })).status).toBe(409)
    await ada.call(replayWebhookDelivery, { id, deliveryId: refused })
    await has(2)
    expect(receiver.received[1]).toMatchObject({ id: refused, data: { content: 'refused' } })
    const since = new Date(Date.now() - 3_600_000).toISOString()
    expect((await ada.call(replayWebhook, { id, since, status: 'all' })).data).toEqual({ replayed: 2, hasMore: false })
    await has(4)
    expect(contents(receiver).slice(2)).toEqual(['refused', 'behind'])
    expect((await ada.call(replayWebhook, { id, since })).data.replayed).toBe(0)
  })

  it('is disabled by a 410, and after days of nothing but failures; owners and admins are notified', async () => {
    const channel = await newChannel(ada)
    const socket = await amy.socket()
    const gone = await newWebhook({ events: ['message.created'], channelIds: [channel] })
    const failing = await newWebhook({ events: ['message.created'], channelIds: [channel] })
    gone.receiver.answer = { status: 410 }
    failing.receiver.answer = { status: 500 }
    await say(channel, 'hello')
    await socket.next(webhookDisabled, ({ data }) => data.id === gone.id && data.disabledReason === 'gone')
    expect(await inDirectory(gone.id)).toMatchObject({ isActive: false, status: 'disabled', waiting: 0 })
    await vi.waitUntil(() => failing.receiver.requests > 0, patient)
    await ageFailures(platform.database, failing.id)
    await socket.next(webhookDisabled, ({ data }) => data.id === failing.id && data.disabledReason === 'failing')
    const since = new Date(Date.now() - 3_600_000).toISOString()
    expect((await ada.answerTo(replayWebhook, { id: failing.id, since })).status).toBe(409)
    failing.receiver.answer = undefined
    await ada.call(updateWebhook, { id: failing.id, isActive: true })
    await ada.call(replayWebhook, { id: failing.id, since })
    await failing.has(1)
  })

  it('waits longer each time, up to hours', () => {
    expect([0, 1, 2, 20].map((failures) => backOffMs(failures, 0.5))).toEqual([1_000, 3_000, 9_000, 14_400_000])
    expect([backOffMs(0, 0), backOffMs(0, 1)]).toEqual([800, 1_200])
  })
})

describe(title(rotateWebhookSecret), () => {
  it('signs with both secrets for a while, and test says how the receiver does', async () => {
    const channel = await newChannel(ada)
    const { id, receiver, has, secret } = await newWebhook({ events: ['message.created'], channelIds: [channel] })
    const rotated = (await ada.call(rotateWebhookSecret, { id })).data
    expect(rotated.secret).not.toBe(secret)
    expect(rotated.previousSecretUntil).not.toBeNull()
    await say(channel, 'old')
    await has(1)
    receiver.secret = rotated.secret
    await say(channel, 'new')
    await has(2)
    expect(receiver.received.map(({ signatures }) => signatures.length)).toEqual([2, 2])
    receiver.secret = (await ada.call(rotateWebhookSecret, { id, overlapHours: 0 })).data.secret
    expect((await ada.call(testWebhook, { id })).data).toMatchObject({ success: true, response: { status: 200 } })
    expect(receiver.received[2]).toMatchObject({ type: 'webhook.test', signatures: { length: 1 } })
    receiver.answer = { status: 302, headers: { location: 'https://example.com/' } }
    const { data } = await ada.call(testWebhook, { id })
    expect(data).toMatchObject({ success: false, response: { status: null } })
  })
})
