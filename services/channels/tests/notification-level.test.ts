import { readFileSync } from 'node:fs'
import { getChannel, joinChannel, leaveChannel, listChannels } from '@parley/contracts/channels/channels'
import { setNotificationLevel } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import type { Caller } from '@parley/kit/assertion'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database } = scene
const { ada, bob, cyd, gus, workspaceId } = acme

type Level = 'all' | 'mentions' | 'none'
const set = (caller: Caller, id: string, level: Level) => scene.answerTo(caller, setNotificationLevel, { id, level })
const levelOf = async (caller: Caller, id: string) => {
  const client = channels.callAs(caller)
  const { notification_level } = (await client.call(getChannel, { id })).channel
  const { channels: listed } = await client.call(listChannels, { workspace_id: workspaceId, limit: 100 })
  expect(listed.find((channel) => channel.id === id)?.notification_level).toBe(notification_level)
  return notification_level
}

describe(title(setNotificationLevel), () => {
  it('is all in a direct message, and mentions in any other channel, at first', async () => {
    expect(await levelOf(bob, await scene.channel({ channel_type: 'dm', member_ids: [bob.userId] }))).toBe('all')
    expect(await levelOf(bob, acme.general)).toBe('mentions')
  })

  it('is one’s own, shown with the channel and published', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId] })
    expect(await levelOf(bob, id)).toBe('mentions')
    for (const level of ['all', 'none', 'none', 'mentions', 'all'] as const) {
      expect(await set(bob, id, level)).toEqual({ status: 200, body: { success: true, level } })
      expect(await levelOf(bob, id)).toBe(level)
    }
    expect(await levelOf(ada, id)).toBe('mentions')
    expect(
      await database.query(
        'select notification_level from channels.memberships where channel_id = $1 and user_id = $2',
        [id, bob.userId],
      ),
    ).toEqual([{ notification_level: 'all' }])
  })

  it('of before, which everybody had, becomes what it counted as', async () => {
    const dm = await scene.channel({ channel_type: 'dm', member_ids: [cyd.userId] })
    const open = await scene.channel({ member_ids: [bob.userId, cyd.userId] })
    await set(cyd, open, 'none')
    await set(bob, open, 'all')
    const file = new URL('../migrations/0006_notified_of_mentions_before.sql', import.meta.url)
    await database.queryAs('channels', readFileSync(file, 'utf8'))
    expect(await levelOf(bob, open)).toBe('mentions')
    expect(await levelOf(cyd, open)).toBe('none')
    expect(await levelOf(cyd, dm)).toBe('all')
  })

  it('is a guest’s too, also in an archived channel', async () => {
    const id = await scene.channel({ member_ids: [gus.userId] })
    await scene.archive(id)
    expect((await set(gus, id, 'none')).status).toBe(200)
    expect(await levelOf(gus, id)).toBe('none')
  })

  it('is for members alone, and deleted when they leave', async () => {
    const open = await scene.channel()
    const hidden = await scene.channel({ is_private: true }, cyd)
    const missing = await set(bob, unknownId, 'none')
    expect(missing.status).toBe(404)
    for (const [caller, id] of [
      [bob, open],
      [gus, open],
      [eve, open],
      [ada, hidden],
    ] as const)
      expect(await set(caller, id, 'none')).toEqual(missing)
    expect(await levelOf(bob, open)).toBeNull()
    await channels.callAs(bob).call(joinChannel, { id: open })
    await set(bob, open, 'none')
    await channels.callAs(bob).call(leaveChannel, { id: open })
    expect(await set(bob, open, 'none')).toEqual(missing)
    await channels.callAs(bob).call(joinChannel, { id: open })
    expect(await levelOf(bob, open)).toBe('mentions')
  })

  it('refuses other levels', async () => {
    for (const body of [{}, { level: 'loud' }, { level: null }, { level: true }])
      expect(
        await channels.callAs(ada).request('put', `/api/v2/channels/${acme.general}/notifications`, { body }),
      ).toMatchObject({ status: 400, body: { error: { details: [{ path: 'level' }] } } })
  })
})
