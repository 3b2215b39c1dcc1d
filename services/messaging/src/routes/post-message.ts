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

const postTo = (context: Context, request: Posting) =>
  post(context, request, request.body, {
    channelId: request.body.channel_id,
    parentId: request.body.parent_message_id ?? undefined,
  })
