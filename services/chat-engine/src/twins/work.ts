import { transaction } from '@parley/kit/outbox'
import { withoutAddress } from '@parley/text/addressing'
import { foldHandle } from '@parley/text/handle-fold'
import type { Chat } from '../chat/chat.ts'
import { firstTurn } from '../chat/prompt.ts'
import { type ChatRequest, noExtras } from '../chat/request.ts'
import { type Config, modelFor } from '../config.ts'
import type { Context } from '../context.ts'
import type { RunWork } from '../runs/active-run.ts'
import type { NewRun, Run } from '../runs/run.ts'
import { cancel } from './cancelling.ts'
import type { Personality } from './personality.ts'
import { hasChanged, type Question, type Read, readQuestion, saidBefore } from './reading.ts'
import { markContextChanged } from './store/ended-answers.ts'

/** The run by which a twin answers a message of a channel, where it was asked. */
export function runOf(
  { workspaceId, userId, channelId, threadId, messageId, askedAt, isBridged, trace }: Question & { isBridged: boolean },
  { twinId, model, ...personality }: Personality,
  content: string,
  config: Config,
): NewRun<ChatRequest> {
  return {
    workspaceId,
    userId,
    destination: { channelId, threadId },
    twinId,
    retryOf: null,
    questionId: messageId,
    requestKey: null,
    request: {
      message: withoutAddress(content, foldHandle(personality.handle)),
      personality,
      model: modelFor(config, model),
      platform: 'channel',
      label: null,
      context: null,
      sessionId: threadId ?? channelId,
      usesWeb: false,
      hasExtras: false,
      replaces: null,
      askedAt,
      isBridged,
    },
    trace,
  }
}

/** What a run that was begun by `runOf` answers. */
export function questionOf({ destination, questionId, ...run }: Run, askedAt: string): Question {
  if (!('channelId' in destination) || questionId === null) throw new Error('It answers no message of a channel.')
  return { ...run, ...destination, messageId: questionId, askedAt }
}

/**
 * Answers a message of a channel. What was said there is read again before each turn, so that the next one knows nothing
 * of what was deleted meanwhile, and once more at the end: a question that is gone is answered by nobody.
 *
 * @param first what was read before the run began
 */
export function workOn(context: Context, chat: Chat, question: Question, first?: Read): RunWork<ChatRequest> {
  const { db, messaging, config } = context
  return async (run) => {
    if (run.resumed === undefined)
      run.emit('connected', { streamId: run.id, timestamp: new Date(run.startedAt).toISOString() })
    const key = foldHandle(run.request.personality.handle)
    let read = first ?? (await readQuestion(messaging, question, run.signal))

    const turnOf = ({ question: asked, before }: Read) => {
      const message = asked ? withoutAddress(asked.content, key) : run.request.message
      const history = saidBefore(before, run.twinId!)
      return firstTurn({ ...run.request, message }, noExtras, history, config.CHAT_MAX_TOKENS)
    }

    async function readAgain(): Promise<void> {
      const later = await readQuestion(messaging, question, run.signal)
      if (hasChanged(read, later)) await markContextChanged(db, run.workspaceId, run.id)
      if (!later.question) {
        await transaction(db, (tx) => cancel(tx, run.workspaceId, { messageId: question.messageId }))
        chat.runner.stop(run)
        run.signal.throwIfAborted()
      }
      read = later
    }

    await chat.converse(run, {
      turn: turnOf(read),
      words: run.request.message,
      reread: async () => {
        await readAgain()
        return turnOf(read).messages
      },
    })
    await readAgain()
  }
}
