import { randomUUID } from 'node:crypto'
import { addChannelMember, createChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import { deleteChannel, updateChannel } from '@parley/contracts/channels/managing'
import { resumeChatStream, sendChat, stopChatStream, streamChat } from '@parley/contracts/chat/chat'
import { getRun, listRuns, retryRun } from '@parley/contracts/chat/runs'
import { createApiKey, deleteApiKey } from '@parley/contracts/identity/api-keys'
import { login, logout } from '@parley/contracts/identity/auth'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { uploadFiles } from '@parley/contracts/messages/files'
import type { Message } from '@parley/contracts/messages/message'
import { listMessages, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { searchMessages } from '@parley/contracts/messages/search'
import { decideApproval, getApproval } from '@parley/contracts/tools/approvals'
import { setToolPolicy } from '@parley/contracts/tools/tools'
import { twinDelta, twinFinished, twinTool } from '@parley/contracts/twins/events'
import { forgetExpiredMessages } from '@parley/contracts/twins/jobs'
import { startJob } from '@parley/testing/rows/outbox'
import { describe, expect, it, vi } from 'vitest'
import { refusalOf, setScene } from './scene.ts'

const { platform, model, ada, bob, gus, eve } = await setScene({
  serviceEnv: { 'chat-engine': { DRAIN_TIMEOUT_MS: '100' } },
})
let named = 0
/** A channel of Ada's with Bob in it. */
async function newChannel(isPrivate = true) {
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: `private-${++named}`,
    channel_type: 'text',
    is_private: isPrivate,
  })
  await ada.call(addChannelMember, { id: channel.id, user_id: bob.userId })
  return channel.id
}
const post = async (channelId: string, content: string, by = ada) =>
  (await by.call(postMessage, { channel_id: channelId, content })).data
const inChannel = async (channelId: string, threadId?: string) =>
  (await bob.call(listMessages, { channel_id: channelId, ...(threadId && { thread_id: threadId }) })).data as Message[]
const texts = async (channelId: string, threadId?: string) =>
  (await inChannel(channelId, threadId)).map(({ content }) => content)

/** Asks in a channel what is answered once a call of a tool is approved. */
async function askAndWait(by: typeof ada, channelId: string) {
  await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: 'ask' })
  model.script({ text: ['I look. '], tools: [{ name: 'knowledge_search', input: { query: 'door' } }] })
  const asked = by.call(sendChat, { message: 'q', channelId })
  const { about } = await refusalOf(asked)
  await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: null })
  return { runId: about.run_id!, approvalId: about.approval_id! }
}
/** The events of a run that can still be received. */
async function eventsLeft(streamId: string) {
  const headers = { authorization: `Bearer ${ada.token}` }
  const response = await fetch(`${platform.url}/api/v2/chat/stream/${streamId}`, { headers })
  const text = await response.text()
  return { events: [...text.matchAll(/^event: (.*)$/gm)].map(([, event]) => event), text }
}
const ended = (id: string) =>
  vi.waitFor(async () => {
    const { data } = await ada.call(getRun, { id })
    expect(data.ended_at).not.toBeNull()
    return data
  }, 10_000)

