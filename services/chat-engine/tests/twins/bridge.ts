import { listChannels } from '@parley/contracts/channels/channels'
import { connectPlatform } from '@parley/contracts/connections/connections'
import type { Message } from '@parley/contracts/messages/message'
import { listMessages } from '@parley/contracts/messages/messages'
import { newcomer } from '@parley/testing/people'
import type { Platform } from '@parley/testing/platform'
import { startWebhookProgram } from '@parley/testing/platforms/signed-webhook'
import { expect, vi } from 'vitest'

export const patient = { timeout: 50_000, interval: 20 }

/** A workspace with one channel, bridged to a program of its own. */
export async function newBridge(platform: Platform, name: string, autoReply: boolean) {
  const ada = await newcomer(platform, name)
  const program = await startWebhookProgram()
  const config = { ingestMessages: true, autoReply, selectedChannels: ['c-1'], credentials: program.credentials }
  const { eventsUrl } = await ada.call(connectPlatform, { platform: 'webhook', config })
  const url = new URL(new URL(eventsUrl).pathname, platform.url).href
  let count = 0
  /** Has somebody there write. */
  async function say(text: string, author: object = { id: 'u-zoe', name: 'Zoe' }): Promise<void> {
    const message = { id: `${name}-${++count}`, author, text }
    const { status } = await program.deliver(url, { type: 'message', channel: { id: 'c-1', name: 'bridged' }, message })
    expect(status).toBe(200)
  }
  await say('first')
  const channelId = await vi.waitUntil(async () => {
    const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
    return channels.find((channel) => channel.name === 'bridged')?.id
  }, patient)
  const messages = async () => {
    const { data } = await ada.call(listMessages, { channel_id: channelId, after_seq: 0, limit: 100 })
    return data as Message[]
  }
  const has = (content: string) =>
    vi.waitUntil(async () => (await messages()).some((message) => message.content === content), patient)
  await has('first')
  /** What was sent there, in order. */
  const sent = () =>
    program.received.flatMap(({ message }) => (message ? [message as { text: string; author: { name: string } }] : []))
  return { ada, program, channelId, say, messages, has, sent }
}
