import { getRun, listRuns, rateRun } from '@parley/contracts/chat/runs'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import { listRunsUnderWay, mayReadChannel, readRunInDetail, storeFeedback } from '../../store/runs.ts'
import type { ChatContext } from '../chat.ts'
import { noRun, requireRun, showRun } from '../reading.ts'

export const getRunRoute = ({ db }: ChatContext) =>
  route(getRun, async ({ caller, params }) => {
    const run = await readRunInDetail(db, caller, params.id)
    if (!run) throw noRun()
    return ok({ success: true as const, data: showRun(run), meta: {} })
  })

export const listRunsRoute = ({ db }: ChatContext) =>
  route(listRuns, async ({ caller, query: { channel_id: channelId, before, limit } }) => {
    if (channelId !== undefined && !(await mayReadChannel(db, caller, channelId)))
      throw new ServiceError('not_found', 'No such channel.')
    const runs = await listRunsUnderWay(db, caller, { channelId, before, limit })
    return ok({ success: true as const, data: runs.map(showRun), meta: { limit } })
  })

export const rateRunRoute = ({ db }: ChatContext) =>
  route(rateRun, (request) => {
    const { caller, params, body } = request
    const opinion = { rating: body.rating, comment: body.comment ?? null }
    return transact(db, request, async (tx) => {
      await requireRun(tx, caller, params.id)
      await storeFeedback(tx, caller, params.id, opinion)
      return ok({ success: true as const, data: opinion, meta: {} })
    })
  })
