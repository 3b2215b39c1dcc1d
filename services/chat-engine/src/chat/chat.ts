import { downloadFile } from '@parley/contracts/messages/files'
import { readTranscript } from '@parley/contracts/messages/transcript'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { Approvals } from '../approvals/approvals.ts'
import type { Context, Db } from '../context.ts'
import type { ActiveRun, RunWork } from '../runs/active-run.ts'
import type { NewRun, Run, RunEvent } from '../runs/run.ts'
import { createRunner, type Runner } from '../runs/runner.ts'
import { eraseRuns } from '../store/erasing.ts'
import { findOutwardSince } from '../store/outward-channels.ts'
import { postOf } from '../store/posting.ts'
import type { RunEnd } from '../store/runs.ts'
import { addAnswer, addQuestion, readMessages } from '../store/session-messages.ts'
import type { Media } from '../tools/media.ts'
import type { GrantedTool } from '../tools/tool.ts'
import { announcedOf, announceStart, publishProgress } from '../twins/announcing.ts'
import { endInChannel } from '../twins/ending.ts'
import { overBudget, requireBudget } from '../usage/budgets.ts'
import { createPrices, type Prices } from '../usage/prices.ts'
import { recordUsage } from '../usage/record.ts'
import { type AnswerFiles, attachToAnswer } from './answer-files.ts'
import { type AttachmentReader, readAttachments } from './attachments.ts'
import { type Conversation, converse, keptExtras } from './converse.ts'
import { makeMedia } from './make-media.ts'
import { requirePlace } from './place.ts'
import { firstTurn, type Said } from './prompt.ts'
import { type ChatExtras, type ChatRequest, noExtras, type ReadExtras } from './request.ts'

/** Messages before the question that a turn is given. */
const contextMessages = 10

/** A question, to whom it goes and where it is answered. */
export interface Asked {
  run: NewRun<ChatRequest>
  extras: ChatExtras
  /** Ends the receiving of events, not the answer. */
  signal: AbortSignal
}

/** What an engine is asked for a run. */
type Asking = Pick<Conversation, 'turn' | 'extras' | 'words' | 'hasOthers' | 'reread'>

/** Answers questions, each by a run. */
export interface Chat {
  runner: Runner<ChatRequest>
  /**
   * Lets the engine answer a run, with the tools that it may use, within the budgets of its workspace and twin.
   *
   * @param asking what it is asked, or the reading of it, which goes on beside that of the tools
   */
  converse(run: ActiveRun<ChatRequest>, asking: Asking | Promise<Asking>): Promise<void>
  /** Stores a question where its answer will be, and begins to answer it. */
  ask(asked: Asked): Promise<{ id: string; events: AsyncGenerator<RunEvent> }>
  /**
   * Begins to answer a message of a channel.
   *
   * @param claim writes what belongs to the run, in the transaction that begins it
   */
  answer(
    run: NewRun<ChatRequest>,
    work: RunWork<ChatRequest>,
    claim: (tx: Db, run: Run) => Promise<void>,
  ): Promise<void>
  /** Calls what is to be done once a run has ended. */
  onEnded(listener: (run: Run) => void): void
  /** Goes on with answers to messages of channels that waited for somebody when their process died. */
  onResume(workOf: (run: Run<ChatRequest>) => RunWork<ChatRequest> | undefined): void
}

/** Dependencies of the routes of chat. */
export type ChatContext = Context & { chat: Chat; answerFiles: AnswerFiles }

export interface ChatOptions {
  logDb: Db
  /** The tools that a run may use. */
  toolsFor: (run: Run<ChatRequest>) => Promise<readonly GrantedTool[]>
  /** Asks people to approve calls of tools. */
  approvals: Approvals
  /** Reads what comes with questions. */
  attachments: AttachmentReader
  /** Makes pictures and videos, and keeps them. */
  media: Media
  answerFiles: AnswerFiles
}

