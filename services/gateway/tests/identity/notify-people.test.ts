import { randomUUID } from 'node:crypto'
import { createChannel } from '@parley/contracts/channels/channels'
import { setNotificationLevel } from '@parley/contracts/channels/managing'
import { notifyPeople } from '@parley/contracts/identity/jobs'
import { updatePreferences } from '@parley/contracts/identity/preferences'
import type { Message } from '@parley/contracts/messages/message'
import { postMessage } from '@parley/contracts/messages/messages'
import { encodeId } from '@parley/contracts/type-id'
import { colleague, type Person, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { describe, expect, it, vi } from 'vitest'
import { workNotifyPeople } from '../../src/push/notify-people.ts'
import { openJob, subscribe } from './notifying.ts'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging'] })
const { ada, bob, gus } = await people(platform)
const { workspaceId } = ada
const cyd = await colleague(platform, ada, 'cyd')
const names = new Map([ada, bob, gus, cyd].map(({ userId, name }) => [userId, name]))

for (const who of [ada, bob, gus]) await subscribe(who)

const run = openJob<{ at: string; data: Message }>(platform, names, workNotifyPeople)
const notify = (data: Message, at = new Date().toISOString()) => run({ at, data })
const notified = async (...given: Parameters<typeof notify>) => (await notify(...given)).map(({ to }) => to)

/** A message of Bob's as its event has it. */
const messageIn = (channelId: string, content: string, more: Partial<Message> = {}) =>
  ({
    ...{ id: randomUUID(), workspace_id: workspaceId, channel_id: channelId, user_id: bob.userId },
    ...{ display_name: 'bob', content, metadata: {}, attachments: null, arrival: 'live' },
    ...{ parent_message_id: null, ...more },
  }) as Message
const mentioning = (...who: (Person | 'channel' | 'here')[]): Pick<Message, 'metadata'> => ({
  metadata: {
    mentions: who.map(
      (each): Record<string, string> =>
        typeof each === 'string'
          ? { type: each, handle: each }
          : { type: 'user', user_id: each.userId, handle: each.name },
    ),
  },
})
const newChannel = async (input: object = {}) =>
  (
    await ada.call(createChannel, {
      ...{ workspace_id: workspaceId, name: `c-${randomUUID()}`, channel_type: 'text', ...input },
    })
  ).channel.id
const inIt = [bob, gus, cyd].map(({ userId }) => userId)
const channel = await newChannel({ member_ids: inIt })
const dm = await newChannel({ channel_type: 'dm', member_ids: inIt })

describe('Web Push', () => {
  it('comes to whoever is mentioned, and for @channel to all but the author, who have subscribed', async () => {
    expect(await notified(messageIn(channel, 'hello'))).toEqual([])
    expect(await notified(messageIn(channel, '@ada @bob @cyd', mentioning(ada, bob, cyd)))).toEqual(['ada'])
    expect(await notified(messageIn(channel, '@channel', mentioning('channel')))).toEqual(['ada', 'gus'])
    expect(await notified(messageIn(channel, '@here', mentioning('here')))).toEqual([])
  })

  it('comes for every direct message', async () => {
    expect(await notified(messageIn(dm, 'psst'))).toEqual(['ada', 'gus'])
    expect(await notified(messageIn(dm, 'beep', { user_id: null }))).toEqual(['ada', 'bob', 'gus'])
  })

  it('comes for every message of a channel, but for replies, to whoever wants all of it', async () => {
    await gus.call(setNotificationLevel, { id: channel, level: 'all' })
    expect(await notified(messageIn(channel, 'hello'))).toEqual(['gus'])
    expect(await notified(messageIn(channel, 'hello', { parent_message_id: randomUUID() }))).toEqual([])
    await gus.call(setNotificationLevel, { id: channel, level: 'mentions' })
    expect(await notified(messageIn(channel, 'hello'))).toEqual([])
    expect(await notified(messageIn(dm, 'psst', { parent_message_id: randomUUID() }))).toEqual(['ada', 'gus'])
  })

  it('says who wrote what and where, and takes the place of the one before from there', async () => {
    const message = messageIn(channel, `  @ada ${'x'.repeat(400)}`, mentioning(ada))
    const place = `/app/${encodeId('wsp', workspaceId)}/c/${encodeId('ch', channel)}`
    const [{ message: shown } = {}] = await notify(message)
    expect(shown).toEqual({
      title: expect.stringMatching(/^bob in #c-/),
      body: `@ada ${'x'.repeat(294)}…`,
      path: `${place}?m=${encodeId('msg', message.id)}`,
      topic: channel.replaceAll('-', ''),
    })
    const files = [{ name: 'plan.pdf' }] as Message['attachments']
    const [first] = await notify(messageIn(dm, '', { attachments: files }))
    expect(first!.message).toMatchObject({ title: 'bob', body: 'plan.pdf', path: expect.stringContaining('/c/ch_') })
  })

  it('comes to nobody who cannot read the channel, or has muted it', async () => {
    const secret = await newChannel({ is_private: true, member_ids: [bob.userId] })
    expect(await notified(messageIn(secret, '@gus @ada', mentioning(gus, ada)))).toEqual(['ada'])
    await gus.call(setNotificationLevel, { id: channel, level: 'none' })
    expect(await notified(messageIn(channel, '@gus', mentioning(gus, 'channel')))).toEqual(['ada'])
    await gus.call(setNotificationLevel, { id: channel, level: 'mentions' })
    expect(await notified(messageIn(channel, '@gus', mentioning(gus)))).toEqual(['gus'])
    await gus.call(setNotificationLevel, { id: dm, level: 'mentions' })
    expect(await notified(messageIn(dm, 'psst'))).toEqual(['ada'])
    await gus.call(setNotificationLevel, { id: dm, level: 'all' })
  })

  it('comes to nobody in their quiet hours', async () => {
    await gus.call(updatePreferences, { quiet_hours: { starts: '00:00', ends: '00:00' } })
    expect(await notified(messageIn(dm, 'psst'))).toEqual(['ada'])
    await gus.call(updatePreferences, { quiet_hours: null })
    expect(await notified(messageIn(dm, 'psst'))).toEqual(['ada', 'gus'])
  })

  it('comes to nobody who is online or not to be disturbed, but to whoever is away', async () => {
    const { socket, close } = await gus.socket()
    await vi.waitFor(async () => expect(await notified(messageIn(dm, 'psst'))).toEqual(['ada']), 30_000)
    await socket.emitWithAck('presence', { status: 'dnd' })
    expect(await notified(messageIn(dm, 'psst'))).toEqual(['ada'])
    await socket.emitWithAck('presence', { status: 'away' })
    expect(await notified(messageIn(dm, 'psst'))).toEqual(['ada', 'gus'])
    await close()
  })

  it('comes once for a message, and not for one that has waited for an hour', async () => {
    const message = messageIn(dm, 'psst')
    expect(await notified(message)).toEqual(['ada', 'gus'])
    expect(await notified(message)).toEqual([])
    const hourAgo = new Date(Date.now() - 3_600_001).toISOString()
    expect(await notified(messageIn(dm, 'psst'), hourAgo)).toEqual([])
  })

  it('comes twenty times a minute at most', async () => {
    const fay = await colleague(platform, ada, 'fay')
    names.set(fay.userId, 'fay')
    await subscribe(fay)
    const alone = await newChannel({ channel_type: 'dm', member_ids: [fay.userId] })
    let times = 0
    for (let i = 0; i < 25; i++) times += (await notified(messageIn(alone, `${i}`, { user_id: ada.userId }))).length
    expect(times).toBe(20)
  })
})

it(`${notifyPeople.name} is started by a message`, async () => {
  await ada.call(postMessage, { channel_id: channel, content: 'look, @gus' })
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${platform.url}/metrics`)).text()
    // Nobody can call push.invalid.
    expect(metrics).toMatch(/parley_push_notifications_total\{.*outcome="failed".*\} 1/)
  }, 30_000)
})
