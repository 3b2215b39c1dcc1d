import { stopChatStream } from '@parley/contracts/chat/chat'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import { requestStop } from '../../store/runs.ts'
import type { ChatContext } from '../chat.ts'
import { noRun, requireRun } from '../reading.ts'

export const stopChatStreamRoute = ({ db, chat }: ChatContext) =>
  route(stopChatStream, async (request) => {
    const { caller, params } = request
    const run = { workspaceId: caller.workspaceId, id: params.streamId }
    const answer = await transact(db, request, async (tx) => {
      const { user_id: askedBy } = await requireRun(tx, caller, run.id)
      if (askedBy !== caller.userId && caller.role !== 'owner' && caller.role !== 'admin') throw noRun()
      await requestStop(tx, run)
      return ok({ success: true as const, streamId: run.id })
    })
    chat.runner.stop(run)
    return answer
  })
