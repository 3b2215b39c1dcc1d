import { title } from '@parley/contracts/endpoint'
import { getMessage, listUnread, postMessage } from '@parley/contracts/messages/messages'
import type { Caller } from '@parley/kit/assertion'
import { describe, expect, it } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, database, as } = scene
const { ada, bob, cyd, gus } = acme

const { rename } = scene
await rename(ada, 'Ada King-Lovelace', 'al1815+parley@parley.test')
await rename(bob, 'Bob O’Hara', 'bob.ohara@parley.test')
await rename(cyd, 'Žofie  Čapek', 'sam@parley.test')
await rename(gus, 'Sam', 'gus@parley.test')

const user = (person: Caller, handle: string) => ({ type: 'user', user_id: person.userId, handle })

async function mentionCounts(channel: string, ...readers: Caller[]) {
  const counts = []
  for (const reader of readers) {
    const { channels } = await as(reader).call(listUnread, { workspace_id: acme.workspaceId })
    counts.push(channels.find(({ channel_id }) => channel_id === channel)?.mention_count)
  }
  return counts
}

describe(`mentions of ${title(postMessage)}`, () => {
  it('finds members by display name and by address, in the order of the text', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const { metadata } = await scene.post(cyd, channel, 'cc @bob.ohara @Ada-King-Lovelace @ŽOFIEČAPEK, @al1815', {
      metadata: { kept: true },
    })
    expect(metadata).toEqual({
      kept: true,
      mentions: [user(bob, 'bob.ohara'), user(ada, 'ada-king-lovelace'), user(cyd, 'žofiečapek')],
    })
    expect(await mentionCounts(channel, ada, bob, cyd)).toEqual([1, 1, 0])
    const mentioned = await database.query<{ user_id: string }>(
      'select user_id from messaging.mentions where channel_id = $1',
      [channel],
    )
    expect(mentioned.map(({ user_id }) => user_id).sort()).toEqual([ada.userId, bob.userId].sort())
  })

  it('finds nobody outside the channel, and leaves metadata alone when nobody is meant', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const { metadata } = await scene.post(ada, channel, '@žofie-čapek @sam @nobody ada@parley.test')
    expect(metadata).toEqual({})
  })

  it('mentions all who share a handle', async () => {
    const channel = await scene.channel({}, [cyd, gus])
    const { metadata } = await scene.post(ada, channel, 'ask @sam')
    const { mentions } = metadata as { mentions: object[] }
    expect(mentions).toHaveLength(2)
    expect(mentions).toEqual(expect.arrayContaining([user(cyd, 'sam'), user(gus, 'sam')]))
  })

  it('counts @channel and @here for everyone but the author', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const { metadata } = await scene.post(ada, channel, '@channel: lunch, @Here and @bob-ohara')
    expect(metadata.mentions).toEqual([
      { type: 'channel', handle: 'channel' },
      { type: 'here', handle: 'here' },
      user(bob, 'bob-ohara'),
    ])
    expect(await mentionCounts(channel, ada, cyd)).toEqual([0, 1])
  })

  it('counts a message once, however many ways it mentions the reader', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel, '@bob.ohara @channel @here @BobOHara')
    expect(await mentionCounts(channel, bob)).toEqual([1])
  })

  it('counts neither in threads, nor what was deleted, nor what was read', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel, 'root')
    await scene.reply(ada, root, '@bob.ohara @channel')
    const gone = await scene.post(ada, channel, '@bob.ohara')
    await scene.delete(gone)
    expect(await mentionCounts(channel, bob)).toEqual([0])
    await scene.post(ada, channel, '@bob.ohara')
    expect(await mentionCounts(channel, bob)).toEqual([1])
    await scene.post(bob, channel, 'here I am')
    expect(await mentionCounts(channel, bob)).toEqual([0])
  })

  it('keeps meaning the same person after a rename', async () => {
    const channel = await scene.channel({}, [bob])
    const { id, metadata } = await scene.post(ada, channel, '@bob-ohara')
    await rename(bob, 'Robert', 'robert@parley.test')
    await rename(gus, 'Bob O’Hara', 'other@parley.test')
    expect((await as(ada).call(getMessage, { id })).data.metadata).toEqual(metadata)
    expect(metadata.mentions).toEqual([user(bob, 'bob-ohara')])
    expect(await mentionCounts(channel, bob)).toEqual([1])
  })

  it('means the longest handle that names a member, with spaces and apostrophes or without', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    await rename(bob, 'O', 'o@parley.test')
    await rename(cyd, 'O’Brien Jr.', 'cyd@parley.test')
    const mentionsIn = async (text: string) => (await scene.post(ada, channel, text)).metadata.mentions
    expect(await mentionsIn("@O'Brien jr. is in")).toEqual([user(cyd, "o'brien jr")])
    expect(await mentionsIn("@O'Hara is not, @o is")).toEqual([user(bob, 'o')])
    expect(await mentionsIn('@O’BRIENJR and @o')).toEqual([user(cyd, 'o’brienjr'), user(bob, 'o')])
    expect(await mentionsIn('看@o ``@o`` @O-b')).toEqual([user(bob, 'o')])
  })

  it('takes a reserved word for itself, but for a longer name', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    await rename(bob, 'Here', 'bob@parley.test')
    await rename(cyd, 'Channel Islands', 'cyd@parley.test')
    const { metadata } = await scene.post(ada, channel, '@here and @channel islands')
    expect(metadata.mentions).toEqual([{ type: 'here', handle: 'here' }, user(cyd, 'channel islands')])
  })
})
