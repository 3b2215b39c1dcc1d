import { findSources } from '@parley/contracts/messages/sources'
import { ok, route } from '@parley/kit/route'
import { personOf } from '../acting-person.ts'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { retrieve } from '../retrieval/retrieve.ts'

export const findSourcesRoute = (context: Context) =>
  route(findSources, async ({ body, caller }) => {
    const { question, destination_channel_id: destination, question_message_id: questionId, limit } = body
    const answers = await retrieve(context, personOf(caller), { text: question, id: questionId }, destination, limit)
    if (!answers) throw noSuchChannel()
    const best = answers[0]?.score
    return ok({
      sources: answers.map(({ message, question, channelName, coverage, score }) => ({
        id: message.messageId,
        channel_id: message.channelId,
        channel_name: channelName,
        author: message.author,
        created_at: new Date(message.writtenAt).toISOString(),
        content: message.text,
        file: message.file,
        question,
        coverage,
        score: score / best!,
      })),
    })
  })
