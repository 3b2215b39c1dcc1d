import { replyInThread } from '@parley/contracts/messages/messages'
import { route } from '@parley/kit/route'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { post } from '../posting.ts'

export const replyInThreadRoute = (context: Context) =>
  route(replyInThread, writesToChannelOfMessage(context), (request) =>
    post(context, request, request.body, { parentId: request.params.id }),
  )
