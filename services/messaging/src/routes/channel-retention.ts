import {
  type ChannelRetention,
  getChannelRetention,
  resetChannelRetention,
  setChannelRetention,
} from '@parley/contracts/messages/retention'
import { type AuditEntry, audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { noSuchChannel, refusalOfRetention } from '../domain/refusals.ts'
import { type RetentionRefusal, type RetentionScope, refusalOfChange, refusalOfDays } from '../domain/retention.ts'
import type { Person } from '../store/messages.ts'
import { findChannelRetention, previewExpired, resetRetention, setRetention } from '../store/retention.ts'

export const getChannelRetentionRoute = ({ db }: Context) =>
  route(getChannelRetention, async ({ params, query: { preview_days: days }, caller }) => {
    const shown = await show(db, caller, params.id)
    if (days === undefined) return ok({ success: true as const, data: shown, meta: {} })
    if (!shown.can_change) throw new ServiceError('forbidden', 'Only those who may change it see a preview.')
    const preview = await previewExpired(db, { workspaceId: caller.workspaceId, channelId: params.id }, days)
    return ok({ success: true as const, data: { ...shown, preview }, meta: {} })
  })

export const setChannelRetentionRoute = ({ db }: Context) =>
  route(setChannelRetention, async (request) => {
    const { params, body, caller } = request
    const change = { channelId: params.id, days: body.days }
    const data = await audited(db, request, (tx, entry) =>
      changing(
        tx,
        caller,
        params.id,
        entry,
        (scope) => refusalOfDays(scope, body.days),
        () => setRetention(tx, caller, change),
      ),
    )
    return ok({ success: true as const, data, meta: {} })
  })

export const resetChannelRetentionRoute = ({ db }: Context) =>
  route(resetChannelRetention, async (request) => {
    const { params, caller } = request
    const data = await audited(db, request, (tx, entry) =>
      changing(tx, caller, params.id, entry, refusalOfChange, () => resetRetention(tx, caller, params.id)),
    )
    return ok({ success: true as const, data, meta: {} })
  })

/** Makes a change unless it is refused, and fills in its entry; the channel's retention after it. */
async function changing(
  tx: Db,
  caller: Person,
  channelId: string,
  entry: AuditEntry,
  refuse: (scope: RetentionScope) => RetentionRefusal | undefined,
  change: () => Promise<unknown>,
): Promise<ChannelRetention> {
  const found = await findChannelRetention(tx, caller, channelId)
  if (!found) throw noSuchChannel()
  const refusal = refuse(found.scope)
  if (refusal) throw refusalOfRetention(refusal)
  await change()
  const after = await show(tx, caller, channelId)
  entry.target = channelId
  entry.changes = [{ field: 'days', before: found.setting.days, after: after.days }]
  return after
}

async function show(db: Db, caller: Person, channelId: string): Promise<ChannelRetention> {
  const found = await findChannelRetention(db, caller, channelId)
  if (!found) throw noSuchChannel()
  return { ...found.setting, can_change: refusalOfChange(found.scope) === undefined }
}