describe('a question in a channel', () => {
  it('is a 503 that names the missing setting where a picture is wanted and none can be made', async () => {
    expect(await ada.answerTo(sendChat, { message: 'q', messageType: 'image' })).toMatchObject({
      status: 503,
      body: { error: { message: 'Not configured: MEDIA_URL.' } },
    })
  })

  it('is posted there by whoever asks, and answered there by a twin', async () => {
    const channelId = await newChannel()
    model.script({ text: ['Tuesday.'] })
    const { messageId, reply, sessionId, metadata } = await ada.call(sendChat, {
      message: 'When do we ship?',
      channelId,
    })
    const [answer, question] = await inChannel(channelId)
    expect(question).toMatchObject({ content: 'When do we ship?', user_id: ada.userId, ai_twin_id: null })
    expect(answer).toMatchObject({
      id: messageId,
      content: reply,
      user_id: null,
      author_type: 'twin',
      display_name: 'LVNG',
    })
    expect(answer!.metadata).toMatchObject({ run_id: metadata.runId })
    const again = await ada.call(sendChat, { message: 'And?', channelId })
    expect(again.sessionId).toBe(sessionId)
    expect((await bob.call(getRun, { id: metadata.runId })).data).toMatchObject({
      channel_id: channelId,
      question_message_id: question!.id,
      reply_message_id: messageId,
    })
  })

  it('is posted as far as a message is long, and says so', async () => {
    const channelId = await newChannel()
    model.script({ text: ['word '.repeat(9_000)] })
    const { reply, metadata } = await ada.call(sendChat, { message: 'Tell me all', channelId })
    const [answer] = await inChannel(channelId)
    expect(reply).toHaveLength(45_000)
    expect(answer!.content.length).toBeLessThanOrEqual(40_000)
    expect(answer!.metadata).toMatchObject({ run_id: metadata.runId, is_cut: true })
  })

  it('is answered with the last ten messages in mind, and no deleted one', async () => {
    const channelId = await newChannel()
    for (let i = 0; i < 12; i++) await post(channelId, `said ${i}.`, i % 2 ? bob : ada)
    const [newest] = await inChannel(channelId)
    await bob.call(deleteMessage, { id: newest!.id })
    await ada.call(sendChat, { message: 'What was said?', channelId })
    const { messages, system } = model.turns.at(-1)!
    const given = JSON.stringify(messages)
    const found = Array.from({ length: 12 }, (_, i) => i).filter((i) => given.includes(`said ${i}.`))
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(given).toContain('author=\\"bob\\"')
    expect(JSON.stringify(system)).not.toContain('said')
  })

  it('in a thread is answered in the thread', async () => {
    const channelId = await newChannel()
    const root = await post(channelId, 'The root')
    await bob.call(replyInThread, { id: root.id, content: 'A reply' })
    await post(channelId, 'Beside it')
    model.script({ text: ['In the thread.'] })
    await ada.call(sendChat, { message: 'And here?', channelId, threadId: root.id })
    expect(await texts(channelId, root.id)).toEqual(['A reply', 'And here?', 'In the thread.'])
    const given = JSON.stringify(model.turns.at(-1)!.messages)
    expect(given).toContain('The root')
    expect(given).not.toContain('Beside it')
    expect(await ada.answerTo(sendChat, { message: 'x', channelId, threadId: crypto.randomUUID() })).toMatchObject({
      status: 400,
      body: { error: { details: [expect.objectContaining({ path: 'threadId' })] } },
    })
  })

  it('is given the texts of its attachments, and why one could not be read', async () => {
    const channelId = await newChannel()
    const upload = async (by: typeof ada, to: string) => {
      const file = new File(['The code of the door is 4711.'], 'code.txt', { type: 'text/plain' })
      return (await by.call(uploadFiles, { conversation_id: to, files: [file] })).data.files[0]!
    }
    const elsewhere = await newChannel()
    const [own, hidden] = [await upload(ada, channelId), await upload(ada, elsewhere)]
    const attachments = [
      { id: own.id, name: 'code.txt', type: 'text/plain', url: own.url },
      { name: 'hidden.txt', url: hidden.url },
      { name: 'inside.txt', url: `${model.url}/secrets.txt` },
    ]
    await ada.call(sendChat, { message: 'Which code?', channelId, attachments })
    const given = JSON.stringify(model.turns.at(-1)!.messages)
    expect(given).toContain('The code of the door is 4711.')
    expect(given.match(/could not be read/g)).toHaveLength(1)
    // Whoever reads the answer must be able to read all of them.
    await ada.call(removeChannelMember, { id: elsewhere, userId: bob.userId })
    await ada.call(sendChat, { message: 'Which code?', channelId, attachments })
    const toldLater = JSON.stringify(model.turns.at(-1)!.messages)
    expect(toldLater.match(/attachment could not be read: there is no such file/g)).toHaveLength(1)
    expect(toldLater.match(/could not be read/g)).toHaveLength(2)
    await bob.call(sendChat, { message: 'And now?', channelId, attachments })
    expect(JSON.stringify(model.turns.at(-1)!.messages).match(/could not be read/g)).toHaveLength(3)
    expect(model.turns.at(-1)!.body).not.toHaveProperty('url')
  })

  it('that waits goes on in another process with what came with it, and is seen while it is written', async () => {
    const channelId = await newChannel()
    await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: 'ask' })
    const file = new File(['The code of the door is 4711.'], 'code.txt', { type: 'text/plain' })
    const { data } = await ada.call(uploadFiles, { conversation_id: channelId, files: [file] })
    const search = { name: 'knowledge_search', input: { query: 'door' } }
    model.script({ text: ['I look. '], tools: [search] }, { text: ['It is 4711.'] })
    const asked = ada.call(sendChat, {
      message: 'Which code?',
      channelId,
      images: [{ filename: 'door.png', mediaType: 'image/png', base64: 'iVBORw0KGgo=' }],
      attachments: [{ name: 'code.txt', url: data.files[0]!.url }],
    })
    const { about } = await refusalOf(asked)
    const socket = await bob.socket()
    await platform.stopService('chat-engine')
    await platform.startService('chat-engine')
    await ada.call(decideApproval, { id: about.approval_id!, decision: 'approve' })
    expect((await socket.next(twinDelta)).data).toEqual({
      run_id: about.run_id,
      offset: 'I look. '.length,
      text: 'It is 4711.',
    })
    expect((await socket.next(twinFinished)).data).toMatchObject({ run_id: about.run_id, status: 'done' })
    expect(await texts(channelId)).toContain('I look. It is 4711.')
    expect((await bob.call(getRun, { id: about.run_id! })).data.tools).toEqual([
      {
        tool: 'knowledge_search',
        tool_id: expect.any(String),
        status: 'done',
        input: '{"query":"door"}',
        duration: expect.any(Number),
        result_preview: expect.any(String),
      },
    ])
    const { content } = model.turns.at(-1)!.messages[0]!
    expect(content).toContainEqual(expect.objectContaining({ type: 'image' }))
    expect(JSON.stringify(content)).toContain('The code of the door is 4711.')
    await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: null })
  })

  it('ends the approvals that it waits for in the transaction that ends it', async () => {
    const { runId, approvalId } = await askAndWait(ada, await newChannel())
    expect((await ada.call(getApproval, { id: approvalId })).data.status).toBe('pending')
    await ada.call(stopChatStream, { streamId: runId })
    await ended(runId)
    expect((await ada.call(getApproval, { id: approvalId })).data).toMatchObject({
      status: 'cancelled',
      decided_by: null,
    })
  })

  it.each([true, false])('has nothing done for whoever is removed while it waits, private: %s', async (isPrivate) => {
    const channelId = await newChannel(isPrivate)
    const waiting = await askAndWait(bob, channelId)
    const turns = model.turns.length
    await ada.call(removeChannelMember, { id: channelId, userId: bob.userId })
    // Whether the run is stopped by then or not; and where nobody decides, too.
    if (!isPrivate) await ada.answerTo(decideApproval, { id: waiting.approvalId, decision: 'approve' })
    const run = await ended(waiting.runId)
    expect(run).toMatchObject({
      status: 'failed',
      reply_message_id: null,
      tools_used: [],
      tools: [{ status: 'failed' }],
    })
    expect(['forbidden', 'not_found']).toContain(run.error!.code)
    expect(model.turns.length).toBe(turns)
    const { data: said } = await ada.call(listMessages, { channel_id: channelId })
    expect((said as Message[]).map(({ content }) => content)).toEqual(['q'])
  })

  it('is answered by nobody once it is deleted, nor is what was said before it given to the next turn', async () => {
    const channelId = await newChannel()
    const secret = await post(channelId, 'the canary sings')
    const waiting = await askAndWait(ada, channelId)
    await ada.call(deleteMessage, { id: secret.id })
    model.script({ text: ['Done.'] })
    await ada.call(decideApproval, { id: waiting.approvalId, decision: 'approve' })
    expect(await ended(waiting.runId)).toMatchObject({ status: 'done' })
    expect(JSON.stringify(model.turns.at(-1)!.messages)).not.toContain('canary')
    const again = await askAndWait(ada, channelId)
    const [question] = await inChannel(channelId)
    await ada.call(deleteMessage, { id: question!.id })
    expect(await ended(again.runId)).toMatchObject({ error: { code: 'conflict' }, question: '', text: '', tools: [] })
    expect((await eventsLeft(again.runId)).events).toEqual(['error'])
    expect((await ada.call(getApproval, { id: again.approvalId })).data.input).toBeNull()
    expect(await texts(channelId)).toEqual(['I look. Done.', 'q'])
  })

  it('and its answer are kept by the run no longer than by the channel', async () => {
    const channelId = await newChannel()
    const ask = () => ada.client.call(sendChat, { message: 'A secret?', channelId }, { idempotencyKey: 'secret' })
    const { messageId, metadata } = await ask()
    expect(await ask()).toMatchObject({ messageId })
    const kept = async () => (await bob.call(getRun, { id: metadata.runId })).data
    await ada.call(deleteMessage, { id: messageId!, admin: true })
    await vi.waitFor(async () => expect((await kept()).text).toBe(''), 10_000)
    await expect(ask()).rejects.toMatchObject({ status: 404 })
    const { events, text } = await eventsLeft(metadata.runId)
    expect(events).toEqual(['done'])
    expect(text).toContain('"reply":""')
    expect((await kept()).question).toBe('A secret?')
    await ada.call(deleteMessage, { id: (await kept()).question_message_id! })
    await vi.waitFor(async () => expect((await kept()).question).toBe(''), 10_000)
    expect(await ada.answerTo(retryRun, { id: metadata.runId })).toMatchObject({ status: 409 })
  })

  it('has an answer that says what it rests on, to be opened, and which tools found it', async () => {
    const channelId = await newChannel()
    const said = await post(channelId, 'The canary sings at dawn.', bob)
    const later = await post(channelId, 'The canary sleeps at noon.', bob)
    const found = async () => (await ada.call(searchMessages, { query: 'canary', channel_id: channelId })).data
    await vi.waitUntil(async () => (await found()).some(({ id }) => id === later.id), 10_000)
    const socket = await bob.socket()
    const search = { name: 'knowledge_search', input: { query: 'When does the canary sing?' } }
    const text = `At dawn (${said.id}), and not ${randomUUID()}.`
    model.script({ tools: [search] }, { text: [text] })
    const { metadata, sources } = await ada.call(sendChat, { message: 'When?', channelId })
    const source = { type: 'message', id: said.id, channel_id: channelId, title: null, passage: null }
    expect(sources).toEqual([source])
    const [answer] = await inChannel(channelId)
    expect(answer!.metadata.sources).toEqual([source])
    const { data: run } = await bob.call(getRun, { id: metadata.runId })
    expect(run.sources).toEqual([source])
    // What it found is kept by its sources alone: a message may be deleted later.
    expect(run.tools).toMatchObject([{ status: 'done', input: JSON.stringify(search.input), result_preview: null }])
    const first = await socket.next(twinTool)
    expect(first.data).toMatchObject({ run_id: metadata.runId, tool: { tool: search.name, status: 'running' } })
    const last = await socket.next(twinTool, ({ data }) => data.tool.status !== 'running')
    expect(last.data.tool).toMatchObject({
      tool_id: first.data.tool.tool_id,
      status: 'done',
      result_preview: expect.stringContaining('canary'),
    })
    await ada.call(deleteMessage, { id: answer!.id, admin: true })
    await vi.waitFor(async () => {
      const { data: erased } = await bob.call(getRun, { id: metadata.runId })
      expect(erased).toMatchObject({ text: '', tools: [], sources: [] })
    }, 10_000)
  })

  it('is no longer kept once its messages were older than their channel keeps them', async () => {
    const channelId = await newChannel()
    model.script({ text: ['Tuesday.'] })
    const { metadata, messageId } = await ada.call(sendChat, { message: 'When do we ship?', channelId })
    const kept = () =>
      platform.database.query('select request, reply from chat_engine.runs where id = $1', [metadata.runId])
    expect(await kept()).toMatchObject([{ request: { message: 'When do we ship?' }, reply: 'Tuesday.' }])
    const question = (await inChannel(channelId)).find(({ id }) => id !== messageId)!
    const message_ids = [messageId, question.id]
    const expired = { workspace_id: ada.workspaceId, message_ids }
    await startJob(platform.database, 'messaging', forgetExpiredMessages.name, expired)
    await vi.waitFor(async () => expect(await kept()).toMatchObject([{ reply: '' }]), 30_000)
    const [{ request }] = (await kept()) as [{ request: object }]
    expect(request).not.toHaveProperty('message')
  })

  it('for a picture or a video is a 503 that says what is to be set', async () => {
    const answer = await ada.answerTo(sendChat, { message: 'a cat', messageType: 'image' })
    expect(answer).toMatchObject({ status: 503, body: { error: { message: expect.stringContaining('MEDIA_URL') } } })
  })

  it.each([
    ['somebody of another workspace', eve],
    ['a guest who is not in it', gus],
  ])('is 404 for %s', async (_, other) => {
    const channelId = await newChannel()
    const turns = model.turns.length
    expect(await other.answerTo(sendChat, { message: 'let me in', channelId })).toMatchObject({ status: 404 })
    await expect(other.client.stream(streamChat, { message: 'x', channelId }).next()).rejects.toMatchObject({
      status: 404,
    })
    expect(model.turns.length).toBe(turns)
    expect(await texts(channelId)).toEqual([])
  })

  it('is a 409 in one that is archived', async () => {
    const channelId = await newChannel()
    await ada.call(updateChannel, { id: channelId, is_archived: true })
    expect(await ada.answerTo(sendChat, { message: 'hi', channelId })).toMatchObject({ status: 409 })
  })

  it('ends in an error when the channel is archived meanwhile, and keeps its text in the run', async () => {
    const channelId = await newChannel()
    model.script(async () => {
      await ada.call(updateChannel, { id: channelId, is_archived: true })
      return { text: ['Too late.'] }
    })
    expect(await ada.answerTo(sendChat, { message: 'hi', channelId })).toMatchObject({ status: 409 })
    const [question] = await inChannel(channelId)
    expect(question!.content).toBe('hi')
  })

  it('is shown while it is answered to everyone in the channel, until they are removed', async () => {
    const channelId = await newChannel()
    const gate = Promise.withResolvers<void>()
    model.script(async () => {
      await gate.promise
      return { text: ['Now.'] }
    })
    const asked = ada.call(sendChat, { message: 'wait', channelId })
    const [run] = await vi.waitUntil(async () => {
      const { data } = await bob.call(listRuns, { channel_id: channelId })
      return data.length > 0 && data
    })
    const received: string[] = []
    const following = (async () => {
      for await (const { event } of bob.client.stream(resumeChatStream, { streamId: run!.id })) received.push(event)
    })()
    await vi.waitFor(() => expect(received).toEqual(['connected']))
    await ada.call(removeChannelMember, { id: channelId, userId: bob.userId })
    await expect(following).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('no longer') })
    expect(await bob.answerTo(getRun, { id: run!.id })).toMatchObject({ status: 404 })
    gate.resolve()
    await asked
  }, 30_000) // Streams are checked every minute too, for where it is lost that access has changed.

  it.each(['API key', 'session'] as const)(
    'ends with that error once the %s is revoked that follows it',
    async (what) => {
      const credential =
        what === 'API key'
          ? (await bob.call(createApiKey, { name: 'k', scopes: ['read', 'write', 'execute'] })).data
          : undefined
      const token =
        credential?.key ?? (await platform.client().call(login, { email: bob.email, password: bob.password })).token
      const client = platform.client(token)
      const gate = Promise.withResolvers<void>()
      model.script(async () => {
        await gate.promise
        return { text: ['Late.'] }
      })
      const following = (async () => {
        for await (const { event } of client.stream(streamChat, { message: 'wait' })) {
          if (event !== 'connected') continue
          if (credential) await bob.call(deleteApiKey, { id: credential.id })
          else await client.call(logout, {})
        }
      })()
      await expect(following).rejects.toMatchObject({ code: 'unauthorized' })
      gate.resolve()
    },
    30_000,
  )

  it('is shown no longer once its channel is deleted', async () => {
    const channelId = await newChannel()
    const gate = Promise.withResolvers<void>()
    model.script(async () => {
      await gate.promise
      return { text: ['Now.'] }
    })
    const asked = ada.answerTo(sendChat, { message: 'wait', channelId })
    const [run] = await vi.waitUntil(async () => {
      const { data } = await bob.call(listRuns, { channel_id: channelId })
      return data.length > 0 && data
    })
    const following = (async () => {
      for await (const { event } of bob.client.stream(resumeChatStream, { streamId: run!.id }))
        if (event === 'connected') await ada.call(deleteChannel, { id: channelId })
    })()
    await expect(following).rejects.toMatchObject({ code: 'forbidden' })
    gate.resolve()
    expect(await asked).toMatchObject({ status: 404 })
  }, 30_000)

  it('is no more to be read by whoever asked once they are removed', async () => {
    const channelId = await newChannel()
    const { metadata } = await bob.call(sendChat, { message: 'mine?', channelId })
    await ada.call(removeChannelMember, { id: channelId, userId: bob.userId })
    expect(await bob.answerTo(getRun, { id: metadata.runId })).toMatchObject({ status: 404 })
    expect(await bob.answerTo(retryRun, { id: metadata.runId })).toMatchObject({ status: 404 })
    await expect(bob.client.stream(resumeChatStream, { streamId: metadata.runId }).next()).rejects.toMatchObject({
      status: 404,
    })
  })

  it('is answered again by a further message', async () => {
    const channelId = await newChannel()
    model.script({ text: ['One.'] }, { text: ['Two.'] })
    const { metadata } = await ada.call(sendChat, { message: 'q', channelId })
    expect(await bob.answerTo(retryRun, { id: metadata.runId })).toMatchObject({ status: 404 })
    await ada.call(retryRun, { id: metadata.runId })
    await vi.waitFor(async () => expect(await texts(channelId)).toEqual(['Two.', 'One.', 'q']))
    await ada.call(updateChannel, { id: channelId, is_archived: true })
    expect(await ada.answerTo(retryRun, { id: metadata.runId })).toMatchObject({ status: 409 })
  })
})
