import { replyInThread } from '@parley/contracts/messages/messages'
import { route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { post } from '../posting.ts'

export const replyInThreadRoute = (context: Context) =>
  route(
    replyInThread,
    (request) => post(context, request, request.body, { parentId: request.params.id }),
    // The thread's channel is known to the database alone.
    ({ params, caller }) => ({ channel: `${caller.workspaceId}:${params.id}` }),
  )
