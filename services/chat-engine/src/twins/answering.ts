import type { EventEnvelope } from '@parley/contracts/event'
import { readTranscript } from '@parley/contracts/messages/transcript'
import type { AskedMessage, BridgedQuestion } from '@parley/contracts/twins/jobs'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { foldHandle } from '@parley/text/handle-fold'
import type { Chat } from '../chat/chat.ts'
import type { Context } from '../context.ts'
import { eraseMessages } from '../store/erasing.ts'
import { requestStops } from '../store/runs.ts'
import { announceEnd } from './announcing.ts'
import { cancel } from './cancelling.ts'
import { type AssignedTwin, answeringTwins, mentionedTwins, type Said } from './participation.ts'
import { findPersonality } from './personality.ts'
import { readQuestion } from './reading.ts'
import { findChannelTwins, findTwinOfReply, type Place, withTwin } from './store/channel-twins.ts'
import { type Cancelled, deleteOldAnswers, endAbandonedAnswers, endAnswer } from './store/ended-answers.ts'
import {
  claimAnswer,
  enqueue,
  findNext,
  findPlacesToBegin,
  type NewAnswer,
  type WaitingAnswer,
} from './store/waiting-answers.ts'
import { questionOf, runOf, workOn } from './work.ts'

/** A message that is older is answered by no twin, whatever has kept it. */
const maxAgeMs = 120_000
/** How long a question may wait for its turn. */
const maxWaitMs = 600_000
/** Questions that may wait for one twin in one channel. */
const maxWaiting = 20
/** How soon another process begins what the one that should have has left. */
const beginEveryMs = 1_000
const deleteEveryMs = 600_000

/** The run was not begun: its question is answered already, is being answered, or the twin is busy there. */
class NotWaiting extends Error {}

