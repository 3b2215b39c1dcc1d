import { title } from '@parley/contracts/endpoint'
import { editMessage } from '@parley/contracts/messages/changes'
import { messageUpdated } from '@parley/contracts/messages/events'
import { getMessage, listUnread } from '@parley/contracts/messages/messages'
import { pinMessage } from '@parley/contracts/messages/pins'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

const user = (person: { userId: string }, handle: string) => ({ type: 'user', user_id: person.userId, handle })
const mentioned = (id: string) =>
  database.query<{ user_id: string | null }>('select user_id from messaging.mentions where message_id = $1', [id])
const mentionsOf = async (reader: typeof ada, channel: string) => {
  const { channels } = await as(reader).call(listUnread, { workspace_id: acme.workspaceId })
  return channels.find(({ channel_id }) => channel_id === channel)?.mention_count
}

describe(title(editMessage), () => {
  it('changes the text and nothing else, and publishes it', async () => {
    const channel = await scene.channel({}, [bob])
    const before = await scene.post(bob, channel, 'Deploy in 10 minutes.', { metadata: { source: 'api' } })
    await as(ada).call(pinMessage, { id: before.id })
    const { data: pinned } = await as(bob).call(getMessage, { id: before.id })
    const { data: after } = await as(bob).call(editMessage, {
      id: before.id,
      content: ' in 5 (moved up) ',
      user_id: bob.userId,
    })
    expect(after).toEqual({
      ...pinned,
      content: ' in 5 (moved up) ',
      rev: 3,
      updated_at: expect.any(String),
      edited_at: after.updated_at,
    })
    expect(after.updated_at > before.updated_at).toBe(true)
    expect((await as(ada).call(getMessage, { id: before.id })).data).toEqual(after)
    const [published] = await scene.events(messageUpdated, channel)
    expect(published).toMatchObject({
      seq: 1,
      rev: 3,
      at: after.updated_at,
      data: after,
      rooms: [`channel:${channel}`],
    })
  })

  it('changes nothing and publishes nothing when the text is the same', async () => {
    const channel = await scene.channel({}, [bob])
    const before = await scene.post(bob, channel, 'as it is')
    expect((await as(bob).call(editMessage, { id: before.id, content: 'as it is' })).data).toEqual(before)
    await as(bob).call(editMessage, { id: before.id, content: 'otherwise' })
    expect((await scene.events(messageUpdated, channel)).map(({ rev }) => rev)).toEqual([2])
  })

  it('resolves mentions again', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const { id } = await scene.post(ada, channel, 'for @bob and @channel')
    const { data } = await as(ada).call(editMessage, { id, content: 'for @cyd, then @bob' })
    expect(data.metadata).toEqual({ mentions: [user(cyd, 'cyd'), user(bob, 'bob')] })
    expect((await mentioned(id)).map(({ user_id }) => user_id).sort()).toEqual([bob.userId, cyd.userId].sort())
    expect([await mentionsOf(bob, channel), await mentionsOf(cyd, channel)]).toEqual([1, 1])
    expect((await as(ada).call(editMessage, { id, content: 'for nobody' })).data.metadata).toEqual({})
    expect(await mentioned(id)).toEqual([])
  })

  it('keeps mentioning the person of an old handle, even when their name has changed', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const rename = (person: typeof ada, name: string) => scene.rename(person, name, `${name}@parley.test`)
    await rename(cyd, 'Dave')
    const { id } = await scene.post(ada, channel, '@dave: lunch')
    await rename(cyd, 'cyd')
    await rename(bob, 'Dave')
    const { data } = await as(ada).call(editMessage, { id, content: '@dave: dinner' })
    await rename(bob, 'bob')
    expect(data.metadata).toEqual({ mentions: [user(cyd, 'dave')] })
  })

  it('lets only its author', async () => {
    const channel = await scene.channel({}, [bob, gus])
    const { id } = await scene.post(bob, channel)
    for (const other of [ada, cyd, gus])
      expect(await answerTo(other, editMessage, { id, content: 'x' })).toMatchObject({ status: 403 })
    expect((await as(bob).call(getMessage, { id })).data.content).toBe('hello')
  })

  it('lets an admin’s key act for the author, and nobody else say they are', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(bob, channel)
    const key = { ...ada, credential: 'key' as const, scopes: ['write' as const, 'admin' as const] }
    expect((await as(key).call(editMessage, { id, content: 'corrected', user_id: bob.userId })).data.content).toBe(
      'corrected',
    )
    expect(await answerTo(ada, editMessage, { id, content: 'x', user_id: bob.userId })).toMatchObject({ status: 403 })
  })

  it('answers the same for a message that is missing, deleted, foreign or hidden', async () => {
    const secret = await scene.channel({ is_private: true }, [bob])
    const [hidden, deleted] = [await scene.post(bob, secret), await scene.post(bob, secret)]
    await scene.delete(deleted)
    const edit = (who: typeof ada, id: string) => answerTo(who, editMessage, { id, content: 'x' })
    const missing = await edit(bob, unknownId)
    expect(missing).toMatchObject({ status: 404 })
    expect(await edit(bob, deleted.id)).toEqual(missing)
    for (const who of [cyd, gus, eve]) expect(await edit(who, hidden.id)).toEqual(missing)
    await scene.remove(secret, bob)
    expect(await edit(bob, hidden.id)).toEqual(missing)
  })

  it('refuses in an archived channel', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(bob, channel)
    await scene.archive(channel)
    expect(await answerTo(bob, editMessage, { id, content: 'hello' })).toMatchObject({ status: 409 })
    expect(await answerTo(ada, editMessage, { id, content: 'x' })).toMatchObject({ status: 403 })
  })

  it.each(['', '  \n', 'x'.repeat(40_001)])('refuses a text that is none or too long', async (content) => {
    const { id } = await scene.post(ada, await scene.channel())
    expect(await answerTo(ada, editMessage, { id, content })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'content' }] } },
    })
  })

  it('refuses whoever was removed while they waited', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const { id } = await scene.post(bob, channel)
    const release = await scene.lockChannel(channel)
    const editing = answerTo(bob, editMessage, { id, content: 'late' })
    await untilSomeoneWaits(database)
    await scene.remove(channel, bob)
    await release()
    expect(await editing).toMatchObject({ status: 404 })
    expect((await as(ada).call(getMessage, { id })).data).toMatchObject({ content: 'hello', rev: 1 })
  })

  it('orders edits that come at once, and loses none', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(bob, channel, 'text 0')
    const texts = Array.from({ length: 10 }, (_, i) => `text ${i + 1}`)
    const edits = await Promise.all(texts.map((content) => as(bob).call(editMessage, { id, content })))
    expect(edits.map(({ data }) => data.rev).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    const last = edits.find(({ data }) => data.rev === 11)!.data
    expect((await as(ada).call(getMessage, { id })).data).toEqual(last)
    expect(await wrongCounts(database)).toEqual([])
  })
})
