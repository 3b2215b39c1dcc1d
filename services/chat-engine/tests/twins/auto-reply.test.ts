import { assignTwin } from '@parley/contracts/channels/twins'
import { updateConnectionConfig } from '@parley/contracts/connections/connections'
import { maxHops } from '@parley/contracts/messages/writing'
import { createTwin } from '@parley/contracts/twins/twins'
import { expect, it, vi } from 'vitest'
import { setScene } from '../chat/scene.ts'
import { newBridge, patient } from './bridge.ts'

const { platform, model } = await setScene({
  services: ['gateway', 'channels', 'messaging', 'chat-engine', 'integrations'],
  serviceEnv: { integrations: { OUTSIDE_ALLOWED: '127.0.0.0/8' } },
})

it('answers people of a platform who mention a twin, once its connection has autoReply, and nobody before', async () => {
  const { ada, channelId, say, messages, has, sent } = await newBridge(platform, 'ada-replies', false)
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
  const [left, right] = [await newBridge(platform, 'ada-left', true), await newBridge(platform, 'ada-right', true)]
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
