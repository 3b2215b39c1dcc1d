import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createClient } from '@parley/client/client'
import { createChannel } from '@parley/contracts/channels/channels'
import { assignTwin } from '@parley/contracts/channels/twins'
import { sendChat } from '@parley/contracts/chat/chat'
import { getRun } from '@parley/contracts/chat/runs'
import { deleteChatSession, listChatMessages } from '@parley/contracts/chat/sessions'
import { getKnowledge, uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { postMessage } from '@parley/contracts/messages/messages'
import { analyseConversation, boundForAnalysis, storeAnalysis } from '@parley/contracts/summaries/jobs'
import { decideApproval, listApprovals } from '@parley/contracts/tools/approvals'
import { setToolPolicy } from '@parley/contracts/tools/tools'
import { twinFinished } from '@parley/contracts/twins/events'
import { createTwin } from '@parley/contracts/twins/twins'
import type { MessagesApiDouble, ReceivedTurn, ScriptedAnswer } from '@parley/testing/messages-api'
import type { People } from '@parley/testing/people'
import { randomOf } from '@parley/testing/random'
import { holdEnds, mediaRuns, runsWithReplies } from '@parley/testing/rows/chat-engine'
import { filesOfChannel, runsOfAnswers } from '@parley/testing/rows/messaging'
import { startJob } from '@parley/testing/rows/outbox'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { describe, expect, it, vi } from 'vitest'
import type { ProcessPlatform } from '../processes.ts'
import { alternating, ask, dropping, expectEnded, expectOneReplyEach, type Received } from './asking.ts'

/** What a slow answer says; and one that is written until its engine dies. */
const slowly = Array.from({ length: 80 }, (_, i) => `part ${i} `)
const endlessly = Array.from({ length: 1_000 }, (_, i) => `part ${i} `)
const engines = ['chat-engine', 'chat-engine-2']

/** The words of a conversation that say how the model is to answer it. */
const lastOf = ({ messages }: ReceivedTurn) => JSON.stringify(messages.at(-1)!.content)

const analysis = {
  outcome: 'unanswered',
  summary: 'It is broken.',
  sentiment: 'negative',
  topics: [],
  evidence: ['m1'],
}

/** A document that takes seconds to read, in more than its upload waits for. */
const longText = Array.from(
  { length: 14_000 },
  (_, i) => `## Door ${i}\n\nThe key to door ${i} is with Ada Lovelace at Analytical Engines Ltd in London.\n\n`,
).join('')

/** The processes that a process has started and that still run. */
function childrenOf(pid: number): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return listed.split(' ').filter(Boolean).map(Number)
}

export interface ChatStates extends Pick<People, 'ada' | 'bob'> {
  platform: ProcessPlatform
  model: MessagesApiDouble
  /** Clients that drop their connections, and what decides when. */
  drops: number
  seed: number
}

