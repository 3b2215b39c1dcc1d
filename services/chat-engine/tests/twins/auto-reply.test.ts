import { assignTwin } from '@parley/contracts/channels/twins'
import { updateConnectionConfig } from '@parley/contracts/connections/connections'
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

it('answers no bot of a platform, also one that repeats what a twin has said, and people after it', async () => {
  const { say, has, messages, sent } = await newBridge(platform, 'ada-bots', true)
  const bot = { id: 'b-1', name: 'Another bot', is_bot: true }
  await say('@lvng I am a machine', bot)
  model.script({ text: ['@lvng go on'] })
  await say('@lvng I am a person')
  await vi.waitUntil(() => sent().length === 1, patient)
  await say('@lvng go on, says a machine', bot)
  await has('@lvng go on, says a machine')
  model.script({ text: ['Again.'] })
  await say('@lvng and again?')
  await vi.waitUntil(() => sent().length === 2, patient)
  expect(sent().map(({ text }) => text)).toEqual([expect.stringContaining('go on'), 'Again.'])
  expect((await messages()).filter(({ author_type }) => author_type === 'twin')).toHaveLength(2)
})
