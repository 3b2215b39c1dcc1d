import { readTranscript, type TranscriptMessage } from '@parley/contracts/messages/transcript'
import type { Trace } from '@parley/kit/trace'
import type { Said } from '../chat/prompt.ts'
import type { Context } from '../context.ts'

/** Messages of a thread, and of the channel around it, that a twin reads before it answers; and bytes of their texts. */
const threadMessages = 30
const threadBytes = 32 * 1024
const channelMessages = 15
const channelBytes = 16 * 1024
/** In which the question is looked for where it does not follow what is read before it. */
const maxMessages = 500

/** What a twin answers, and where. */
export interface Question {
  workspaceId: string
  channelId: string
  threadId: string | null
  messageId: string
  /** Who asks: only what they can read is read. */
  userId: string
  askedAt: string
  trace: Trace
}

/** What a twin reads before it answers. */
export interface Read {
  /** Undefined once it is deleted. */
  question: TranscriptMessage | undefined
  /** What was said before it, oldest first: in the channel, then in the thread. */
  before: TranscriptMessage[]
}

/**
 * Reads a question and what was said before it, as it is now: without what was deleted.
 *
 * @throws ServiceError 404 where the person who asks cannot read the channel any more
 */
export async function readQuestion(
  messaging: Context['messaging'],
  { workspaceId, channelId, threadId, messageId, userId, askedAt, trace }: Question,
  signal: AbortSignal,
): Promise<Read> {
  const read = async (
    input: Partial<Parameters<typeof messaging.call<typeof readTranscript>>[1]> & { limit: number },
  ) =>
    (
      await messaging.call(
        readTranscript,
        { channel_id: channelId, for_answer: true, ...input },
        { workspaceId, userId, trace, signal },
      )
    ).messages
  const place = threadId === null ? { replies: false } : { thread_id: threadId }
  const [inPlace, around] = await Promise.all([
    read({ ...place, before: messageId, limit: threadMessages, max_bytes: threadBytes }),
    threadId === null
      ? []
      : read({ before: threadId, replies: false, limit: channelMessages, max_bytes: channelBytes }),
  ])
  const last = inPlace.at(-1)
  const isQuestion = ({ id }: TranscriptMessage) => id === messageId
  const next = last ? await read({ ...place, after: last.id, limit: 1, for_answer: false }) : []
  // Others may stand between them that people of a platform have not seen.
  const question =
    next.find(isQuestion) ??
    (await read({ ...place, since: askedAt, limit: maxMessages, for_answer: false })).find(isQuestion)
  return { question, before: [...around, ...inPlace] }
}

/** What a twin reads as an engine is given it: what it said itself is its own, all else somebody's. */
export const saidBefore = (before: readonly TranscriptMessage[], twinId: string): Said[] =>
  before
    .filter(({ content }) => content !== '')
    .map(({ id, author, ai_twin_id, content }) => ({
      id,
      role: ai_twin_id === twinId ? 'assistant' : 'user',
      author,
      content,
    }))

/** Whether something that was read is edited or gone by now. */
export function hasChanged(earlier: Read, later: Read): boolean {
  const now = new Map(
    [...later.before, ...(later.question ? [later.question] : [])].map(({ id, content }) => [id, content]),
  )
  const oldest = later.before[0]
  return [...earlier.before, ...(earlier.question ? [earlier.question] : [])].some(
    // What is older than all that was read now has only been left out.
    ({ id, content, created_at }) => now.get(id) !== content && !(oldest && created_at < oldest.created_at),
  )
}
