import { retryRun } from '@parley/contracts/chat/runs'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { accepted, slowRoute } from '@parley/kit/route'
import { restore } from '../../runs/restore.ts'
import { findTwin } from '../../twins/store/twins.ts'
import type { ChatContext } from '../chat.ts'
import { requirePlace } from '../place.ts'
import { noRun, requireRun } from '../reading.ts'
import { type ChatRequest, noExtras } from '../request.ts'
import { findRunOfRequest, keyOf } from '../request-key.ts'

export const retryRunRoute = ({ db, chat }: ChatContext) =>
  slowRoute(retryRun, (request) =>
    claimed(db, request, async () => {
      const { caller, params, trace, withinShare } = request
      const requestKey = keyOf(request)
      const id = await withinShare(async () => {
        // A request whose first attempt was cut off finds the run that this one began.
        const begun = await findRunOfRequest(db, caller, requestKey)
        if (begun) return begun.id
        const earlier = await requireRun(db, caller, params.id)
        if (earlier.user_id !== caller.userId) throw noRun()
        if (earlier.ended_at === null) throw new ServiceError('conflict', 'The answer is still being written.')
        const run = restore<ChatRequest>(earlier)
        await requirePlace(db, run)
        if (!('message' in run.request)) throw new ServiceError('conflict', 'The question was deleted.')
        if (run.twinId !== null && !(await findTwin(db, caller, run.twinId)))
          throw new ServiceError('conflict', 'Whoever answered it is deleted.')
        if (run.request.hasExtras)
          throw new ServiceError('conflict', 'Its pictures and attachments were not kept: ask again with them.')
        const started = await chat.ask({
          run: { ...run, retryOf: earlier.id, requestKey, trace },
          extras: noExtras,
          signal: AbortSignal.abort(),
        })
        return started.id
      })
      return transact(db, request, async () => accepted({ success: true as const, data: { id }, meta: {} }))
    }),
  )
