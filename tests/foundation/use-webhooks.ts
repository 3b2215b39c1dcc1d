import { postMessage } from '@parley/contracts/messages/messages'
import {
  createIncomingWebhook,
  deleteIncomingWebhook,
  listIncomingWebhooks,
  postToIncomingWebhook,
  regenerateIncomingWebhook,
  updateIncomingWebhook,
} from '@parley/contracts/webhooks/incoming'
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
import type { InProcessPlatform } from '@parley/testing/platform'
import { startWebhookReceiver } from '@parley/testing/webhook-receiver'
import { expect, vi } from 'vitest'
import type { World } from '../authorisation/world.ts'

const patient = { timeout: 60_000, interval: 50 }

/** Has messages of a public and a private channel posted to a receiver that fails at times; what has succeeded. */
export async function useWebhooks({ ada, open, secret }: World & { platform: InProcessPlatform }): Promise<string[]> {
  const receiver = await startWebhookReceiver()
  const channelIds = [open, secret]
  const created = await ada.call(createWebhook, { url: receiver.url, events: ['message.created'], channelIds })
  const { id } = created.data
  const received = (count: number) => vi.waitUntil(() => receiver.received.length >= count, patient)
  for (const channel_id of channelIds) await ada.call(postMessage, { channel_id, content: 'hi' })
  await received(2)
  const { url } = receiver
  await ada.call(updateWebhook, { id, url, events: ['message.created', 'message.updated'], channelIds, isActive: true })
  receiver.answer = { status: 422, headers: { 'retry-after': '60' } }
  const { data } = await ada.call(postMessage, { channel_id: open, content: 'refused' })
  const waiting = () => ada.call(listWebhookDeliveries, { id, status: 'waiting', event: 'message.created' })
  await vi.waitUntil(async () => (await waiting()).data[0]?.response, patient)
  receiver.answer = { status: 503 }
  await ada.call(replayWebhookDelivery, { id, deliveryId: data.id })
  await vi.waitUntil(async () => (await waiting()).data[0]?.response?.status === 503, patient)
  await ada.call(cancelWebhookDelivery, { id, deliveryId: data.id })
  receiver.answer = undefined
  await ada.call(replayWebhook, { id, since: '2026-01-01T00:00:00Z' })
  await received(3)
  await ada.call(listWebhookDeliveries, { id, before: data.id })
  await ada.call(rotateWebhookSecret, { id })
  await ada.call(testWebhook, { id })
  await ada.call(getWebhook, { id })
  await ada.call(listWebhooks)
  receiver.answer = { status: 410 }
  await ada.call(postMessage, { channel_id: open, content: 'gone' })
  await vi.waitUntil(async () => !(await ada.call(getWebhook, { id })).data.isActive, patient)
  await ada.call(deleteWebhook, { id })
  return [
    createWebhook,
    updateWebhook,
    listWebhookDeliveries,
    replayWebhookDelivery,
    cancelWebhookDelivery,
    replayWebhook,
    rotateWebhookSecret,
    testWebhook,
    getWebhook,
    listWebhooks,
    deleteWebhook,
  ].map(({ name }) => name)
}

/** Has a program post as it would to Slack; what has succeeded. */
export async function useIncomingWebhooks({
  ada,
  open,
  platform: { url },
}: World & { platform: InProcessPlatform }): Promise<string[]> {
  const { id } = (await ada.call(createIncomingWebhook, { channelId: open, name: 'CI' })).data
  await ada.call(updateIncomingWebhook, { id, name: 'Build' })
  const { data } = await ada.call(regenerateIncomingWebhook, { id })
  const target = new URL(new URL(data.url).pathname, url)
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(target, { method: 'POST', headers, body: '{"text": "hi"}' })
  expect([answer.status, await answer.text()]).toEqual([200, 'ok'])
  await ada.call(listIncomingWebhooks)
  await ada.call(deleteIncomingWebhook, { id })
  return [
    createIncomingWebhook,
    updateIncomingWebhook,
    regenerateIncomingWebhook,
    postToIncomingWebhook,
    listIncomingWebhooks,
    deleteIncomingWebhook,
  ].map(({ name }) => name)
}
