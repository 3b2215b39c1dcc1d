import { randomUUID } from 'node:crypto'
import { createChannel } from '@parley/contracts/channels/channels'
import { deleteChannel, updateChannel } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { listMessages } from '@parley/contracts/messages/messages'
import {
  createIncomingWebhook,
  deleteIncomingWebhook,
  incomingLimits,
  listIncomingWebhooks,
  postToIncomingWebhook,
  regenerateIncomingWebhook,
  updateIncomingWebhook,
} from '@parley/contracts/webhooks/incoming'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { describe, expect, it, vi } from 'vitest'
import { authorOf } from '../src/incoming/author.ts'
import { markdownOf } from '../src/incoming/slack-markdown.ts'
import { readPayload, SlackPayload } from '../src/incoming/slack-payload.ts'
import { deleteIncoming } from '../src/incoming/store.ts'
import type { DB } from '../src/schema.ts'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'integrations'] })
const ada = await newcomer(platform, 'ada')
const amy = await colleague(platform, ada, 'amy', { role: 'admin' })

async function newHook(owner: Person = ada, more: object = {}) {
  const name = `c-${randomUUID()}`
  const given = { workspace_id: owner.workspaceId, name, channel_type: 'text' as const, ...more }
  const { channel } = await owner.call(createChannel, given)
  const { data } = await owner.call(createIncomingWebhook, { channelId: channel.id, name: 'CI' })
  return { ...data, url: new URL(new URL(data.url).pathname, platform.url).href }
}

async function post(url: string, body: unknown, type = 'application/json'): Promise<[number, string]> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: text })
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  return [answer.status, await answer.text()]
}

const messages = async (channel_id: string) => (await ada.call(listMessages, { channel_id })).data

describe(title(postToIncomingWebhook), () => {
  it('posts JSON and forms under the webhook’s name, or the one that they give', async () => {
    const { url, channelId } = await newHook()
    expect(await post(url, { text: '*Build* <https://ci.example|#7> passed <!here>' })).toEqual([200, 'ok'])
    const form = new URLSearchParams({ payload: JSON.stringify({ text: 'deployed', username: 'Deploy' }) })
    expect(await post(url, form.toString(), 'application/x-www-form-urlencoded')).toEqual([200, 'ok'])
    const [second, first] = await messages(channelId)
    expect(first).toMatchObject({
      content: '**Build** [#7](https://ci.example) passed @\u2060here',
      display_name: 'CI',
      author_type: 'bridged',
      user_id: null,
    })
    expect(second).toMatchObject({ content: 'deployed', display_name: 'Deploy' })
  })

  it('answers what is wrong in Slack’s words', async () => {
    const { url, id, channelId } = await newHook()
    expect(await post(url, '{"text":')).toEqual([400, 'invalid_payload'])
    expect(await post(url, 'text=hi', 'application/x-www-form-urlencoded')).toEqual([400, 'invalid_payload'])
    expect(await post(url, { text: ' \u200b ' })).toEqual([400, 'no_text'])
    expect(await post(url, { attachments: Array(101).fill({ text: 'a' }) })).toEqual([400, 'too_many_attachments'])
    expect(await post(`${platform.url}/hooks/${randomUUID()}`, { text: 'hi' })).toEqual([404, 'no_service'])
    await ada.call(updateChannel, { id: channelId, is_archived: true })
    expect(await post(url, { text: 'hi' })).toEqual([410, 'channel_is_archived'])
    await ada.call(updateChannel, { id: channelId, is_archived: false })
    await ada.call(updateIncomingWebhook, { id, isActive: false })
    expect(await post(url, { text: 'hi' })).toEqual([404, 'no_service'])
  })

  it('ends with its channel', async () => {
    const { url, id, channelId } = await newHook(amy, { is_private: true })
    await amy.call(deleteChannel, { id: channelId })
    expect(await post(url, { text: 'hi' })).toEqual([404, 'no_service'])
    await vi.waitUntil(async () => {
      const { data } = await amy.call(listIncomingWebhooks)
      return data.every((each) => each.id !== id)
    })
    expect(await post(url, { text: 'hi' })).toEqual([404, 'no_service'])
    expect((await amy.answerTo(updateIncomingWebhook, { id, isActive: true })).status).toBe(404)
  })

  it('is gone for a post that came while it was deleted, and leaves nothing', async () => {
    const { url, id } = await newHook()
    expect(await post(url, { text: 'hi' })).toEqual([200, 'ok'])
    const db = createDatabase<DB>('integrations', {
      url: platform.database.urlOf('integrations'),
      poolSize: 1,
      log: createLog('test', { LOG_LEVEL: 'silent' }),
    })
    closeAfterwards({ close: () => db.destroy() })
    const posted = await db.transaction().execute(async (tx) => {
      await deleteIncoming(tx, { workspaceId: ada.workspaceId, id })
      const answer = post(url, { text: 'hi' })
      await untilSomeoneWaits(platform.database, 1, 'incoming_webhooks')
      return { answer }
    })
    expect(await posted.answer).toEqual([404, 'no_service'])
    expect(await db.selectFrom('incoming_allowances').select('holder').where('holder', '=', id).execute()).toEqual([])
  })

  it('replies in a thread of its channel by the id that was answered, and in no other', async () => {
    const [{ url, channelId }, other] = [await newHook(), await newHook()]
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'Deploying' }) })
    const thread_ts = answer.headers.get('x-message-id')!
    expect(await post(url, { text: 'Deployed', thread_ts, icon_emoji: ':rocket:' })).toEqual([200, 'ok'])
    const { data } = await ada.call(listMessages, { channel_id: channelId, thread_id: thread_ts })
    expect(data).toMatchObject([{ content: 'Deployed', display_name: '🚀 CI' }])
    for (const elsewhere of [randomUUID(), '1503435956.000247'])
      expect(await post(url, { text: 'hi', thread_ts: elsewhere })).toEqual([404, 'thread_not_found'])
    expect(await post(other.url, { text: 'hi', thread_ts })).toEqual([404, 'thread_not_found'])
    expect(await messages(channelId)).toHaveLength(1)
  })

  it('takes so much at once, and answers 429 then', async () => {
    const { url } = await newHook()
    const answers: string[] = []
    for (let i = 0; i <= incomingLimits.burst * 2 && answers.at(-1) !== 'rate_limited'; i++)
      answers.push((await post(url, { text: String(i) }))[1])
    expect(answers.at(-1)).toBe('rate_limited')
    expect(answers.length).toBeGreaterThan(incomingLimits.burst)
    expect(await post((await newHook()).url, { text: 'another' })).toEqual([200, 'ok'])
  })
})

