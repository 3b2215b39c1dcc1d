import { randomUUID } from 'node:crypto'
import { createChannel } from '@parley/contracts/channels/channels'
import { updateChannel } from '@parley/contracts/channels/managing'
import { assignTwin, removeTwin } from '@parley/contracts/channels/twins'
import { sendChat } from '@parley/contracts/chat/chat'
import { getRun } from '@parley/contracts/chat/runs'
import { deleteMessage, editMessage } from '@parley/contracts/messages/changes'
import { messageCreated } from '@parley/contracts/messages/events'
import type { Message } from '@parley/contracts/messages/message'
import { listMessages, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { setToolPolicy } from '@parley/contracts/tools/tools'
import { messageAgent } from '@parley/contracts/twins/agents'
import { twinDelta, twinFinished, twinStarted } from '@parley/contracts/twins/events'
import { tryTwin } from '@parley/contracts/twins/try'
import { createTwin, deleteTwin } from '@parley/contracts/twins/twins'
import { putBudget } from '@parley/contracts/usage/budgets'
import { countOutbox, startJob } from '@parley/testing/rows/outbox'
import { expect, it, vi } from 'vitest'
import { setScene } from '../chat/scene.ts'

const perChannel = 6
const perTwin = 12
const { platform, model, ada, bob } = await setScene({
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  serviceEnv: {
    'chat-engine': { TWIN_ANSWERS_PER_CHANNEL: String(perChannel), TWIN_ANSWERS_PER_TWIN: String(perTwin) },
  },
})
const socket = await bob.socket()

type Mode = 'active' | 'passive' | 'on-demand'

/** A channel of Ada's and Bob's with twins of its own in it. */
async function newChannel(...modes: Mode[]) {
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: `c-${randomUUID()}`,
    channel_type: 'text',
  })
  await bob.call(postMessage, { channel_id: channel.id, content: 'Bob is here.' })
  const twins = []
  for (const [index, participation_mode] of modes.entries()) {
    const handle = `t${index}-${randomUUID().slice(0, 8)}`
    const { data } = await ada.call(createTwin, { name: `Twin ${index}`, handle })
    await ada.call(assignTwin, { id: channel.id, ai_twin_id: data.id, participation_mode })
    twins.push({ id: data.id, handle })
  }
  return { channelId: channel.id, twins, twin: twins[0]! }
}
const say = async (channelId: string, content: string, by = ada) =>
  (await by.call(postMessage, { channel_id: channelId, content })).data
const messagesIn = async (channelId: string, threadId?: string) =>
  (await ada.call(listMessages, { channel_id: channelId, ...(threadId && { thread_id: threadId }) })).data as Message[]
const finished = (questionId: string, twinId?: string) =>
  socket.next(
    twinFinished,
    ({ data }) => data.question_message_id === questionId && (twinId === undefined || data.ai_twin_id === twinId),
  )
/** Once this has been answered by an active twin, whatever was said before in the channel is settled as well. */
const settled = async (channelId: string) => {
  const answers = await platform.database.query<{ status: string }>(
    `select status from chat_engine.twin_answers where channel_id = $1 and status <> 'over'`,
    [channelId],
  )
  expect(answers).toEqual([])
}
const askedFor = (turn: { messages: { content: unknown }[] }) => JSON.stringify(turn.messages.at(-1)!.content)
/** A model that answers when it is let. */
function held(text: string[]) {
  const asked = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  model.script(async () => {
    asked.resolve()
    await released.promise
    return { text }
  })
  return { asked: asked.promise, release: () => released.resolve() }
}

