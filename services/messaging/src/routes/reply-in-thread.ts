import { replyInThread } from '@parley/contracts/messages/messages'
import { route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { post } from '../posting.ts'

export const replyInThreadRoute = (context: Context) =>
  route(
    replyInThread,
    (request) => post(context, request, request.body, { parentId: request.params.id }),
    // The thread stands for its channel, which only the database knows.
    ({ params, caller }) => ({ channel: `${caller.workspaceId}:${params.id}` }),
  )
