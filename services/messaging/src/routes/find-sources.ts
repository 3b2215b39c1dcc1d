import { findSources } from '@parley/contracts/messages/sources'
import { ok, route } from '@parley/kit/route'
import { personOf } from '../acting-person.ts'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { retrieve } from '../retrieval/retrieve.ts'

export const findSourcesRoute = (context: Context) =>
  route(findSources, async ({ body, caller }) => {
    const found = await retrieve(context, personOf(caller), body.question, body.destination_channel_id, body.limit)
    if (!found) throw noSuchChannel()
    const sources = found.answers.map(({ message, question, channelName, coverage }) => ({
      id: message.id,
      channel_id: message.channelId,
      channel_name: channelName,
      author: message.author,
      created_at: new Date(message.writtenAt).toISOString(),
      content: message.text,
      question,
      coverage,
    }))
    return ok({ sources })
  })
