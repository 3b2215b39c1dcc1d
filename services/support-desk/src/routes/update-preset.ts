import { updateCannedReply } from '@parley/contracts/desk/canned-replies'
import { updateMacro } from '@parley/contracts/desk/macros'
import { updateSavedView } from '@parley/contracts/desk/saved-views'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'

export const updateCannedReplyRoute = ({ db }: Context) =>
  route(updateCannedReply, async ({ params, body, caller }) =>
    ok(
      await transaction(db, (tx) =>
        presetsOfKind('reply').change(tx, caller, params.id, (before) => {
          const { name = before.name, isShared = before.isShared, content = before.content } = body
          return { name, isShared, content: { content } }
        }),
      ),
    ),
  )

export const updateMacroRoute = ({ db }: Context) =>
  route(updateMacro, async ({ params, body, caller }) =>
    ok(
      await transaction(db, (tx) =>
        presetsOfKind('macro').change(tx, caller, params.id, (before) => {
          const { name = before.name, isShared = before.isShared, actions = before.actions } = body
          return { name, isShared, content: { actions } }
        }),
      ),
    ),
  )

export const updateSavedViewRoute = ({ db }: Context) =>
  route(updateSavedView, async ({ params, body, caller }) =>
    ok(
      await transaction(db, (tx) =>
        presetsOfKind('view').change(tx, caller, params.id, (before) => {
          const { name = before.name, isShared = before.isShared, filter = before.filter } = body
          return { name, isShared, content: { filter } }
        }),
      ),
    ),
  )
