import type { Endpoint, InputOf } from '@parley/contracts/endpoint'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import type { Message } from '@parley/contracts/messages/message'
import { postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { pinChannelMessage, pinMessage, unpinChannelMessage } from '@parley/contracts/messages/pins'
import { updateScheduledMessage } from '@parley/contracts/messages/scheduled'
import { searchMessages } from '@parley/contracts/messages/search'
import type { Caller } from '@parley/kit/assertion'
import { countWaiting, untilSomeoneWaits } from '@parley/testing/lock-waits'
import { fiveConnections } from '@parley/testing/settings'
import { describe, expect, it, vi } from 'vitest'
import { file, upload } from './files-scene.ts'
import { setScene } from './scene.ts'

const scene = await setScene({ env: { ...fiveConnections, REQUEST_WAIT_MS: '60000' } })
const { acme, channel, database } = scene
const { ada, bob, cyd } = acme
const busy = await channel({}, [bob, cyd])
const quiet = await channel({}, [bob, cyd])

const waiting = () => countWaiting(database)

describe('posts to one channel', () => {
  it('wait for it without keeping everybody else from the database', async () => {
    await scene.post(ada, busy, 'the first')
    const release = await scene.lockChannel(busy)
    const posts = Array.from({ length: 60 }, (_, i) => scene.post([ada, bob, cyd][i % 3]!, busy, `number ${i}`))
    await untilSomeoneWaits(database, 2)
    // All of these are answered meanwhile, by the very people whose posts wait.
    for (let i = 0; i < 5; i++) {
      await scene.post(bob, quiet, 'elsewhere')
      await scene.as(ada).call(searchMessages, { query: 'elsewhere' })
    }
    expect(await waiting()).toBe(2)
    await release()
    expect((await Promise.all(posts)).map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 2),
    )
  })
})

/** What a request says to change a message; one of these is made of each of a channel's messages. */
const change = <E extends Endpoint>(endpoint: E, inputOf: (message: Message) => InputOf<E>) => ({
  endpoint,
  make: (caller: Caller, message: Message) => scene.as(caller).call(endpoint, inputOf(message)),
})
const changes = [
  change(editMessage, ({ id }) => ({ id, content: 'changed' })),
  change(deleteMessage, ({ id }) => ({ id })),
  change(toggleReaction, ({ id }) => ({ id, emoji: 'fire' })),
  change(pinMessage, ({ id }) => ({ id })),
  change(pinChannelMessage, ({ id, channel_id }) => ({ id: channel_id, messageId: id })),
  change(unpinChannelMessage, ({ id, channel_id }) => ({ id: channel_id, messageId: id })),
  change(replyInThread, ({ id }) => ({ id, content: 'indeed' })),
]

/** Of somebody's message in a channel makes one that is scheduled, and changes that. */
async function reschedule(caller: Caller, { channel_id }: Message) {
  const send_at = new Date(Date.now() + 86_400_000).toISOString()
  const { body } = await scene.as(caller).answer(postMessage, { channel_id, content: 'later', send_at })
  const { id } = (body as { data: { id: string } }).data
  return () => scene.as(caller).call(updateScheduledMessage, { id, content: 'changed' })
}

