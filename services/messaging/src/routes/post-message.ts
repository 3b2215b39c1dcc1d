import { postMessage, sendMessage } from '@parley/contracts/messages/messages'
import { type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { post } from '../posting.ts'

export const postMessageRoute = (context: Context) =>
  route(postMessage, (request) => postBody(context, request), toChannel)

export const sendMessageRoute = (context: Context) =>
  route(sendMessage, (request) => postBody(context, request), toChannel)

/** Posts to one channel queue at its counter row: they must not have every connection while they do. */
const toChannel = ({ body, caller }: Request<typeof postMessage> | Request<typeof sendMessage>) => ({
  channel: `${caller.workspaceId}:${body.channel_id}`,
})

const postBody = (context: Context, request: Request<typeof postMessage> | Request<typeof sendMessage>) =>
  post(context, request, request.body, {
    channelId: request.body.channel_id,
    parentId: request.body.parent_message_id ?? undefined,
  })
