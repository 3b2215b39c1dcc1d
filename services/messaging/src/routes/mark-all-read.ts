import { markAllRead } from '@parley/contracts/messages/messages'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { markAllRead as markAllReadOf } from '../store/reads.ts'

export const markAllReadRoute = ({ db }: Context) =>
  route(markAllRead, async (request) => {
    const { body, caller, trace } = request
    if (body.workspace_id !== undefined && body.workspace_id !== caller.workspaceId)
      throw new ServiceError('not_found', 'No such workspace.')
    return transact(
      db,
      request,
      async (tx) => ok({ success: true as const, channel_ids: await markAllReadOf(tx, caller, trace) }),
      { statement: true },
    )
  })
