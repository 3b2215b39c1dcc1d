import { type InputOf, title } from '@parley/contracts/endpoint'
import { readFile, uploadFiles } from '@parley/contracts/messages/files'
import type { Message } from '@parley/contracts/messages/message'
import { readTranscript } from '@parley/contracts/messages/transcript'
import type { Caller } from '@parley/kit/assertion'
import { createServiceClient } from '@parley/kit/service-client'
import { traceFrom } from '@parley/kit/trace'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'
import { connectAs } from './service-scene.ts'

const scene = await setScene()
const { acme, eve, database, messaging, as } = scene
const { ada, bob, cyd, gus, workspaceId } = acme
const sql = await connectAs(database, 'integrations')

type Asked = InputOf<typeof readTranscript>
const forPerson = ({ workspaceId, userId }: Pick<Caller, 'workspaceId' | 'userId'>) =>
  messaging.callAs({ kind: 'service', service: 'chat-engine', workspaceId, userId })
const read = (who: Caller, input: Omit<Asked, 'limit'> & Partial<Asked>) =>
  forPerson(who).call(readTranscript, { limit: 100, ...input })
const statusFor = async (who: Pick<Caller, 'workspaceId' | 'userId'>, channel_id: string, more: object = {}) =>
  (await forPerson(who).answer(readTranscript, { channel_id, limit: 10, ...more })).status
const textsOf = ({ messages }: { messages: { content: string }[] }) => messages.map(({ content }) => content)