describe('changes of one channel’s messages', () => {
  it.for(changes)('wait for it without keeping everybody else from the database: $endpoint.name', async ({ make }) => {
    const room = await channel({}, [bob, cyd])
    const authors = Array.from({ length: 12 }, (_, i) => [ada, bob, cyd][i % 3]!)
    const messages = await Promise.all(authors.map((author, i) => scene.post(author, room, `number ${i}`)))
    const release = await scene.lockChannel(room)
    const answers = messages.map((message, i) => make(authors[i]!, message))
    await untilSomeoneWaits(database, 2)
    for (let i = 0; i < 5; i++) {
      await scene.post(bob, quiet, 'elsewhere')
      await scene.as(ada).call(searchMessages, { query: 'elsewhere' })
    }
    expect(await waiting()).toBe(2)
    await release()
    await Promise.all(answers)
  })

  it('wait for it, as those of scheduled ones do', async () => {
    const room = await channel({}, [bob, cyd])
    const authors = [ada, bob, cyd, ada, bob, cyd]
    const messages = await Promise.all(authors.map((author) => scene.post(author, room)))
    const updates = await Promise.all(messages.map((message, i) => reschedule(authors[i]!, message)))
    const release = await scene.lockChannel(room)
    const answers = updates.map((update) => update())
    await untilSomeoneWaits(database, 2)
    for (let i = 0; i < 5; i++) await scene.post(bob, quiet, 'elsewhere')
    expect(await waiting()).toBe(2)
    await release()
    await Promise.all(answers)
  })

  it('take no part in it where their sender cannot see the message', async () => {
    const secret = await channel({ is_private: true }, [bob])
    const hidden = [await scene.post(ada, secret, 'hidden'), await scene.post(ada, secret, 'hidden too')]
    const release = await scene.lockChannel(secret)
    const edits = hidden.map(({ id }) => scene.as(ada).call(editMessage, { id, content: 'changed' }))
    await untilSomeoneWaits(database, 2)
    for (const { endpoint } of changes) {
      const input = { id: hidden[0]!.id, messageId: hidden[0]!.id, content: 'x', emoji: 'fire' }
      expect(await scene.answerTo(cyd, endpoint, input as never)).toMatchObject({ status: 404 })
    }
    await release()
    await Promise.all(edits)
  })
})

describe('posts of one person', () => {
  it('to as many channels as they like leave connections to others', async () => {
    const channels = await Promise.all(Array.from({ length: 5 }, () => channel({}, [bob])))
    for (const id of channels) await scene.post(bob, id, 'the first')
    const releases = await Promise.all(channels.map((id) => scene.lockChannel(id)))
    const posts = channels.map((id) => scene.post(bob, id, 'all at once'))
    await untilSomeoneWaits(database, 3)
    await scene.post(cyd, quiet, 'by another')
    expect(await waiting()).toBe(3)
    for (const release of releases) await release()
    await Promise.all(posts)
  })
})

describe('uploads of one person', () => {
  it('leave connections to others while they become files', async () => {
    const release = await scene.lockUploads(bob)
    const uploads = Array.from({ length: 6 }, (_, i) => upload(scene, bob, quiet, file(`${i}.txt`)))
    await untilSomeoneWaits(database, 3)
    for (let i = 0; i < 3; i++) await scene.post(cyd, quiet, 'by another')
    expect(await waiting()).toBe(3)
    await release()
    await Promise.all(uploads)
  })
})

describe('requests beyond their share', () => {
  it('are answered that it is busy, and when to retry, when it does not become free', async () => {
    const impatient = await setScene({ env: { ...fiveConnections, REQUEST_WAIT_MS: '50' } })
    const room = await impatient.channel({}, [impatient.acme.bob])
    const first = await impatient.post(impatient.acme.ada, room, 'the first')
    const release = await impatient.lockChannel(room)
    const posts = [0, 1].map((i) => impatient.post(impatient.acme.bob, room, `number ${i}`))
    await untilSomeoneWaits(impatient.database, 2)
    const { status, headers, body } = await impatient
      .as(impatient.acme.ada)
      .request('post', '/api/v2/messages', { body: { channel_id: room, content: 'too many' } })
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
    expect(body).toMatchObject({ error: { code: 'unavailable', message: expect.stringMatching(/^Busy/) } })
    const edit = await impatient
      .as(impatient.acme.ada)
      .request('put', `/api/v2/messages/${first.id}`, { body: { content: 'too late' } })
    expect([edit.status, edit.headers.get('retry-after')]).toEqual([503, '1'])
    await release()
    await Promise.all(posts)
    await vi.waitFor(() => impatient.post(impatient.acme.ada, room, 'now'))
  })
})
