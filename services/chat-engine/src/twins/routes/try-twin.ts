import { randomUUID } from 'node:crypto'
import type { FrameInput } from '@parley/contracts/stream'
import { tryTwin } from '@parley/contracts/twins/try'
import { transaction } from '@parley/kit/outbox'
import { type Route, type StreamRequest, streamRoute } from '@parley/kit/route'
import { type ChatContext, lastEventOf } from '../../chat/chat.ts'
import { firstTurn } from '../../chat/prompt.ts'
import { type ChatRequest, noExtras } from '../../chat/request.ts'
import { modelFor } from '../../config.ts'
import { noUsage } from '../../engines/engine.ts'
import type { ActiveRun } from '../../runs/active-run.ts'
import { failureOf } from '../../runs/failure.ts'
import { sourcesOf } from '../../runs/tool-events.ts'
import { requireBudget } from '../../usage/budgets.ts'
import { createPrices } from '../../usage/prices.ts'
import { recordUsage } from '../../usage/record.ts'
import type { TwinsContext } from '../context.ts'
import { assertOffered } from '../offered.ts'
import { instructionsOf } from '../personality.ts'

type Frame = FrameInput<typeof tryTwin>

/** Asks a twin that is in the request alone: what it says is stored nowhere, and ends with its client. */
export const tryTwinRoute = (context: ChatContext & TwinsContext): Route => {
  const { db, config } = context
  const prices = createPrices(config.MODEL_PRICES)

  /** What a trial has used is its workspace's and person's, whether it ended or not. */
  async function record({ workspaceId, userId, id, model, usage }: ActiveRun<ChatRequest>): Promise<void> {
    if (model === null) return
    const entry = { workspaceId, userId, twinId: null, runId: id, purpose: 'twin', model, usage } as const
    await transaction(db, (tx) => recordUsage(tx, prices, entry))
  }

  return streamRoute(tryTwin, async function* (request) {
    const { caller, withinShare } = request
    await withinShare(() => assertOffered(context, caller, request.body))
    await withinShare(() => requireBudget(db, { workspaceId: caller.workspaceId, twinId: null }))
    const frames: Frame[] = []
    let wake = Promise.withResolvers<void>()
    const emit = (event: string, data: unknown) => {
      frames.push({ event, data } as Frame)
      wake.resolve()
    }
    const run = trialOf(context, request, emit)
    emit('connected', { streamId: run.id, timestamp: new Date(run.startedAt).toISOString() })
    let isOver = false
    const recorded = answer(context, run).finally(() => withinShare(() => record(run)))
    const answered = recorded.then(
      () => emit('done', doneOf(run).data),
      (error) =>
        emit('error', { streamId: run.id, ...failureOf(request.signal.aborted ? request.signal.reason : error) }),
    )
    void answered.finally(() => {
      isOver = true
      wake.resolve()
    })
    for (;;) {
      for (let frame = frames.shift(); frame; frame = frames.shift()) yield frame
      if (isOver) return
      await wake.promise
      wake = Promise.withResolvers()
    }
  })
}

async function answer({ chat, config }: ChatContext, run: ActiveRun<ChatRequest>): Promise<void> {
  const turn = firstTurn(run.request, noExtras, [], config.CHAT_MAX_TOKENS)
  await chat.converse(run, { turn, words: run.request.message, hasOthers: false })
}

/** A run that has no row. */
function trialOf(
  { config }: ChatContext,
  { body, caller, trace, signal }: StreamRequest<typeof tryTwin>,
  emit: (event: string, data: unknown) => void,
): ActiveRun<ChatRequest> {
  const { message, name, model, tools } = body
  const handle = 'trial'
  const sessionId = randomUUID()
  const run: ActiveRun<ChatRequest> = {
    id: randomUUID(),
    workspaceId: caller.workspaceId,
    userId: caller.userId,
    destination: { sessionId },
    twinId: null,
    retryOf: null,
    questionId: null,
    requestKey: null,
    request: {
      message,
      personality: { handle, name, instructions: instructionsOf({ handle, ...body }), tools },
      model: modelFor(config, model),
      platform: 'api',
      label: null,
      context: null,
      sessionId,
      usesWeb: false,
      hasExtras: false,
      replaces: null,
    },
    trace,
    signal,
    reply: '',
    attachments: [],
    model: null,
    toolsUsed: new Set(),
    toolEvents: [],
    confidence: null,
    usage: { ...noUsage },
    begun: null,
    stopReason: null,
    startedAt: Date.now(),
    say(text) {
      run.reply += text
      emit('text_delta', { content: text, accumulated_length: run.reply.length })
    },
    emit,
    resumed: undefined,
    suspension: null,
  }
  return run
}

function doneOf(run: ActiveRun<ChatRequest>) {
  const sources = sourcesOf(run.reply, run.toolEvents)
  const end = { ...run, status: 'done', toolsUsed: [...run.toolsUsed], sources, error: null } as const
  return lastEventOf(run, end, Date.now() - run.startedAt)
}
