import { readTranscript } from '@parley/contracts/messages/transcript'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { Approvals } from '../approvals/approvals.ts'
import type { Context, Db } from '../context.ts'
import type { NewRun, Run, RunEvent } from '../runs/run.ts'
import { createRunner, type Runner, type RunWork } from '../runs/runner.ts'
import { postOf } from '../store/posting.ts'
import { type RunEnd, setMessage } from '../store/runs.ts'
import { addAnswer, addQuestion, readMessages } from '../store/sessions.ts'
import type { GrantedTool } from '../tools/tool.ts'
import { converse } from './converse.ts'
import { firstTurn, type Said } from './prompt.ts'
import type { ChatExtras, ChatRequest } from './request.ts'

/** Messages before the question that a turn is given. */
const contextMessages = 10
/** Characters that a message in a channel may have; of a longer answer it is the beginning. */
export const maxPostLength = 40_000

/** A question, to whom it goes and where it is answered. */
export interface Asked {
  run: NewRun<ChatRequest>
  extras: ChatExtras
  /** Ends the receiving of events, not the answer. */
  signal: AbortSignal
}

/** Answers questions, each by a run. */
export interface Chat {
  runner: Runner<ChatRequest>
  /** Stores a question where its answer will be, and begins to answer it. */
  ask(asked: Asked): Promise<{ id: string; events: AsyncGenerator<RunEvent> }>
}

/** Dependencies of the routes of chat. */
export type ChatContext = Context & { chat: Chat }

export interface ChatOptions {
  logDb: Db
  /** The tools that a run may use. */
  toolsFor: (run: Run<ChatRequest>) => Promise<readonly GrantedTool[]>
  /** Asks people to approve calls of tools. */
  approvals: Approvals
}

/** Opens what answers questions. */
export function createChat(context: Context, { logDb, toolsFor, approvals }: ChatOptions): Chat {
  const { config, db, log, every, outbox, engine } = context
  const runner = createRunner<ChatRequest>({
    db,
    logDb,
    every,
    log,
    storeReply,
    // What came with the question is gone with its process; the answer has used it already.
    resume: (run) => workWith({ pictures: [], attachments: [] })(run),
    onEnded: ({ destination }) => notify(destination),
    lastEventOf,
    maxMs: config.RUN_MAX_MS,
    leaseMs: config.RUN_LEASE_MS,
    watchMs: Math.ceil(config.RUN_LEASE_MS / 3),
    pollMs: config.RUN_POLL_MS,
    keptMs: config.RUN_KEPT_MS,
  })

  /** Has what was posted published, and that its author joined the channel. */
  function notify(destination: Run['destination']): void {
    if (!('channelId' in destination)) return
    outbox.notify('messaging')
    outbox.notify('channels')
  }

  const workWith =
    (extras: ChatExtras): RunWork<ChatRequest> =>
    async (run) => {
      if (run.resumed === undefined)
        run.emit('connected', { streamId: run.id, timestamp: new Date(run.startedAt).toISOString() })
      const [history, tools] = await Promise.all([readHistory(context, run, run.signal), toolsFor(run)])
      const turn = firstTurn(run.request, extras, history, config.CHAT_MAX_TOKENS)
      const words = wordsOf(run.request, history)
      const { stop } = await converse(run, { engine, tools, approvals, turn, words, log })
      run.stopReason = stop === 'tools' || stop === 'paused' ? 'too_many_tools' : stop
    }

  return {
    runner,
    async ask({ run, extras, signal }) {
      const started = await runner.start(run, workWith(extras), signal, storeQuestion)
      notify(run.destination)
      return started
    },
  }
}

/** What the person has written who asks: the question, and in a private conversation those before it. */
const wordsOf = ({ message }: ChatRequest, history: readonly Said[]): string =>
  [
    message,
    ...history.filter(({ role, author }) => role === 'user' && author === null).map(({ content }) => content),
  ].join('\n')

/** Stores a question where its answer will be, and returns its id. */
async function storeQuestion(tx: Db, run: Run<ChatRequest>): Promise<string> {
  const { workspaceId, userId, destination, request } = run
  if ('channelId' in destination)
    return postOf(tx, run, 'question', { type: 'user', user_id: userId }, { content: request.message })
  const stored = await addQuestion(
    tx,
    { workspaceId, userId, sessionId: destination.sessionId },
    {
      runId: run.id,
      personality: request.personality.handle,
      content: request.message,
      replaces: request.replaces ?? undefined,
    },
  )
  if (stored === 'not_found') throw new ServiceError('not_found', 'No such conversation.')
  if (stored === 'no_question') throw invalid('replaces', 'Must be a question of this conversation.')
  await setMessage(tx, run, 'question_id', stored.id)
  return stored.id
}

/** Stores the answer, or what there is of it; nothing where nothing was written, or its conversation was deleted. */
async function storeReply(tx: Db, run: Run<ChatRequest>, { reply, status }: RunEnd): Promise<void> {
  const { workspaceId, destination, request, questionId, retryOf, twinId } = run
  if (reply.trim() === '') return
  if ('channelId' in destination) {
    if (twinId === null) throw new Error('Only a twin can answer in a channel.')
    const content = reply.length > maxPostLength ? `${reply.slice(0, maxPostLength - 1).toWellFormed()}…` : reply
    await postOf(
      tx,
      run,
      'answer',
      { type: 'twin', ai_twin_id: twinId },
      { content, metadata: { run_id: run.id, status } },
    )
    return
  }
  const answer = await addAnswer(
    tx,
    { workspaceId, sessionId: destination.sessionId },
    { runId: run.id, personality: request.personality.handle, content: reply, questionId: questionId!, retryOf },
  )
  if (answer) await setMessage(tx, run, 'reply_message_id', answer.id)
}

/** What was said before the question, oldest first. */
async function readHistory(
  { db, messaging }: Context,
  { workspaceId, userId, destination, questionId, trace }: Run<ChatRequest>,
  signal: AbortSignal,
): Promise<Said[]> {
  if ('sessionId' in destination) {
    const ref = { workspaceId, userId, sessionId: destination.sessionId }
    const path = await readMessages(db, ref, questionId, contextMessages + 1)
    return path.slice(0, -1).map((message) => ({ ...message, author: null }))
  }
  const { messages } = await messaging.call(
    readTranscript,
    { channel_id: destination.channelId, thread_id: destination.threadId, before: questionId, limit: contextMessages },
    { workspaceId, userId, trace, signal },
  )
  return messages.map(({ id, author, author_type, content }) => ({
    id,
    role: author_type === 'twin' ? ('assistant' as const) : ('user' as const),
    author,
    content,
  }))
}

/** The last frame of a stream. */
function lastEventOf(
  { id, request }: Run<ChatRequest>,
  end: RunEnd,
  elapsedMs: number,
): Pick<RunEvent, 'event' | 'data'> {
  if (end.error) return { event: 'error', data: { message: end.error.message, streamId: id, code: end.error.code } }
  const toolsUsed = [...end.toolsUsed]
  return {
    event: 'done',
    data: {
      streamId: id,
      reply: end.reply,
      personality: request.personality.handle,
      responseTime: elapsedMs,
      toolsUsed,
      confidence: end.confidence ?? neutralConfidence,
      metadata: { toolsUsed, model: end.model, stopReason: end.stopReason ?? 'end', knowledgeGraphQueried: false },
    },
  }
}

/** Where an engine says nothing about it. */
const neutralConfidence = 0.5
