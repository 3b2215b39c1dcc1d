import { memberAdded } from '@parley/contracts/channels/events'
import { title } from '@parley/contracts/endpoint'
import { messageCreated } from '@parley/contracts/messages/events'
import { Message } from '@parley/contracts/messages/message'
import { getMessage, postMessage, sendMessage } from '@parley/contracts/messages/messages'
import { pinMessage } from '@parley/contracts/messages/pins'
import { encodeId } from '@parley/contracts/type-id'
import type { Caller } from '@parley/kit/assertion'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus, general } = acme
const badField = (path: string) => ({ status: 400, body: { error: { details: [{ path }] } } })

describe(title(postMessage), () => {
  it('answers the message with every documented field', async () => {
    const channel = await scene.channel()
    const { success, data, meta } = await as(ada).call(postMessage, {
      channel_id: channel,
      content: 'Heads up: deploy starts in 10 minutes.',
      metadata: { source: 'api', priority: 'high' },
      conversation_id: channel,
    })
    expect({ success, data, meta }).toEqual({
      success: true,
      data: {
        id: expect.any(String),
        workspace_id: acme.workspaceId,
        channel_id: channel,
        conversation_id: channel,
        seq: 1,
        rev: 1,
        content: 'Heads up: deploy starts in 10 minutes.',
        content_type: 'text',
        user_id: ada.userId,
        ai_twin_id: null,
        author_type: 'user',
        platform: null,
        arrival: 'live',
        display_name: 'ada',
        avatar_url: null,
        parent_message_id: null,
        parent_user_id: null,
        metadata: { source: 'api', priority: 'high' },
        attachments: null,
        reactions: [],
        reaction_count: 0,
        reply_count: 0,
        last_reply_at: null,
        participants: [],
        created_at: expect.any(String),
        updated_at: data.created_at,
        edited_at: null,
      },
      meta: { timestamp: data.created_at },
    })
    expect(Date.now() - Date.parse(data.created_at)).toBeLessThan(60_000)
    expect((await as(ada).call(getMessage, { id: data.id })).data).toEqual(data)
  })

  it('numbers messages one after another even when 50 are posted at once, and no reader ever sees a gap', async () => {
    const channel = await scene.channel()
    let done = false
    const posting = Promise.all(
      Array.from({ length: 50 }, (_, i) => scene.post([ada, bob, cyd][i % 3]!, channel, `message ${i}`)),
    ).finally(() => {
      done = true
    })
    const seen: number[] = []
    while (!done || seen.length < 50) {
      const news = await scene.list(ada, { channel_id: channel, after_seq: seen.length })
      for (const { seq, rev } of news) {
        seen.push(seq)
        expect({ seq, rev }).toEqual({ seq: seen.length, rev: seen.length })
      }
    }
    const posted = (await posting).sort((a, b) => a.seq - b.seq)
    expect(posted.map(({ seq }) => seq)).toEqual(seen)
    const ids = posted.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
    const times = posted.map(({ created_at }) => created_at)
    expect(times).toEqual(times.toSorted())
    expect(await wrongCounts(database)).toEqual([])
    expect(
      await database.query('select message_count, seq, rev from messaging.channel_counts where channel_id = $1', [
        channel,
      ]),
    ).toEqual([{ message_count: 50, seq: 50, rev: 50 }])
  })

  it.each([
    ['emoji and joiners', '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 é \u200b'],
    ['right to left', 'שלום \u202Eעולם\u202C مرحبا'],
    ['line ends, tabs and outer space', '  first\r\nsecond\rthird\n\tlast  \r\n'],
    ['markup and quotes', `<script>alert("1")</script> ' \\ \\u0041 \${x} %00 '; drop table messages; --`],
    ['control characters', '\u0001\u001f\u007f\u0085\u2028\u2029\ufeff\ufffe x'],
    ['40,000 characters beyond the BMP', '𝒳'.repeat(40_000)],
    ['JSON', '{"a": 1.0, "a": 2}'],
  ])('keeps text exactly as sent: %s', async (_, content) => {
    const channel = await scene.channel()
    const posted = await scene.post(ada, channel, content)
    expect(posted.content).toBe(content)
    expect((await as(ada).call(getMessage, { id: posted.id })).data.content).toBe(content)
    const [listed] = await scene.list(ada, { channel_id: channel })
    expect(listed).toMatchObject({ content })
    const [published] = await scene.events(messageCreated, channel)
    expect(published!.data.content).toBe(content)
  })

  it.each([
    ['nothing', ''],
    ['only white space', ' \r\n\t\u00a0\u3000 '],
    ['40,001 characters', 'x'.repeat(40_001)],
    ['40,001 characters beyond the BMP', '𝒳'.repeat(40_001)],
  ])('refuses %s', async (_, content) => {
    expect(await answerTo(ada, postMessage, { channel_id: general, content })).toMatchObject(badField('content'))
  })

  it('names every field that is wrong', async () => {
    const wrong = { channel_id: 'ch_nonsense', content: '', content_type: 'a b', metadata: [], parent_message_id: '7' }
    const { status, body } = await as(ada).request('post', postMessage.path, { body: wrong })
    expect(status).toBe(400)
    const { details } = (body as { error: { details: { path: string }[] } }).error
    expect(details.map(({ path }) => path).sort()).toEqual(Object.keys(wrong).sort())
  })

  it('takes ids as UUID or TypeID in either case', async () => {
    const channel = await scene.channel()
    for (const channel_id of [channel.toUpperCase(), encodeId('ch', channel), encodeId('ch', channel).toUpperCase()])
      expect(await scene.post(ada, channel_id)).toMatchObject({ channel_id: channel })
    const wrongPrefix = encodeId('usr', channel)
    expect(await answerTo(ada, postMessage, { channel_id: wrongPrefix, content: 'x' })).toMatchObject(
      badField('channel_id'),
    )
  })

  it('answers outsiders, guests and strangers exactly as if the channel did not exist', async () => {
    const secret = await scene.channel({ is_private: true })
    const open = await scene.channel()
    const missing = await answerTo(bob, postMessage, { channel_id: unknownId, content: 'x' })
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'not_found', message: 'No such channel.' } } })
    for (const [who, channel_id] of [
      [bob, secret],
      [gus, secret],
      [gus, open],
      [gus, general],
      [eve, open],
      [eve, secret],
    ] as const)
      expect(await answerTo(who, postMessage, { channel_id, content: 'x' })).toEqual(missing)
    expect(
      await database.query('select from messaging.channel_heads where channel_id = any($1)', [
        [secret, open, unknownId],
      ]),
    ).toEqual([])
  })

  it('lets a guest write where they were added, and nobody after they were removed', async () => {
    const secret = await scene.channel({ is_private: true }, [gus, bob])
    await scene.post(gus, secret)
    await scene.post(bob, secret)
    await scene.remove(secret, bob)
    await scene.remove(secret, gus)
    for (const who of [bob, gus])
      expect(await answerTo(who, postMessage, { channel_id: secret, content: 'still here?' })).toMatchObject({
        status: 404,
      })
  })

  it('joins the author to a public channel, once, and publishes that', async () => {
    const open = await scene.channel()
    await Promise.all([scene.post(bob, open, 'one'), scene.post(bob, open, 'two')])
    expect(
      await database.query(
        `select user_id, joined_seq < 2 as knows_nothing from channels.memberships where channel_id = $1 and user_id = $2`,
        [open, bob.userId],
      ),
    ).toEqual([{ user_id: bob.userId, knows_nothing: true }])
    expect((await scene.membersOf(open)).sort()).toEqual([ada.userId, bob.userId].sort())
    const published = await scene.events(memberAdded, open, 2)
    expect(published.map(({ data }) => data.user_id)).toEqual([ada.userId, bob.userId])
  })

  it('joins nobody whose message was refused', async () => {
    const open = await scene.channel()
    const elsewhere = await scene.post(ada, general)
    const draft = { channel_id: open, content: 'x', parent_message_id: elsewhere.id }
    expect(await answerTo(bob, postMessage, draft)).toMatchObject(badField('parent_message_id'))
    expect(
      await database.query('select from channels.memberships where channel_id = $1 and user_id = $2', [
        open,
        bob.userId,
      ]),
    ).toEqual([])
  })

  it('refuses an archived channel', async () => {
    const channel = await scene.channel()
    await scene.archive(channel)
    const answer = await answerTo(ada, postMessage, { channel_id: channel, content: 'x' })
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
  })

  it('publishes a message as the answer shows it, once, in the channel’s room', async () => {
    const channel = await scene.channel()
    const posted = await scene.post(ada, channel, 'to all @here')
    const [published] = await scene.events(messageCreated, channel)
    expect(published).toEqual({
      writtenAt: expect.any(Number),
      id: posted.id,
      type: 'message.created',
      workspace_id: acme.workspaceId,
      channel_id: channel,
      seq: 1,
      rev: 1,
      at: posted.created_at,
      data: posted,
      rooms: [`channel:${channel}`],
      trace: { requestId: expect.any(String), traceparent: expect.stringMatching(/^00-/) },
    })
    expect(Message.parse(published!.data)).toEqual(posted)
  })

  describe('user_id', () => {
    const adminKey = (caller: Caller): Caller => ({ ...caller, credential: 'key', scopes: ['write', 'admin'] })

    it('may be the caller and nobody else', async () => {
      expect(await scene.post(bob, general, 'me', { user_id: bob.userId })).toMatchObject({ user_id: bob.userId })
      const spoofed = { channel_id: general, content: 'x', user_id: ada.userId }
      const refused = { status: 403, body: { error: { code: 'forbidden', details: [{ path: 'user_id' }] } } }
      for (const caller of [bob, ada, adminKey(bob), { ...adminKey(ada), scopes: ['write' as const] }])
        expect(await answerTo(caller, postMessage, { ...spoofed, user_id: cyd.userId })).toMatchObject(refused)
      expect(await answerTo(bob, postMessage, spoofed)).toMatchObject(refused)
    })

    it('may be a member of the workspace whom an admin’s key names, who then is the author', async () => {
      const open = await scene.channel()
      const posted = await scene.post(adminKey(ada), open, 'for Bob', { user_id: bob.userId })
      expect(posted).toMatchObject({ user_id: bob.userId, display_name: 'bob' })
      expect(
        await database.query(
          'select user_id from channels.memberships where channel_id = $1 order by joined_seq, user_id',
          [open],
        ),
      ).toContainEqual({ user_id: bob.userId })
    })

    it('reaches nobody outside the workspace, and no channel that person cannot see', async () => {
      const secret = await scene.channel({ is_private: true })
      const draft = { channel_id: secret, content: 'x' }
      const unknown = await answerTo(adminKey(ada), postMessage, { ...draft, user_id: unknownId })
      expect(unknown).toMatchObject({ status: 404 })
      expect(await answerTo(adminKey(ada), postMessage, { ...draft, user_id: eve.userId })).toEqual(unknown)
      expect(await answerTo(adminKey(ada), postMessage, { ...draft, user_id: bob.userId })).toEqual(unknown)
    })
  })

  it('lets nobody post as a twin that is not assigned, and shows only those who assign twins that it is not', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const draft = { channel_id: channel, content: 'beep', ai_twin_id: unknownId }
    expect(await answerTo(bob, postMessage, draft)).toMatchObject({ status: 403 })
    expect(await answerTo(ada, postMessage, draft)).toMatchObject({ status: 404 })
    expect(await answerTo(cyd, postMessage, draft)).toEqual(
      await answerTo(cyd, postMessage, { ...draft, channel_id: unknownId }),
    )
    expect(await scene.list(ada, { channel_id: channel })).toEqual([])
  })

  it('drops what only the platform may write into metadata', async () => {
    const metadata = {
      pinned: true,
      pinned_by: ada.userId,
      pinnedAt: 1,
      mentions: [{ type: 'channel' }],
      kept: { pinned: 1 },
    }
    expect((await scene.post(ada, general, 'x', { metadata })).metadata).toEqual({ kept: { pinned: 1 } })
  })

  it('drops unknown fields', async () => {
    const body = {
      channel_id: general,
      content: 'x',
      seq: 99,
      reply_count: 5,
      deleted_at: 'now',
      workspace_id: unknownId,
    }
    const answer = await as(ada).request('post', postMessage.path, { body })
    expect(answer).toMatchObject({ status: 201, body: { data: { reply_count: 0, workspace_id: acme.workspaceId } } })
    expect((answer.body as { data: object }).data).not.toHaveProperty('deleted_at')
  })

  it.each([[[]], ['[]'], [null]])('takes attachments that are none: %j', async (attachments) => {
    expect(await scene.post(ada, general, 'x', { attachments })).toMatchObject({ attachments: null })
  })

  it.each([
    ['no json'],
    ['{}'],
    ['["a"]'],
    [{}],
    [[{ url: 'http://x' }]],
    [[{ id: 'nonsense' }]],
    [[{ id: unknownId }]],
    [7],
  ])('refuses attachments that are no files: %j', async (attachments) => {
    const answer = await as(ada).request('post', postMessage.path, {
      body: { channel_id: general, content: 'x', attachments },
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: expect.stringMatching(/^attachments/) }] } },
    })
  })

  it.each<[unknown, string[]]>([
    [[{}], ['attachments.0.id']],
    [['x'], ['attachments.0']],
    [[{ id: 'x' }], ['attachments.0.id']],
    ['[1]', ['attachments.0']],
    [JSON.stringify([{ id: unknownId }, {}, { id: 'x' }]), ['attachments.1.id', 'attachments.2.id']],
    ['no json', ['attachments']],
    [Array(11).fill({ id: unknownId }), ['attachments']],
  ])('names the attachment at fault: %j', async (attachments, paths) => {
    for (const content of ['x', '']) {
      const answer = await as(ada).request('post', postMessage.path, {
        body: { channel_id: general, content, attachments },
      })
      const { error } = answer.body as { error: { details: { path: string }[] } }
      expect([answer.status, error.details.map(({ path }) => path)]).toEqual([400, paths])
    }
  })

  it.each([[undefined], [null], [unknownId]])(
    'answers the channel as conversation_id, given %s',
    async (conversation_id) => {
      expect(await scene.post(ada, general, 'x', { conversation_id })).toMatchObject({ conversation_id: general })
    },
  )

  describe('Idempotency-Key', () => {
    const draft = () => ({ channel_id: general, content: `once ${Math.random()}` })
    const key = () => crypto.randomUUID()
    const countOf = async ({ content }: { content: string }) =>
      (await database.query('select from messaging.messages where content = $1', [content])).length

    it('stores one message however often it is sent', async () => {
      const [input, idempotencyKey] = [draft(), key()]
      const first = await as(ada).answer(postMessage, input, { idempotencyKey })
      const again = await as(ada).answer(postMessage, input, { idempotencyKey })
      expect(again).toMatchObject({ status: 201, body: first.body })
      expect(first.headers.get('idempotency-replayed')).toBe(null)
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect(await countOf(input)).toBe(1)
    })

    it('stores one message when it is sent many times at once', async () => {
      const [input, idempotencyKey] = [draft(), key()]
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => as(ada).answer(postMessage, input, { idempotencyKey })),
      )
      expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
      for (const { status } of answers) expect([201, 409]).toContain(status)
      expect(await countOf(input)).toBe(1)
      expect(await wrongCounts(database)).toEqual([])
    })

    it('answers 409 while the first attempt still runs', async () => {
      const channel = await scene.channel()
      await scene.post(ada, channel)
      const release = await scene.lockChannel(channel)
      const [input, idempotencyKey] = [{ ...draft(), channel_id: channel }, key()]
      const first = as(ada).answer(postMessage, input, { idempotencyKey })
      await untilSomeoneWaits(database)
      expect(await as(ada).answer(postMessage, input, { idempotencyKey })).toMatchObject({ status: 409 })
      await release()
      expect(await first).toMatchObject({ status: 201 })
    })

    it('answers 422 to another body, and is each caller’s own', async () => {
      const [input, idempotencyKey] = [draft(), key()]
      await as(ada).call(postMessage, input, { idempotencyKey })
      expect(await as(ada).answer(postMessage, draft(), { idempotencyKey })).toMatchObject({ status: 422 })
      expect(await as(bob).answer(postMessage, draft(), { idempotencyKey })).toMatchObject({ status: 201 })
    })

    it('does not replay an answer that its sender cannot read any more', async () => {
      const secret = await scene.channel({ is_private: true }, [bob])
      const posting = [{ channel_id: secret, content: 'posted once' }, key()] as const
      const pinning = [{ id: (await scene.post(ada, secret, 'Ada’s own')).id }, key()] as const
      const post = async () =>
        (await as(bob).answer(postMessage, posting[0], { idempotencyKey: posting[1] })) as { status: number }
      const pin = async () =>
        (await as(bob).answer(pinMessage, pinning[0], { idempotencyKey: pinning[1] })) as { status: number }
      const both = async () => [(await post()).status, (await pin()).status]
      expect(await both()).toEqual([201, 200])
      await scene.delete(pinning[0])
      expect(await both()).toEqual([201, 404])
      await scene.remove(secret, bob)
      expect(await both()).toEqual([404, 404])
    })

    it('keeps nothing of an attempt that failed', async () => {
      const secret = await scene.channel({ is_private: true })
      const [input, idempotencyKey] = [{ ...draft(), channel_id: secret }, key()]
      expect(await as(bob).answer(postMessage, input, { idempotencyKey })).toMatchObject({ status: 404 })
      await scene.add(secret, bob)
      expect(await as(bob).answer(postMessage, input, { idempotencyKey })).toMatchObject({ status: 201 })
    })
  })

  describe('when the channel changed while the message waited for it', () => {
    const change = async (channel: string, changing: () => Promise<unknown>, parent?: string) => {
      const release = await scene.lockChannel(channel)
      const posting = answerTo(bob, postMessage, { channel_id: channel, content: 'late', parent_message_id: parent })
      await untilSomeoneWaits(database)
      await changing()
      await release()
      return posting
    }
    const after = async (channel: string) => {
      expect((await scene.post(ada, channel)).seq).toBe(2)
      expect(await wrongCounts(database)).toEqual([])
    }

    it('refuses a person who was removed, and takes no number', async () => {
      const channel = await scene.channel({ is_private: true }, [bob])
      await scene.post(ada, channel)
      expect(await change(channel, () => scene.remove(channel, bob))).toMatchObject({ status: 404 })
      await after(channel)
    })

    it('refuses when it was archived', async () => {
      const channel = await scene.channel({}, [bob])
      await scene.post(ada, channel)
      expect(await change(channel, () => scene.archive(channel))).toMatchObject({ status: 409 })
      expect(await scene.list(ada, { channel_id: channel })).toHaveLength(1)
    })

    it('refuses a reply to what was deleted', async () => {
      const channel = await scene.channel({}, [bob])
      const root = await scene.post(ada, channel)
      const marking = () => database.query('update messaging.messages set deleted_at = now() where id = $1', [root.id])
      expect(await change(channel, marking, root.id)).toMatchObject(badField('parent_message_id'))
      await database.query('update messaging.messages set deleted_at = null where id = $1', [root.id])
      await after(channel)
    })

    it('lets someone who left a public channel in again', async () => {
      const channel = await scene.channel({}, [bob])
      await scene.post(ada, channel)
      expect(await change(channel, () => scene.remove(channel, bob))).toMatchObject({ status: 201 })
      expect(
        await database.query('select from channels.memberships where channel_id = $1 and user_id = $2', [
          channel,
          bob.userId,
        ]),
      ).toHaveLength(1)
    })
  })

  it('does not deadlock with a membership that ends meanwhile, or with others who join', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel)
    const release = await scene.lockChannel(channel)
    const post = (who: typeof bob) => as(who).answer(postMessage, { channel_id: channel, content: 'hello' })
    const bobs = post(bob)
    await untilSomeoneWaits(database)
    await scene.remove(channel, bob)
    // Cyd joins, and so locks the channel and waits for its head, which Bob gets first.
    const cyds = post(cyd)
    await untilSomeoneWaits(database, 2)
    await release()
    expect((await Promise.all([bobs, cyds])).map(({ status }) => status)).toEqual([201, 201])
    expect(await wrongCounts(database)).toEqual([])
  })

  it('keeps an outsider from blocking a channel', async () => {
    const secret = await scene.channel({ is_private: true })
    await scene.post(ada, secret)
    const release = await scene.lockChannel(secret)
    expect(await answerTo(eve, postMessage, { channel_id: secret, content: 'x' })).toMatchObject({ status: 404 })
    await release()
  })
})

describe(title(sendMessage), () => {
  it('takes the documented sample and answers as posting does', async () => {
    const channel = await scene.channel()
    const { success, data, meta } = await as(ada).call(sendMessage, {
      content: 'Quick update: tests passed.',
      attachments: '[]',
      channel_id: channel,
      conversation_id: channel,
      user_id: ada.userId,
    })
    expect({ success, meta }).toEqual({ success: true, meta: { timestamp: data.created_at } })
    expect((await as(ada).call(getMessage, { id: data.id })).data).toEqual(data)
  })

  it('answers an outsider exactly as if the channel did not exist', async () => {
    const secret = await scene.channel({ is_private: true })
    expect(await answerTo(bob, sendMessage, { channel_id: secret, content: 'x' })).toEqual(
      await answerTo(bob, sendMessage, { channel_id: unknownId, content: 'x' }),
    )
  })
})