it('a mention is answered in the channel, as members see it written', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  model.script({ text: ['On ', 'Tuesday.'] })
  const question = await say(channelId, `@${twin.handle} when do we ship?`)
  const { data: started } = await socket.next(twinStarted, ({ data }) => data.question_message_id === question.id)
  expect(started).toMatchObject({ ai_twin_id: twin.id, name: 'Twin 0', parent_message_id: null })
  const { data: end, channel_id } = await finished(question.id)
  expect(channel_id).toBe(channelId)
  const [answer] = await messagesIn(channelId)
  expect(answer).toMatchObject({
    content: 'On Tuesday.',
    ai_twin_id: twin.id,
    user_id: null,
    parent_message_id: null,
    metadata: { run_id: started.run_id, status: 'done' },
  })
  expect(end).toEqual({
    run_id: started.run_id,
    ai_twin_id: twin.id,
    question_message_id: question.id,
    parent_message_id: null,
    status: 'done',
    message_id: answer!.id,
    context_changed: false,
    error: null,
  })
  const pieces = socket.all(twinDelta).filter(({ data }) => data.run_id === started.run_id)
  let text = ''
  for (const { data } of pieces) {
    expect(data.offset).toBe(text.length)
    text += data.text
  }
  expect('On Tuesday.').toContain(text)
  expect(await socket.next(messageCreated, ({ data }) => data.id === answer!.id)).toMatchObject({ hops: 1 })
  const { data: run } = await bob.call(getRun, { id: started.run_id })
  expect(run).toMatchObject({ question: 'when do we ship?', status: 'done', reply_message_id: answer!.id })
  expect(askedFor(model.turns.at(-1)!)).toContain('when do we ship?')
  expect(model.turns.at(-1)!.system![0]!.text).toContain('Your name is Twin 0.')
})

it('a question in a thread is answered there, and so is what follows the answer, unless it turns to somebody', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  const root = await say(channelId, 'A thread')
  const reply = async (content: string) => (await ada.call(replyInThread, { id: root.id, content })).data
  const asked = await reply(`@${twin.handle} hm?`)
  expect((await finished(asked.id)).data).toMatchObject({ status: 'done', parent_message_id: root.id })
  const further = await reply('And why?')
  expect((await finished(further.id)).data).toMatchObject({ status: 'done' })
  await reply(`@bob what do you say?`)
  const last = await reply(`@${twin.handle} bye`)
  await finished(last.id)
  const thread = await messagesIn(channelId, root.id)
  expect(thread.map(({ author_type }) => author_type)).toEqual(['user', 'twin', 'user', 'twin', 'user', 'user', 'twin'])
  expect(await messagesIn(channelId)).toHaveLength(2)
})

it('a reply to a message of its is answered', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  const question = await say(channelId, `@${twin.handle} hi`)
  const { data } = await finished(question.id)
  const { data: reply } = await ada.call(replyInThread, { id: data.message_id!, content: 'Tell me more' })
  expect((await finished(reply.id)).data).toMatchObject({ status: 'done', parent_message_id: data.message_id })
})

it('an active twin answers every message, and what is written while it is busy once', async () => {
  const { channelId, twin } = await newChannel('active')
  const model1 = held(['One.'])
  const first = await say(channelId, 'first')
  await model1.asked
  const [, , last] = [await say(channelId, 'second'), await say(channelId, 'third'), await say(channelId, 'fourth')]
  await vi.waitFor(async () => {
    const waiting = await platform.database.query(
      `select from chat_engine.twin_answers where channel_id = $1 and message_id = $2`,
      [channelId, last!.id],
    )
    expect(waiting).toHaveLength(1)
  }, 10_000)
  model.script({ text: ['Rest.'] })
  model1.release()
  await finished(first.id)
  await finished(last!.id)
  await settled(channelId)
  const said = await messagesIn(channelId)
  expect(said.map(({ content }) => content)).toEqual([
    'Rest.',
    'One.',
    'fourth',
    'third',
    'second',
    'first',
    'Bob is here.',
  ])
  const { messages } = model.turns.at(-1)!
  expect(JSON.stringify(messages)).toContain('second')
  expect(twin.id).toBe(said[0]!.ai_twin_id)
})

