import { deleteCannedReply } from '@parley/contracts/desk/canned-replies'
import { deleteMacro } from '@parley/contracts/desk/macros'
import { deleteSavedView } from '@parley/contracts/desk/saved-views'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'

export const deleteCannedReplyRoute = ({ db }: Context) =>
  route(deleteCannedReply, async ({ params, caller }) => {
    await transaction(db, (tx) => presetsOfKind('reply').delete(tx, caller, params.id))
    return ok({ success: true as const })
  })

export const deleteMacroRoute = ({ db }: Context) =>
  route(deleteMacro, async ({ params, caller }) => {
    await transaction(db, (tx) => presetsOfKind('macro').delete(tx, caller, params.id))
    return ok({ success: true as const })
  })

export const deleteSavedViewRoute = ({ db }: Context) =>
  route(deleteSavedView, async ({ params, caller }) => {
    await transaction(db, (tx) => presetsOfKind('view').delete(tx, caller, params.id))
    return ok({ success: true as const })
  })
