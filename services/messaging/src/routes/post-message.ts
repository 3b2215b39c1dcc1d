import { postMessage, sendMessage } from '@parley/contracts/messages/messages'
import { type Request, route, shareOfChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { post } from '../posting.ts'

export const postMessageRoute = (context: Context) =>
  route(postMessage, toChannel, (request) => postTo(context, request))

export const sendMessageRoute = (context: Context) =>
  route(sendMessage, toChannel, (request) => postTo(context, request))

type Posting = Request<typeof postMessage> | Request<typeof sendMessage>

const toChannel = { holders: ({ body, caller }: Posting) => shareOfChannel(caller, body.channel_id) }

function postTo(context: Context, request: Posting) {
  const {
    channel_id: channelId,
    parent_message_id: parentId,
    conversation_id: _,
    send_at: sendAt,
    ...body
  } = request.body
  return post(context, request, { body, target: { channelId, parentId: parentId ?? undefined }, sendAt })
}