it('several that are mentioned answer once each, also where the job runs twice', async () => {
  const { channelId, twins } = await newChannel('on-demand', 'on-demand', 'passive')
  const question = await say(channelId, twins.map(({ handle }) => `@${handle}`).join(' '))
  for (const { id } of twins.slice(0, 2)) await finished(question.id, id)
  const event = await socket.next(messageCreated, ({ data }) => data.id === question.id)
  await startJob(platform.database, 'messaging', 'answer-message', event)
  await vi.waitFor(
    async () => expect(await countOutbox(platform.database, 'messaging', 'answer-message')).toBe(0),
    10_000,
  )
  const after = await say(channelId, `@${twins[0]!.handle} and now?`)
  await finished(after.id)
  const answers = (await messagesIn(channelId)).filter(({ author_type }) => author_type === 'twin')
  expect(answers.map(({ ai_twin_id }) => ai_twin_id).sort()).toEqual([twins[0]!.id, twins[0]!.id, twins[1]!.id].sort())
})

it('nobody answers twins, bridged authors, imported history, or what is asked by /chat', async () => {
  const { channelId, twins } = await newChannel('active', 'on-demand')
  const mention = `@${twins[1]!.handle} hello`
  await ada.call(postMessage, { channel_id: channelId, content: mention, ai_twin_id: twins[0]!.id })
  const zoe = { type: 'bridged', platform: 'slack', foreign_id: 'U1', name: 'Zoe' }
  const post = (author: object, more: object = {}) =>
    platform.database.query(`select outcome from messaging.post($1, $2, $3, $4, $5)`, [
      ada.workspaceId,
      channelId,
      JSON.stringify(author),
      JSON.stringify({ content: mention, ...more }),
      randomUUID(),
    ])
  await post(zoe)
  await post({ type: 'user', user_id: ada.userId }, { origin: 'chat' })
  await post({ type: 'user', user_id: ada.userId }, { hops: 8 })
  await post({ type: 'user', user_id: ada.userId }, { written_at: new Date(Date.now() - 300_000).toISOString() })
  const imported = {
    key: 'k1',
    author: { type: 'user', user_id: ada.userId },
    content: mention,
    created_at: '2024-01-01T00:00:00.000Z',
  }
  await platform.database.query('select messaging.import_messages($1, $2, $3)', [
    ada.workspaceId,
    channelId,
    JSON.stringify([imported]),
  ])
  const last = await say(channelId, 'Is anybody there?')
  await finished(last.id)
  await settled(channelId)
  const answered = await platform.database.query<{ message_id: string }>(
    'select message_id from chat_engine.twin_answers where channel_id = $1',
    [channelId],
  )
  expect(answered).toEqual([{ message_id: last.id }])
})

it('it reads who said what, and nothing that is deleted', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  const first = await say(channelId, `@${twin.handle} one?`)
  await finished(first.id)
  const gone = await say(channelId, 'canary', bob)
  await bob.call(deleteMessage, { id: gone.id })
  await say(channelId, 'It is blue.', bob)
  const question = await say(channelId, `@${twin.handle} what colour?`)
  await finished(question.id)
  const { messages } = model.turns.at(-1)!
  const told = JSON.stringify(messages)
  expect(told).not.toContain('canary')
  expect(told).toMatch(/author=[^>]*bob[^>]*>\\n?\\*n?It is blue/)
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
})

it('what is deleted while it answers is out of its next turn, and the answer says so', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  const secret = await say(channelId, 'the canary sings', bob)
  const edited = await say(channelId, 'we meet at nine', bob)
  const begun = Promise.withResolvers<void>()
  const changed = Promise.withResolvers<void>()
  model.script(
    async () => {
      begun.resolve()
      await changed.promise
      return { tools: [{ name: 'knowledge_search', input: { query: 'meeting' } }] }
    },
    { text: ['At ten.'] },
  )
  const question = await say(channelId, `@${twin.handle} when do we meet?`)
  await begun.promise
  await bob.call(deleteMessage, { id: secret.id })
  await bob.call(editMessage, { id: edited.id, content: 'we meet at ten' })
  changed.resolve()
  const { data } = await finished(question.id)
  expect(data).toMatchObject({ status: 'done', context_changed: true })
  const [, , later] = [...model.turns].slice(-3)
  const told = JSON.stringify(later!.messages)
  expect(told).not.toContain('canary')
  expect(told).toContain('we meet at ten')
  expect((await messagesIn(channelId))[0]).toMatchObject({ content: 'At ten.', metadata: { context_changed: true } })
})