/** Has twins answer in channels. */
export function createAnswering(context: Context, chat: Chat) {
  const { db, log, config, messaging, every } = context
  const limits = {
    perChannel: config.TWIN_ANSWERS_PER_CHANNEL,
    perTwin: config.TWIN_ANSWERS_PER_TWIN,
    waiting: maxWaiting,
  }

  const beginning = every('begin-answers', beginEveryMs, async () => {
    for (const place of await findPlacesToBegin(db)) await begin(place)
  })
  every('delete-old-answers', deleteEveryMs, async () => {
    const hasMore = await deleteOldAnswers(db)
    return hasMore ? 0 : undefined
  })
  every('end-abandoned-answers', beginEveryMs, () => endAbandonedAnswers(db))
  chat.onResume((run) => {
    const { askedAt } = run.request
    return askedAt === undefined ? undefined : workOn(context, chat, questionOf(run, askedAt))
  })
  chat.onEnded(({ destination }) => {
    if ('channelId' in destination) beginning.wake()
  })

  /** Begins what a twin answers next in a channel, if it is not busy there. */
  async function begin(place: Place): Promise<void> {
    for (;;) {
      const next = await findNext(db, place, maxWaitMs)
      if (!next) return
      try {
        if (await start(place, next)) return
      } catch (error) {
        if (error instanceof NotWaiting) return
        if (error instanceof ServiceError && error.code === 'budget_exceeded') {
          await giveUp(place, next, { code: error.code, message: error.message })
          continue
        }
        // It is tried again with the next look, until it has waited for too long.
        log.warn({ err: error, message: next.messageId }, 'an answer could not be begun')
        return
      }
    }
  }

  /** Begins an answer; false where it needs none any more. */
  async function start(place: Place, next: WaitingAnswer): Promise<boolean> {
    if (next.isStale) return giveUp(place, next, { code: 'timeout', message: 'It has waited for too long.' })
    const personality = await findPersonality(db, place.workspaceId, place.twinId)
    if (!personality) return giveUp(place, next, null)
    const question = { ...place, ...next }
    const read = await readQuestion(messaging, question, AbortSignal.timeout(10_000)).catch((error) => {
      if (error instanceof ServiceError && error.code === 'not_found') return undefined
      throw error
    })
    // Deleted meanwhile, or asked by somebody who cannot read the channel any more.
    if (!read?.question) return giveUp(place, next, null)
    const run = runOf(question, personality, read.question.content, config)
    await chat.answer(run, workOn(context, chat, question, read), async (tx, { id: runId }) => {
      if (!(await claimAnswer(tx, place, { messageId: next.messageId, runId }))) throw new NotWaiting()
    })
    return true
  }

  /** Ends an answer that was never begun. */
  async function giveUp(
    place: Place,
    { messageId, threadId, trace }: WaitingAnswer,
    error: { code: string; message: string } | null,
  ): Promise<false> {
    await transaction(db, async (tx) => {
      if (!(await endAnswer(tx, { ...place, messageId })) || !error) return
      await announceEnd(tx, { ...place, id: null, threadId, questionId: messageId, trace }, failed(error))
    })
    return false
  }

  /** The twins that wrote a thread's root, and its last message before this one. */
  async function readThread(
    workspaceId: string,
    message: AskedMessage,
    trace: Trace,
  ): Promise<Pick<Said, 'rootTwinId' | 'previousTwinId'>> {
    const { channel_id, parent_message_id: rootId, id, user_id: userId } = message
    if (rootId === null) return { rootTwinId: null, previousTwinId: null }
    const [rootTwinId, { messages }] = await Promise.all([
      findTwinOfReply(db, workspaceId, rootId),
      messaging
        .call(
          readTranscript,
          { channel_id, thread_id: rootId, before: id, limit: 1 },
          { workspaceId, userId: userId!, trace },
        )
        .catch((error) => {
          // Who wrote it cannot read the channel any more: nobody answers them.
          if (error instanceof ServiceError && error.code === 'not_found') return { messages: [] }
          throw error
        }),
    ])
    const previous = messages.at(-1)
    const wroteRoot = previous?.id === rootId ? previous.ai_twin_id : null
    return { rootTwinId: rootTwinId ?? wroteRoot, previousTwinId: previous?.ai_twin_id ?? null }
  }

  async function whoAnswers(twins: readonly AssignedTwin[], workspaceId: string, message: AskedMessage, trace: Trace) {
    const said = { content: message.content, mentionedPeople: peopleOf(message) }
    const thread = await readThread(workspaceId, message, trace)
    return answeringTwins(twins, { ...said, ...thread })
  }

  /** Has a message wait for a twin's answer, once, and begins it where the twin is free. */
  async function ask(question: NewAnswer): Promise<void> {
    const { messageId: questionId, threadId, isAsked, trace } = question
    await transaction(db, async (tx) => {
      const outcome = await enqueue(tx, question, limits)
      if (outcome === 'limited' && isAsked)
        await announceEnd(tx, { ...question, id: null, threadId, questionId, trace }, failed(limited))
    })
    await begin(question)
  }

  return {
    /** Has the twins that a message calls answer it, each once. */
    async answer({ workspace_id: workspaceId, data: message, hops }: EventEnvelope<AskedMessage>, trace: Trace) {
      if (isTooOld(message)) return
      const { channel_id: channelId, id: messageId, parent_message_id: threadId, user_id: userId, seq } = message
      const twins = (await findChannelTwins(db, workspaceId, channelId)).filter(({ mode }) => mode !== 'passive')
      if (twins.length === 0 || userId === null) return
      const asked = { threadId, messageId, seq, userId, hops: hops ?? 0, isBridged: false }
      for (const { twinId, isAsked } of await whoAnswers(twins, workspaceId, message, trace))
        await ask({ ...asked, workspaceId, channelId, twinId, isAsked, askedAt: message.created_at, trace })
    },

    /** Has the twins answer that somebody of a connected platform mentions: those of the channel, or the default one. */
    async answerBridged({ workspace_id: workspaceId, message, hops, asked_by: userId }: BridgedQuestion, trace: Trace) {
      if (isTooOld(message)) return
      const { channel_id: channelId, id: messageId, parent_message_id: threadId, seq, content } = message
      const [assigned, standard] = await Promise.all([
        findChannelTwins(db, workspaceId, channelId),
        findPersonality(db, workspaceId),
      ])
      const twins = (standard ? withTwin(assigned, standard) : assigned).filter(({ mode }) => mode !== 'passive')
      const asked = { threadId, messageId, seq, userId, hops, isAsked: true, isBridged: true }
      for (const twinId of mentionedTwins(twins, { content, mentionedPeople: peopleOf(message) }))
        await ask({ ...asked, workspaceId, channelId, twinId, askedAt: message.created_at, trace })
    },

    /** Ends answers whose message, channel or place is gone: what waits is not begun, what is written is not posted. */
    async cancel(workspaceId: string, which: Cancelled): Promise<void> {
      const runs = await transaction(db, (tx) => cancel(tx, workspaceId, which))
      for (const id of runs) chat.runner.stop({ workspaceId, id })
    },

    /** Ends the answers to a message that is deleted, and erases what runs keep of it. */
    async erase(workspaceId: string, messageId: string): Promise<void> {
      const runs = await transaction(db, async (tx) => {
        await cancel(tx, workspaceId, { messageId })
        return eraseMessages(tx, workspaceId, [messageId])
      })
      for (const id of runs) chat.runner.stop({ workspaceId, id })
    },

    /** Erases what runs keep of messages that are too old to be answered any more. */
    async forget(workspaceId: string, messageIds: readonly string[]): Promise<void> {
      await transaction(db, (tx) => eraseMessages(tx, workspaceId, messageIds))
    },

    /** Ends what somebody has asked in a channel that they are out of, whichever way they asked. */
    async stopFor(workspaceId: string, person: { channelId: string; userId: string }): Promise<void> {
      const runs = await transaction(db, async (tx) => {
        await cancel(tx, workspaceId, person)
        return requestStops(tx, workspaceId, { channel_id: person.channelId, user_id: person.userId })
      })
      for (const id of runs) chat.runner.stop({ workspaceId, id })
    },
  }
}

export type Answering = ReturnType<typeof createAnswering>

const limited = { code: 'rate_limited', message: 'Twins are asked too often here; ask again in a minute.' }

const failed = (error: { code: string; message: string }) =>
  ({ status: 'failed', messageId: null, contextChanged: false, error }) as const

const isTooOld = ({ created_at }: Pick<AskedMessage, 'created_at'>): boolean =>
  Date.parse(created_at) < Date.now() - maxAgeMs

/** The handles of the people that a message mentions. */
function peopleOf({ metadata }: Pick<AskedMessage, 'metadata'>): string[] {
  const mentions = Array.isArray(metadata.mentions) ? metadata.mentions : []
  return mentions.flatMap(({ type, handle }) => (type === 'user' ? [foldHandle(String(handle))] : []))
}
