import { listChannels } from '@parley/contracts/channels/channels'
import { assignTwin } from '@parley/contracts/channels/twins'
import { connectPlatform, updateConnectionConfig } from '@parley/contracts/connections/connections'
import type { Message } from '@parley/contracts/messages/message'
import { listMessages } from '@parley/contracts/messages/messages'
import { maxHops } from '@parley/contracts/messages/writing'
import { createTwin } from '@parley/contracts/twins/twins'
import { newcomer } from '@parley/testing/people'
import { startWebhookProgram } from '@parley/testing/platforms/signed-webhook'
import { expect, it, vi } from 'vitest'
import { setScene } from '../chat/scene.ts'

const { platform, model } = await setScene({
  services: ['gateway', 'channels', 'messaging', 'chat-engine', 'integrations'],
  serviceEnv: { integrations: { OUTSIDE_ALLOWED: '127.0.0.0/8' } },
})
const patient = { timeout: 50_000, interval: 20 }

/** A workspace with one channel, bridged to a program of its own. */
async function newBridge(name: string, autoReply: boolean) {
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

it('answers people of a platform who mention a twin, once its connection has autoReply, and nobody before', async () => {
  const { ada, channelId, say, messages, has, sent } = await newBridge('ada-replies', false)
  const { data: twin } = await ada.call(createTwin, { name: 'Navigator', handle: 'navigator' })
  await ada.call(assignTwin, { id: channelId, ai_twin_id: twin.id, participation_mode: 'on-demand' })
  await say('@lvng is anybody there?')
  await has('@lvng is anybody there?')
  await ada.call(updateConnectionConfig, { platform: 'webhook', autoReply: true })
  model.script({ text: ['On Tuesday.'] })
  await say('@lvng when do we ship?')
  await vi.waitUntil(() => sent().length === 1, patient)
  model.script({ text: ['To the north.'] })
  await say('@navigator and where to?')
  await say('Thanks.')
  await has('Thanks.')
  await vi.waitUntil(() => sent().length === 2, patient)
  expect(sent()).toMatchObject([
    { text: 'On Tuesday.', author: { name: 'LVNG' } },
    { text: 'To the north.', author: { name: 'Navigator' } },
  ])
  expect((await messages()).filter(({ author_type }) => author_type === 'twin')).toHaveLength(2)
})

it('ends where two bots answer each other, after as many machines in a row as may, and answers people again', async () => {
  const [left, right] = [await newBridge('ada-left', true), await newBridge('ada-right', true)]
  const more = '@lvng go on'
  for (let answers = 0; answers < 2 * maxHops; answers++) model.script({ text: [more] })
  let carried = 0
  /** Has each side’s answers come in on the other, from a bot. */
  async function carry(): Promise<number> {
    for (let one = left, other = right, seen = 0; seen < 2; [one, other] = [other, one], seen++)
      for (const { text } of one.program.received
        .splice(0)
        .flatMap(({ message }) => (message as { text: string }) ?? [])) {
        await other.say(text, { id: 'b-1', name: 'Another bot', is_bot: true })
        carried += 1
      }
    return carried
  }
  await left.say(more)
  await vi.waitUntil(async () => (await carry()) === maxHops, patient)
  const answersOf = async (side: typeof left) =>
    (await side.messages()).filter(({ author_type }) => author_type === 'twin').length
  const received = async (side: typeof left) =>
    (await side.messages()).filter(({ author_type, content }) => author_type === 'bridged' && content === more).length
  // The last has come in, and called nobody.
  await vi.waitUntil(async () => (await received(left)) === 1 + maxHops / 2, patient)
  await left.say('@lvng you were asked by a person')
  await vi.waitUntil(async () => (await answersOf(left)) === maxHops / 2 + 1, patient)
  expect(await answersOf(right)).toBe(maxHops / 2)
})