describe(title(readTranscript), () => {
  it('gives a channel’s messages with their authors, oldest first, imported ones where they were written', async () => {
    const channel = await scene.channel({ name: 'planning' }, [bob])
    const files = [new File(['the plan'], 'plan.txt')]
    const { data } = await as(bob).call(uploadFiles, { files, conversation_id: channel })
    const first = await scene.post(ada, channel, 'first')
    const attached = await scene.post(bob, channel, '', { attachments: [{ id: data.files[0]!.id }] })
    const reply = await scene.reply(ada, first, 'a reply')
    await scene.delete(await scene.post(ada, channel, 'deleted'))
    await scene.edit(await scene.post(ada, channel, 'edited'), 'edited since')
    await sql.import({ workspaceId, channelId: channel }, [
      {
        ...{ key: 'old', content: 'from elsewhere', created_at: '2024-05-01T12:00:00.000Z' },
        author: { type: 'bridged', platform: 'slack', foreign_id: 'U1', name: 'Zoe' },
      },
    ])
    const { messages, ...about } = await read(bob, { channel_id: channel })
    expect(about).toEqual({ channel_name: 'planning', has_more: false, total: 5 })
    expect(messages.map(({ author, content }) => `${author}: ${content}`)).toEqual([
      'Zoe: from elsewhere',
      'ada: first',
      'bob: ',
      'ada: a reply',
      'ada: edited since',
    ])
    expect(messages[0]).toEqual({
      ...{ id: expect.any(String), author: 'Zoe', author_type: 'bridged', user_id: null, ai_twin_id: null },
      ...{ created_at: '2024-05-01T12:00:00.000Z', content: 'from elsewhere' },
      ...{ parent_message_id: null, attachments: [] },
    })
    expect(messages[2]).toMatchObject({ id: attached.id, author_type: 'user', user_id: bob.userId })
    expect(messages[2]!.attachments).toEqual([{ id: data.files[0]!.id, name: 'plan.txt', type: 'text/plain', size: 8 }])
    expect(messages[3]).toMatchObject({ id: reply.id, parent_message_id: first.id })
    const roots = await read(bob, { channel_id: channel, replies: false })
    expect(roots.total).toBe(4)
    expect(textsOf(roots)).not.toContain('a reply')
  })

  it('gives a thread with its root, whichever of its messages names it, and without it once it is deleted', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel, 'root')
    const other = await scene.post(ada, channel, 'beside')
    await scene.reply(ada, other, 'beside too')
    const replies: Message[] = []
    for (const each of ['one', 'two', 'three']) replies.push(await scene.reply(ada, root, each))
    const thread = { channel_id: channel, thread_id: root.id }
    const whole = await read(ada, thread)
    expect(textsOf(whole)).toEqual(['root', 'one', 'two', 'three'])
    expect(whole.total).toBe(4)
    expect(await read(ada, { ...thread, thread_id: replies[1]!.id })).toEqual(whole)
    expect(textsOf(await read(ada, { ...thread, before: replies[2]!.id, limit: 2 }))).toEqual(['one', 'two'])
    expect(textsOf(await read(ada, { ...thread, after: root.id, limit: 2 }))).toEqual(['one', 'two'])
    await scene.delete(root)
    const rest = await read(ada, thread)
    expect(textsOf(rest)).toEqual(['one', 'two', 'three'])
    expect(rest.total).toBe(3)
    expect(await statusFor(ada, await scene.channel(), { thread_id: replies[0]!.id })).toBe(404)
    expect(await statusFor(ada, channel, { thread_id: unknownId })).toBe(404)
    expect(await statusFor(ada, channel, { thread_id: other.id, replies: false })).toBe(400)
  })

  it('reads back from the end, on from a message, and since a time, roots and replies alike', async () => {
    const channel = await scene.channel()
    const posted: Message[] = []
    for (let i = 0; i < 9; i++)
      posted.push(await (i % 3 === 2 ? scene.reply(ada, posted[i - 1]!, `${i}`) : scene.post(ada, channel, `${i}`)))
    const at = { channel_id: channel, limit: 4 }
    const back: string[] = []
    for (let before: string | null = null; ; ) {
      const page = await read(ada, { ...at, before })
      back.unshift(...textsOf(page))
      before = page.messages[0]!.id
      if (!page.has_more) break
    }
    const on: string[] = []
    for (let after = posted[0]!.id; ; ) {
      const page = await read(ada, { ...at, after })
      on.push(...textsOf(page))
      after = page.messages.at(-1)!.id
      if (!page.has_more) break
    }
    const all = posted.map(({ content }) => content)
    expect(back).toEqual(all)
    expect(on).toEqual(all.slice(1))
    const since = await read(ada, { channel_id: channel, since: posted[5]!.created_at })
    expect(textsOf(since)).toEqual(all.slice(5))
    const between = await read(ada, { channel_id: channel, after: posted[1]!.id, before: posted[4]!.id })
    expect(textsOf(between)).toEqual(['2', '3'])

    await scene.delete(posted[4]!)
    expect(textsOf(await read(ada, { ...at, after: posted[4]!.id }))).toEqual(['5', '6', '7', '8'])
    const elsewhere = await scene.post(ada, await scene.channel())
    for (const id of [elsewhere.id, unknownId])
      for (const cursor of ['before', 'after']) expect(await statusFor(ada, channel, { [cursor]: id })).toBe(400)
  })

  it('ends where its bytes do, and cuts a message that alone has more', async () => {
    const channel = await scene.channel()
    for (const content of ['a'.repeat(300), 'b'.repeat(300), 'c'.repeat(300)]) await scene.post(ada, channel, content)
    const last = await read(ada, { channel_id: channel, max_bytes: 500 })
    expect(textsOf(last).map((text) => text[0])).toEqual(['b', 'c'])
    expect(last.has_more).toBe(true)
    const cut = await read(ada, { channel_id: channel, max_bytes: 100 })
    expect(textsOf(cut)).toEqual(['c'.repeat(100)])
    expect(cut.has_more).toBe(true)
  })

  it('is empty for a channel in which nothing was said', async () => {
    const channel = await scene.channel()
    expect(await read(ada, { channel_id: channel })).toMatchObject({ messages: [], has_more: false, total: 0 })
  })

  it('answers whoever cannot read the channel as if it did not exist, from the removal on', async () => {
    const hidden = await scene.channel({ is_private: true }, [bob, gus])
    const open = await scene.channel()
    await scene.post(ada, hidden, 'hidden')
    for (const who of [ada, bob, gus]) expect(textsOf(await read(who, { channel_id: hidden }))).toEqual(['hidden'])
    const nowhere = await forPerson(cyd).answer(readTranscript, { channel_id: unknownId, limit: 10 })
    const refused = await forPerson(cyd).answer(readTranscript, { channel_id: hidden, limit: 10 })
    expect(nowhere.status).toBe(404)
    expect({ ...(refused.body as object), meta: 0 }).toEqual({ ...(nowhere.body as object), meta: 0 })
    expect(await statusFor(cyd, open)).toBe(200)
    expect(await statusFor(gus, open)).toBe(404)
    for (const channel of [hidden, open]) {
      expect(await statusFor(eve, channel)).toBe(404)
      expect(await statusFor({ ...ada, workspaceId: eve.workspaceId }, channel)).toBe(404)
    }
    await scene.remove(hidden, bob)
    await scene.remove(hidden, gus)
    for (const who of [bob, gus]) expect(await statusFor(who, hidden)).toBe(404)
  })

  it('is for services that name a person', async () => {
    const channel = await scene.channel()
    const input = { channel_id: channel, limit: 10 }
    expect((await as(ada).answer(readTranscript, input)).status).toBe(403)
    const forNobody = messaging.callAs({ kind: 'service', service: 'chat-engine', workspaceId, userId: null })
    expect((await forNobody.answer(readTranscript, input)).status).toBe(403)
  })
})

