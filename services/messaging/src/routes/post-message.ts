import { postMessage, sendMessage } from '@parley/contracts/messages/messages'
import { invalid } from '@parley/kit/errors'
import { type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { post } from '../posting.ts'

export const postMessageRoute = (context: Context) => route(postMessage, (request) => postBody(context, request))

export const sendMessageRoute = (context: Context) => route(sendMessage, (request) => postBody(context, request))

async function postBody(context: Context, request: Request<typeof postMessage> | Request<typeof sendMessage>) {
  const { body } = request
  // Nothing can be uploaded yet, so that no id is a file's.
  if (body.attachments?.length) throw invalid('attachments.0.id', 'No such file.')
  return post(context, request, body, { channelId: body.channel_id, parentId: body.parent_message_id ?? undefined })
}