/** Kills the chat engines in the middle of everything they do; and has clients drop their connections. */
export function describeChatStates({ platform, model, ada, bob, drops, seed }: ChatStates): void {
  const { database, gatewayUrls } = platform
  const elsewhere = createClient({ baseUrl: gatewayUrls[1]!, token: ada.token })
  const turnsAbout = (words: string) => model.turns.filter((turn) => JSON.stringify(turn.messages).includes(words))
  const untilAsked = (words: string, times = 1) =>
    vi.waitFor(() => expect(turnsAbout(words).length).toBeGreaterThanOrEqual(times), 30_000)
  const kill = (signal: NodeJS.Signals, names = engines) =>
    Promise.all(names.map((name) => platform.kill(name, signal)))
  const ready = (names = engines) => Promise.all(names.map((name) => platform.ready(name)))

  function answerBy(question: string): ScriptedAnswer {
    if (question.includes('It is broken.'))
      return { tools: [{ name: 'record_analysis', input: analysis }], delayMs: 400 }
    if (question.includes('<document '))
      return { tools: [{ name: 'record_entities', input: { entities: [], relationships: [] } }] }
    if (question.includes('tool_result')) return { text: ['Looked.'] }
    if (question.includes('Look it up.')) return { tools: [{ name: 'knowledge_search', input: { query: 'door' } }] }
    if (question.includes('Quickly.')) return { text: ['At once.'] }
    return question.includes('Tell me.') ? { text: slowly, delayMs: 50 } : { text: endlessly, delayMs: 300 }
  }

  /** Asks one of the engines, and says when some of the answer has come. */
  function begin(engine: number, message = 'Tell me.', frames = 4) {
    const begun = Promise.withResolvers<Received>()
    const ended = ask(ada, gatewayUrls, {
      message,
      fetch: alternating(gatewayUrls, engine),
      onFrame: (received) => {
        if (received.ids.length === frames) begun.resolve({ ...received })
      },
    })
    begun.promise.catch(() => {})
    void ended.then((received) => begun.reject(new Error(`It has ended: ${JSON.stringify(received)}`)))
    return { begun: begun.promise, ended }
  }

  describe('chat engines that are killed', () => {
    it('leave nothing undone, and nothing done twice', { timeout: 240_000 }, async () => {
      model.otherwise((turn) => answerBy(lastOf(turn)))
      const { channel } = await ada.call(createChannel, {
        workspace_id: ada.workspaceId,
        name: 'with-twin',
        channel_type: 'text',
      })
      const { data: twin } = await ada.call(createTwin, { name: 'Twin', handle: 'twin' })
      await bob.call(postMessage, { channel_id: channel.id, content: 'Bob is here.' })
      await ada.call(assignTwin, { id: channel.id, ai_twin_id: twin.id, participation_mode: 'active' })
      await ada.call(setToolPolicy, { tool: 'knowledge_search', permission: 'ask' })
      const socket = await bob.socket()

      const streams = [0, 1, 0].map((engine) => begin(engine, 'Take your time.'))
      const deleted = begin(0, 'Take your time.')
      const waiting = begin(0, 'Look it up.', 3)
      const { data: question } = await bob.call(postMessage, { channel_id: channel.id, content: 'What do you think?' })
      const conversation_id = randomUUID()
      const messages = boundForAnalysis([
        { id: randomUUID(), sender: 'visitor', name: 'Zoe', at: '2026-03-18T09:00:00.000Z', content: 'It is broken.' },
      ])
      await startJob(database, 'chat-engine', analyseConversation.name, {
        ...{ workspace_id: ada.workspaceId, conversation_id, messages },
      })
      const approval = await vi.waitFor(async () => {
        const { data } = await ada.call(listApprovals, { status: 'pending' })
        expect(data).toHaveLength(1)
        return data[0]!
      }, 30_000)
      await untilAsked('What do you think?')
      await untilAsked('It is broken.')
      const begun = await Promise.all([...streams, deleted].map((each) => each.begun))
      const { data: document } = await ada.call(uploadKnowledge, {
        file: [new File([longText], 'handbook.md', { type: 'text/markdown' })],
      })
      expect(document.status).toBe('processing')
      const readers = await vi.waitFor(() => {
        const found = engines.flatMap((name) => childrenOf(platform.pids()[name]!))
        expect(found.length).toBeGreaterThan(0)
        return found
      }, 30_000)
      const gone = begun[3]!
      // By the engine that does not write it, which asks the other one to stop.
      await elsewhere.call(deleteChatSession, { id: gone.sessionId })
      // A picture that is stored, and whose answer is not.
      const release = await holdEnds(database)
      const pictured = { message: 'A brass key', messageType: 'image', channelId: channel.id } as const
      const unanswered = ada.client.answer(sendChat, pictured)
      await vi.waitFor(async () => expect(await filesOfChannel(database, channel.id)).toHaveLength(1), 30_000)
      await kill('SIGKILL')
      const killedAt = performance.now()
      await release()
      await ready()
      const withinMs = 15_000 + performance.now() - killedAt

      for (const received of await Promise.all(streams.map((each) => each.ended))) {
        expect(received.end, JSON.stringify(received)).toBe('unavailable')
        expectEnded(received, endlessly.join(''), { withinMs })
        // The client may have given up before an engine was back to end the run.
        await vi.waitFor(async () =>
          expect(await said(received.sessionId)).toEqual([expect.stringContaining(received.text)]),
        )
      }
      await ada.call(decideApproval, { id: approval.id, decision: 'approve' })
      const { streamId } = await waiting.begun
      await vi.waitFor(
        async () =>
          expect((await ada.call(getRun, { id: streamId! })).data).toMatchObject({ status: 'done', text: 'Looked.' }),
        30_000,
      )
      expect(turnsAbout('tool_result')).toHaveLength(1)

      expect([502, 503]).toContain((await unanswered).status)
      const ended = [{ status: 'failed', reply: '', attachments: [] }]
      await vi.waitFor(async () => expect(await mediaRuns(database)).toEqual(ended))
      expect(await filesOfChannel(database, channel.id)).toMatchObject([{ holder_id: null }])

      const { data: finish } = await socket.next(twinFinished, ({ data }) => data.question_message_id === question.id)
      expect(finish).toMatchObject({ status: 'failed', message_id: null })
      const { data: next } = await bob.call(postMessage, { channel_id: channel.id, content: 'Then Quickly.' })
      const { data: answered } = await socket.next(twinFinished, ({ data }) => data.question_message_id === next.id)
      expect(answered.status).toBe('done')
      const posted = await runsOfAnswers(database, channel.id)
      expect(posted).toEqual([...new Set(posted)])
      expect(posted).not.toContain(finish.run_id)

      await vi.waitFor(
        async () => expect((await ada.call(getKnowledge, { id: document.id })).data).toMatchObject({ status: 'ready' }),
        { timeout: 90_000, interval: 500 },
      )
      // One that was left alone ends with the document that it reads.
      await vi.waitFor(() => expect(readers.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]))
      const redis = new Redis(platform.redisUrl, { maxRetriesPerRequest: null })
      const queue = new Queue(storeAnalysis.name, { connection: redis, prefix: platform.redisPrefix })
      const handedBack = async () =>
        (await queue.getJobs()).filter(({ data }) => data.payload.conversation_id === conversation_id)
      await vi.waitFor(async () => expect(await handedBack()).toHaveLength(1), 60_000)
      expect((await handedBack())[0]!.data.payload.result).toMatchObject({ status: 'done' })
      await queue.close()
      redis.disconnect()

      expect((await deleted.ended).end).toMatch(/done|unavailable|not_found/)
      expect(await ada.answerTo(listChatMessages, { id: gone.sessionId })).toMatchObject({ status: 404 })
      const left = (await runsWithReplies(database)).filter(({ id }) => id === gone.streamId)
      expect(left).toMatchObject([{ replies: [] }])
      expectOneReplyEach((await runsWithReplies(database)).filter(({ id }) => id !== gone.streamId))
    })

    it('as a deployment does, end their streams in an error or elsewhere', { timeout: 120_000 }, async () => {
      const streams = [begin(0), begin(1)]
      await Promise.all(streams.map((each) => each.begun))
      await kill('SIGTERM', ['chat-engine'])
      const ends = await Promise.all(streams.map((each) => each.ended))
      for (const received of ends) expectEnded(received, slowly.join(''))
      expect(ends.map(({ end }) => end).sort()).toEqual(['done', 'unavailable'])
      await ready(['chat-engine'])
    })
  })

  it('clients that drop their connections at random receive their whole answers, which are stored once', async () => {
    model.otherwise({ text: slowly.slice(0, 20), delayMs: 50 })
    const random = randomOf(seed)
    const asked = await Promise.all(
      Array.from({ length: drops }, (_, i) => {
        const send = dropping(alternating(gatewayUrls, i), random)
        return ask(ada, gatewayUrls, { fetch: send })
      }),
    )
    for (const received of asked) {
      expect(received.end).toBe('done')
      // Nothing is killed here, but many ask at once.
      expectEnded(received, slowly.slice(0, 20).join(''), { withinMs: 60_000 })
    }
    const ids = new Set(asked.map(({ streamId }) => streamId))
    const runs = (await runsWithReplies(database)).filter(({ id }) => ids.has(id))
    expect(runs).toHaveLength(drops)
    expectOneReplyEach(runs)
  })

  async function said(sessionId: string): Promise<string[]> {
    const { data } = await ada.call(listChatMessages, { id: sessionId })
    return data.filter(({ role }) => role === 'assistant').map(({ content }) => content)
  }
}
