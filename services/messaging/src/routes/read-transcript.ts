import { readTranscript } from '@parley/contracts/messages/transcript'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import { personOf } from '../acting-person.ts'
import type { Context } from '../context.ts'
import { noSuchChannel, noSuchThread } from '../domain/refusals.ts'
import { findTranscript } from '../store/transcript.ts'

export const readTranscriptRoute = ({ db }: Context) =>
  route(readTranscript, async ({ body, caller }) => {
    const { channel_id: channelId, thread_id: threadId, max_bytes: maxBytes, for_answer: forAnswer, ...range } = body
    const transcript = await findTranscript(db, personOf(caller), channelId, {
      ...range,
      threadId,
      maxBytes,
      forAnswer,
    })
    if (!transcript) throw noSuchChannel()
    if (threadId !== null && transcript.rootId === null) throw noSuchThread()
    if (transcript.unknownCursor) throw invalid(transcript.unknownCursor, 'Must be a message of this channel.')
    const { channelName, messages, hasMore, total } = transcript
    return ok({ channel_name: channelName, messages, has_more: hasMore, total })
  })