/** Opens what answers questions. */
export function createChat(context: Context, options: ChatOptions): Chat {
  const { logDb, toolsFor, approvals, attachments, media, answerFiles } = options
  const { config, db, log, every, outbox, engine } = context
  const prices = createPrices(config.MODEL_PRICES)
  const files = config.PUBLIC_URL + downloadFile.path.replace(/:.*/, '')
  const ended: ((run: Run) => void)[] = []
  let workOfAnswer: Parameters<Chat['onResume']>[0] | undefined
  const runner = createRunner<ChatRequest>({
    db,
    logDb,
    every,
    log,
    storeReply: storeReplyAt(prices, approvals),
    // What came with the question was kept when the run began to wait.
    resume: (run) => (workOfAnswer?.(run) ?? workWith(noExtras))(run),
    onResumed: (run) => publish(run, run.signal, { from: run.reply.length }),
    // The file that it speaks of died with the process: it is not the answer's before the end.
    keptOf: ({ request }, text) => (request.makes ? '' : text),
    onEnded(run) {
      notify(run.destination)
      for (const listener of ended) listener(run)
    },
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
      if (run.request.makes) return makeMedia(run, run.request.makes, { media, answerFiles })
      await converseWith(run, readAsked(run, extras))
    }

  async function readAsked(run: ActiveRun<ChatRequest>, extras: ChatExtras): Promise<Asking> {
    const [history, read] = await Promise.all([
      readHistory(context, run, run.signal),
      keptExtras(run) ?? readExtras(run, extras),
    ])
    const turnAfter = (said: Said[]) => firstTurn(run.request, read, said, config.CHAT_MAX_TOKENS)
    return {
      turn: turnAfter(history),
      extras: read,
      words: wordsOf(run.request, history),
      hasOthers:
        'channelId' in run.destination ||
        run.request.hasExtras ||
        run.request.context !== null ||
        !history.every(isOwn),
      reread: async () => turnAfter(await readHistory(context, run, run.signal)).messages,
    }
  }

  const readExtras = async (
    run: ActiveRun<ChatRequest>,
    { pictures, attachments: named }: ChatExtras,
  ): Promise<ReadExtras> => ({
    pictures,
    attachments: await readAttachments(attachments, named, run, run.signal),
  })

  async function converseWith(run: ActiveRun<ChatRequest>, asking: Asking | Promise<Asking>): Promise<void> {
    const [tools, conversation] = await Promise.all([toolsFor(run), asking])
    /** Ends an answer whose budget is used up, or that whoever asked may not have any more. */
    async function beforeTurn(): Promise<void> {
      await requirePlace(db, run)
      const exceeded = await overBudget(db, run, run.model === null ? 0 : prices.costOf(run.model, run.usage))
      if (exceeded) throw exceeded
    }
    const { stop } = await converse(run, { engine, tools, approvals, ...conversation, files, beforeTurn, log })
    run.stopReason = stop === 'tools' || stop === 'paused' ? 'too_many_tools' : stop
  }

  /** Has what is written of an answer in a channel, and its calls of tools, published. */
  function publish(
    run: Run,
    signal: AbortSignal,
    { events, from = 0 }: { events?: AsyncIterable<RunEvent>; from?: number } = {},
  ): void {
    const announced = announcedOf(run)
    if (!announced) return
    // Followed only by whoever reads it: what nobody takes out of a queue stays there.
    const text = { events: events ?? runner.follow(run, 0, never), from, signal }
    publishProgress(context, announced, text, log).catch((error) =>
      log.debug({ err: error, run: run.id }, 'an answer could not be followed'),
    )
  }

  /** As `runner.start`; the budget is read while the run is stored, and stores nothing where it is used up. */
  async function startWithinBudget(
    given: NewRun<ChatRequest>,
    work: RunWork<ChatRequest>,
    signal: AbortSignal,
    storeQuestion: (tx: Db, begun: Run<ChatRequest>) => Promise<string | null>,
  ) {
    // Before anything is read for the answer: if more people read the channel when it ends, it is not posted.
    const outwardSince = await findOutwardSince(db, given)
    const run = { ...given, request: { ...given.request, outwardSince } }
    // Asked for its connection before the transaction is, which waits for it.
    const allowed = requireBudget(db, run)
    allowed.catch(() => {})
    return runner.start(run, work, signal, async (tx, begun) => {
      await allowed
      return storeQuestion(tx, begun)
    })
  }

  return {
    runner,
    converse: converseWith,
    async ask({ run, extras, signal }) {
      const started = await startWithinBudget(run, workWith(extras), signal, storeQuestion)
      notify(run.destination)
      publish({ ...run, id: started.id }, started.signal)
      return started
    },
    async answer(run, work, claim) {
      const { id, ...started } = await startWithinBudget(run, work, never, async (tx, begun) => {
        await claim(tx, begun)
        await announceStart(tx, begun)
        return run.questionId
      })
      publish({ ...run, id }, started.signal, started)
    },
    onEnded: (listener) => void ended.push(listener),
    onResume(workOf) {
      workOfAnswer = workOf
    },
  }
}

/** What the person has written who asks: the question, and in a private conversation those before it. */
const wordsOf = ({ message }: ChatRequest, history: readonly Said[]): string =>
  [message, ...history.filter(isOwn).map(({ content }) => content)].join('\n')

const isOwn = ({ role, author }: Said): boolean => role === 'user' && author === null

const never = new AbortController().signal

/** Stores a question where its answer will be, unless it is there already, and returns its id. */
async function storeQuestion(tx: Db, run: Run<ChatRequest>): Promise<string> {
  const { workspaceId, userId, destination, request } = run
  if ('channelId' in destination) {
    const author = { type: 'user', user_id: userId } as const
    const questionId = run.questionId ?? (await postOf(tx, run, 'question', author, { content: request.message }))
    await announceStart(tx, { ...run, questionId })
    return questionId
  }
  if (run.questionId !== null) return run.questionId
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
  return stored.id
}

/** Stores the answer, or what there is of it; nothing where nothing was written, or its conversation was deleted. */
const storeReplyAt =
  (prices: Prices, approvals: Pick<Approvals, 'cancel'>) =>
  async (tx: Db, run: Run<ChatRequest>, end: RunEnd, isRefused: boolean): Promise<void> => {
    const { workspaceId, userId, destination, request, questionId, retryOf, twinId } = run
    // An answer that came to its end has waited for all of them.
    if (end.status !== 'done') await approvals.cancel(tx, run)
    if (end.model !== null) {
      const purpose = request.askedAt === undefined ? 'chat' : 'twin'
      await recordUsage(tx, prices, {
        workspaceId,
        userId,
        twinId,
        runId: run.id,
        purpose,
        model: end.model,
        usage: end.usage,
      })
    }
    if ('channelId' in destination) return endInChannel(tx, run, end, isRefused)
    if (isRefused || end.reply.trim() === '') return
    const answer = await addAnswer(
      tx,
      { workspaceId, userId, sessionId: destination.sessionId },
      { runId: run.id, personality: request.personality.handle, content: end.reply, questionId: questionId!, retryOf },
    )
    if (!answer) return eraseRuns(tx, workspaceId, [run.id])
    await attachToAnswer(tx, run, { ...destination, messageId: answer.id, files: end.attachments })
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
    {
      channel_id: destination.channelId,
      thread_id: destination.threadId,
      before: questionId,
      limit: contextMessages,
      for_answer: true,
    },
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
export function lastEventOf(
  { id, request }: Run<ChatRequest>,
  end: Omit<RunEnd, 'tools'>,
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
      attachments: end.attachments,
      sources: end.sources,
      confidence: confidenceOf(end),
      metadata: { toolsUsed, model: end.model, stopReason: end.stopReason ?? 'end', knowledgeGraphQueried: false },
    },
  }
}

/** How far an answer is to be trusted: not at all where there is none, and half where nothing was looked up for it. */
export const confidenceOf = ({ reply, confidence }: { reply: string | null; confidence: number | null }): number =>
  reply === null || reply.trim() === '' ? 0 : (confidence ?? 0.5)