describe(title(createIncomingWebhook), () => {
  it('shows its URL once, which ends when it is regenerated or the webhook deleted', async () => {
    const { url, id, channelId } = await newHook()
    const listed = await ada.call(listIncomingWebhooks)
    expect(listed.data.find((each) => each.id === id)).toMatchObject({ channelId, name: 'CI', isActive: true })
    expect(JSON.stringify(listed)).not.toContain('/hooks/')
    const { data } = await ada.call(regenerateIncomingWebhook, { id })
    expect(await post(url, { text: 'old' })).toEqual([404, 'no_service'])
    const renewed = new URL(new URL(data.url).pathname, platform.url).href
    expect(await post(renewed, { text: 'new' })).toEqual([200, 'ok'])
    await ada.call(deleteIncomingWebhook, { id })
    expect(await post(renewed, { text: 'gone' })).toEqual([404, 'no_service'])
  })

  it('is hidden from who cannot read its channel, and takes no channel that its maker cannot read', async () => {
    const { id, channelId } = await newHook(amy, { is_private: true })
    expect((await ada.call(listIncomingWebhooks)).data.map((each) => each.id)).not.toContain(id)
    for (const call of [updateIncomingWebhook, regenerateIncomingWebhook, deleteIncomingWebhook])
      expect((await ada.answerTo(call, { id })).status).toBe(404)
    expect((await ada.answerTo(createIncomingWebhook, { channelId, name: 'CI' })).status).toBe(400)
  })
})

describe('what is posted', () => {
  const shown = (payload: object) => markdownOf(SlackPayload.parse(payload))

  it('is its blocks, and its text where they show nothing', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Deploy *7*' } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: '*api* &amp; web' },
        fields: [{ type: 'mrkdwn', text: '*Env*\nprod' }],
      },
      { type: 'divider' },
      { type: 'image', image_url: 'https://x.example/a.png', alt_text: 'graph' },
      {
        type: 'context',
        elements: [
          { type: 'image', alt_text: 'bot' },
          { type: 'mrkdwn', text: 'by _CI_' },
        ],
      },
      { type: 'actions', elements: [{ type: 'button' }] },
    ]
    expect(shown({ text: 'fallback', blocks })).toBe(
      '**Deploy *7***\n\n**api** & web\n**Env**\nprod\n\n---\n\n[graph](https://x.example/a.png)\n\nbot by _CI_',
    )
    expect(shown({ text: '*a*', blocks: [{ type: 'actions' }] })).toBe('**a**')
    expect(shown({ text: '*a*', mrkdwn: false })).toBe('*a*')
  })

  it('has its attachments as quotes, and their fallback where they say nothing else', () => {
    const attachment = {
      pretext: 'Build',
      author_name: 'CI',
      title: 'Tests',
      title_link: 'https://ci.example/7',
      text: '2 failed',
      fields: [{ title: 'Branch', value: 'main' }],
      color: 'danger',
    }
    expect(shown({ attachments: [attachment, { fallback: 'only this' }] })).toBe(
      'Build\n\n> CI\n> **[Tests](https://ci.example/7)**\n> 2 failed\n> **Branch**: main\n\n> only this',
    )
  })

  it.each([
    [{ username: 'Deploy', icon_emoji: 'rocket' }, 'hook:Deploy', '🚀 Deploy'],
    [{ icon_emoji: ':our_own:' }, 'hook', 'CI'],
    [{ icon_emoji: 'no emoji' }, 'hook', 'CI'],
  ])('is from who %j says', (payload, foreignId, name) => {
    const author = authorOf({ id: 'hook', name: 'CI', avatarUrl: null }, payload)
    expect(author).toMatchObject({ foreign_id: foreignId, name })
  })

  it('is bounded, however deep or long', () => {
    let nested: object = { type: 'text', text: 'deep' }
    for (let i = 0; i < 2_000; i++) nested = { type: 'rich_text_section', elements: [nested] }
    expect(shown({ blocks: [{ type: 'rich_text', elements: [nested] }] })).toBe('')
    expect([...shown({ text: 'a'.repeat(50_000) })]).toHaveLength(40_000)
    expect(readPayload(Buffer.from('[]'), 'application/json')).toBeUndefined()
  })
})
