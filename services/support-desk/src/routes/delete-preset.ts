import { deleteCannedReply } from '@parley/contracts/desk/canned-replies'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'

export const deleteCannedReplyRoute = ({ db }: Context) =>
  route(deleteCannedReply, async ({ params, caller }) => {
    await transaction(db, (tx) => presetsOfKind('reply').delete(tx, caller, params.id))
    return ok({ success: true as const })
  })
