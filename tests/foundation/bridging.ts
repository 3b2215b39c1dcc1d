import { listChannels } from '@parley/contracts/channels/channels'
import {
  connectPlatform,
  disconnectPlatform,
  listConnections,
  listRemoteChannels,
  receivePlatformEvents,
  replaceCredentials,
  testConnection,
  updateConnectionConfig,
  updateRemoteChannel,
} from '@parley/contracts/connections/connections'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { postMessage } from '@parley/contracts/messages/messages'
import type { InProcessPlatform } from '@parley/testing/platform'
import { startWebhookProgram } from '@parley/testing/platforms/signed-webhook'
import { expect, vi } from 'vitest'
import type { World } from '../authorisation/world.ts'

const patient = { timeout: 60_000, interval: 50 }
const author = { id: 'z', name: 'Zoe' }
const channel = { id: 'c', name: 'Bridged' }
const platform = 'webhook' as const

/** Has a program be connected, and everything cross in both directions; what has succeeded. */
export async function bridgePlatforms({
  ada,
  workspaceId,
  platform: { url },
}: World & { platform: InProcessPlatform }): Promise<string[]> {
  const program = await startWebhookProgram()
  const { credentials } = program
  const config = { ingestMessages: true, selectedChannels: ['c'] }
  const { eventsUrl } = await ada.call(connectPlatform, { platform, config })
  await ada.call(replaceCredentials, { platform, credentials })
  await ada.call(testConnection, { platform })
  const deliver = async (payload: object) => {
    const { status } = await program.deliver(new URL(new URL(eventsUrl).pathname, url).href, { channel, ...payload })
    expect(status).toBe(200)
  }
  await deliver({ type: 'message', message: { id: '1', author, text: 'one' } })
  await deliver({ type: 'message', message: { id: '2', author, text: 'two', thread_id: '1' } })
  await deliver({ type: 'message', message: { id: '1', author, text: 'uno', edited_at: new Date().toISOString() } })
  await deliver({ type: 'reaction.added', message_id: '1', emoji: '👍', author })
  await deliver({ type: 'reaction.removed', message_id: '1', emoji: '👍', author })
  await deliver({ type: 'message.deleted', id: '2' })
  await deliver({ type: 'message.deleted', id: '3' })
  const connection = async () => {
    const { connected } = await ada.call(listConnections)
    return connected.find((each) => each.platform === platform)!
  }
  await vi.waitUntil(async () => (await connection()).health.queued === 0, patient)
  const { channels } = await ada.call(listChannels, { workspace_id: workspaceId })
  const { id: channelId } = channels.find(({ name }) => name === 'bridged')!
  const { data } = await ada.call(postMessage, { channel_id: channelId, content: 'hi' })
  await ada.call(toggleReaction, { id: data.id, emoji: '👍' })
  const received = (count: number) => vi.waitUntil(() => program.received.length >= count, patient)
  await received(2)
  await ada.call(toggleReaction, { id: data.id, emoji: '👍' })
  await ada.call(editMessage, { id: data.id, content: 'hello' })
  await received(4)
  program.answer = { status: 503 }
  await ada.call(deleteMessage, { id: data.id })
  await vi.waitUntil(async () => (await connection()).lastError !== null, patient)
  program.answer = {}
  await received(5)
  await ada.call(updateRemoteChannel, { platform, id: channelId, direction: 'in' })
  await ada.call(updateConnectionConfig, { platform, selectedChannels: ['Bridged'] })
  await ada.call(listRemoteChannels, { platform })
  await ada.call(disconnectPlatform, { platform })
  return [
    connectPlatform,
    replaceCredentials,
    testConnection,
    receivePlatformEvents,
    listConnections,
    updateRemoteChannel,
    updateConnectionConfig,
    listRemoteChannels,
    disconnectPlatform,
  ].map(({ name }) => name)
}