it.each([
  ['its question is deleted', async (_: string, __: string, id: string) => ada.call(deleteMessage, { id })],
  ['the channel is archived', async (id: string) => ada.call(updateChannel, { id, is_archived: true })],
  ['it is taken out', async (id: string, twinId: string) => ada.call(removeTwin, { id, twinId })],
  ['it is deleted', async (_: string, id: string) => ada.call(deleteTwin, { id })],
] as const)('it stops and says nothing when %s', async (_, undo) => {
  const { channelId, twin } = await newChannel('on-demand')
  const answer = held(['Too late.'])
  const question = await say(channelId, `@${twin.handle} hm?`)
  await answer.asked
  const waiting = await say(channelId, `@${twin.handle} and?`)
  await undo(channelId, twin.id, question.id)
  expect((await finished(question.id)).data).toMatchObject({ status: 'stopped', message_id: null })
  answer.release()
  const isGone = undo.toString().includes('deleteMessage')
  if (isGone) await finished(waiting.id)
  await vi.waitFor(() => settled(channelId), 10_000)
  const said = await messagesIn(channelId)
  expect(said.filter(({ content }) => content === 'Too late.')).toEqual([])
})

it('it answers where a run has left an answer behind that it does not write any more', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  await platform.database.query(
    `insert into chat_engine.twin_answers (workspace_id, message_id, twin_id, channel_id, seq, user_id, hops, asked_at,
       is_asked, status, run_id, trace)
     values ($1, uuidv7(), $2, $3, 1, $4, 0, now(), true, 'running', uuidv7(), '{}')`,
    [ada.workspaceId, twin.id, channelId, ada.userId],
  )
  const { id } = await say(channelId, `@${twin.handle} still there?`)
  expect((await finished(id)).data).toMatchObject({ status: 'done' })
})

it('what fails says nothing, and why', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  model.script({ status: 400, type: 'invalid_request_error', message: 'no' })
  const question = await say(channelId, `@${twin.handle} hm?`)
  expect((await finished(question.id)).data).toMatchObject({
    status: 'failed',
    message_id: null,
    error: { code: 'bad_gateway' },
  })
  expect((await messagesIn(channelId))[0]!.id).toBe(question.id)
})

it('a twin whose budget is used up says nothing, and why', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  await ada.call(putBudget, { twin_id: twin.id, hard_usd: 0.01 })
  model.script({ text: ['Dear.'], usage: { input_tokens: 1_000_000 } })
  const first = await say(channelId, `@${twin.handle} one?`)
  expect((await finished(first.id)).data.status).toBe('done')
  const question = await say(channelId, `@${twin.handle} two?`)
  expect((await finished(question.id)).data).toMatchObject({
    run_id: null,
    status: 'failed',
    error: { code: 'budget_exceeded' },
  })
})

it('a channel is answered so often at most, and says so to who asks', async () => {
  const { channelId, twin } = await newChannel('on-demand')
  await platform.database.query(
    `insert into chat_engine.twin_answers (workspace_id, message_id, twin_id, channel_id, seq, user_id, hops, asked_at,
       is_asked, status, run_id, trace, created_at)
     select $1, uuidv7(), $2, $3, n, $4, 0, now(), true, 'over', uuidv7(), '{}', now() - n * interval '1 second'
     from generate_series(1, $5) n`,
    [ada.workspaceId, twin.id, channelId, ada.userId, perChannel],
  )
  const { id } = await say(channelId, `@${twin.handle} again?`)
  expect((await finished(id)).data).toMatchObject({ run_id: null, status: 'failed', error: { code: 'rate_limited' } })
})