describe(title(readFile), () => {
  const engine = createServiceClient('chat-engine', {
    signingKey: messaging.signingKeys['chat-engine'],
    urls: { messaging: messaging.url },
  })
  const open = ({ workspaceId, userId }: Pick<Caller, 'workspaceId' | 'userId'>, id: string, destination?: string) =>
    engine.open(
      readFile,
      { id, ...(destination && { destination_channel_id: destination }) },
      { workspaceId, userId, trace: traceFrom(undefined, undefined) },
    )
  const upload = async (channel: string, bytes: Uint8Array<ArrayBuffer>) =>
    (await as(ada).call(uploadFiles, { files: [new File([bytes], 'plan.bin')], conversation_id: channel })).data
      .files[0]!.id
  const notFound = { code: 'not_found' }

  it('gives the bytes of what is attached to whoever may read there, until the message is deleted', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251)
    const id = await upload(channel, bytes)
    const message = await scene.post(ada, channel, '', { attachments: [{ id }] })
    const answer = await open(bob, id)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(bytes))
    for (const who of [cyd, gus, eve, { ...ada, workspaceId: eve.workspaceId }])
      await expect(open(who, id)).rejects.toMatchObject(notFound)
    await scene.remove(channel, bob)
    await expect(open(bob, id)).rejects.toMatchObject(notFound)
    await scene.delete(message)
    await expect(open(ada, id)).rejects.toMatchObject(notFound)
  })

  it('gives for an answer in a channel only what everyone there may read', async () => {
    const [everyone, withGuest, secret] = [
      await scene.channel(),
      await scene.channel({}, [gus]),
      await scene.channel({ is_private: true }, [bob]),
    ]
    const wider = await scene.channel({ is_private: true }, [bob, cyd])
    const attached = async (channel: string) => {
      const id = await upload(channel, new TextEncoder().encode('minutes'))
      await scene.post(ada, channel, '', { attachments: [{ id }] })
      return id
    }
    const statusOf = (id: string, destination: string) =>
      open(bob, id, destination).then(
        ({ status }) => status,
        ({ code }) => code,
      )
    const [minutes, notes] = [await attached(secret), await attached(everyone)]
    for (const destination of [everyone, withGuest, wider])
      expect(await statusOf(minutes, destination)).toBe('not_found')
    expect(await statusOf(minutes, secret)).toBe(200)
    expect(await statusOf(await attached(wider), secret)).toBe(200)
    expect(await statusOf(notes, wider)).toBe(200)
    expect(await statusOf(notes, withGuest)).toBe('not_found')
    await scene.remove(wider, cyd)
    expect(await statusOf(minutes, wider)).toBe(200)
  })

  it('gives an upload that is not attached to its uploader alone, and to services for them', async () => {
    const channel = await scene.channel({}, [bob])
    const id = await upload(channel, new TextEncoder().encode('not sent yet'))
    expect(await (await open(ada, id)).text()).toBe('not sent yet')
    for (const who of [bob, cyd]) await expect(open(who, id)).rejects.toMatchObject(notFound)
    await expect(open(ada, unknownId)).rejects.toMatchObject(notFound)
    expect((await as(ada).request('GET', `/internal/files/${id}`)).status).toBe(403)
  })
})
