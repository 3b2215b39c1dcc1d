import { getRetention, setRetention } from '@parley/contracts/messages/retention'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { getWorkspaceRetention, previewExpired, setRetention as set } from '../store/retention.ts'

export const getRetentionRoute = ({ db }: Context) =>
  route(getRetention, async ({ query: { preview_days: days }, caller }) => {
    const retention = await getWorkspaceRetention(db, caller.workspaceId)
    const preview = days === undefined ? undefined : await previewExpired(db, caller, days)
    return ok({ success: true as const, data: { ...retention, preview }, meta: {} })
  })

export const setRetentionRoute = ({ db }: Context) =>
  route(setRetention, async (request) => {
    const { body, caller } = request
    const { workspaceId } = caller
    const data = await audited(db, request, async (tx, entry) => {
      const before = await getWorkspaceRetention(tx, workspaceId)
      await set(tx, caller, { channelId: null, days: body.days })
      entry.target = workspaceId
      entry.changes = [{ field: 'days', before: before.days, after: body.days }]
      return getWorkspaceRetention(tx, workspaceId)
    })
    return ok({ success: true as const, data, meta: {} })
  })