it('a twin answers so often at most in all channels, and another one goes on', async () => {
  const { channelId, twins } = await newChannel('on-demand', 'on-demand')
  const [busy, other] = twins
  await platform.database.query(
    `insert into chat_engine.twin_answers (workspace_id, message_id, twin_id, channel_id, seq, user_id, hops, asked_at,
       is_asked, status, run_id, trace, created_at)
     select $1, uuidv7(), $2, uuidv7(), n, $3, 0, now(), true, 'over', uuidv7(), '{}', now() - n * interval '1 second'
     from generate_series(1, $4) n`,
    [ada.workspaceId, busy!.id, ada.userId, perTwin],
  )
  const { id } = await say(channelId, `@${busy!.handle} @${other!.handle} again?`)
  expect((await finished(id, busy!.id)).data).toMatchObject({
    run_id: null,
    status: 'failed',
    error: { code: 'rate_limited' },
  })
  expect((await finished(id, other!.id)).data).toMatchObject({ status: 'done' })
})

it('a twin is asked in private, and goes on with what was said', async () => {
  const { data: twin } = await ada.call(createTwin, { name: 'Private', handle: `p-${randomUUID().slice(0, 8)}` })
  await bob.call(sendChat, { message: 'Who knows the time?' })
  model.script({ text: ['Nine.'] }, { text: ['As I said.'] })
  const { data } = await bob.call(messageAgent, { id: twin.id, message: 'When?' })
  expect(data).toEqual({
    id: expect.any(String),
    content: 'Nine.',
    tools_used: [],
    model: expect.stringContaining('claude'),
    created_at: expect.stringMatching(/Z$/),
  })
  expect((await bob.call(messageAgent, { id: twin.id, message: 'Really?' })).data.content).toBe('As I said.')
  const told = JSON.stringify(model.turns.at(-1)!.messages)
  expect(told).toContain('Nine.')
  expect(told).not.toContain('Who knows')
  expect(await bob.answerTo(messageAgent, { id: randomUUID(), message: 'hm' })).toMatchObject({ status: 404 })
})

it('a twin that is not saved is tried, with the frames of a chat, and leaves nothing behind', async () => {
  model.script({ text: ['Aye', ', aye.'] })
  const frames = []
  const given = { name: 'Pirate', personality: 'You are a pirate.', message: 'Well?' }
  for await (const frame of bob.client.stream(tryTwin, given)) frames.push(frame)
  expect(frames.map(({ event }) => event)).toEqual(['connected', 'text_delta', 'text_delta', 'done'])
  expect(frames.at(-1)!.data).toMatchObject({ reply: 'Aye, aye.' })
  expect(model.turns.at(-1)!.system![0]!.text).toContain('You are a pirate.')
  const { streamId } = frames[0]!.data as { streamId: string }
  expect(await bob.answerTo(getRun, { id: streamId })).toMatchObject({ status: 404 })
})

it('a trial makes no call that needs an approval, and asks nobody for it', async () => {
  await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: 'ask' })
  model.script({ tools: [{ name: 'knowledge_search', input: { query: 'gold' } }] }, { text: ['Then not.'] })
  const frames = []
  for await (const frame of bob.client.stream(tryTwin, { message: 'Where is it?' })) frames.push(frame)
  await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: null })
  expect(frames.map(({ event }) => event)).toEqual([
    'connected',
    'tool_start',
    'tool_call',
    'tool_result',
    'tool_complete',
    'text_delta',
    'done',
  ])
  const why = 'This call needs a person’s approval, which cannot be given in a trial.'
  expect(frames[3]!.data).toMatchObject({ resultPreview: why })
  expect(frames[4]!.data).toMatchObject({ success: false })
  expect(JSON.stringify(model.turns.at(-1)!.messages)).toContain(why)
})
