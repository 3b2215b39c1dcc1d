import { replyInThread } from '@parley/contracts/messages/messages'
import { route } from '@parley/kit/route'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { post } from '../posting.ts'

export const replyInThreadRoute = (context: Context) =>
  route(replyInThread, writesToChannelOfMessage(context), (request) => {
    const { send_at: sendAt, ...body } = request.body
    return post(context, request, { body, target: { parentId: request.params.id }, sendAt })
  })
