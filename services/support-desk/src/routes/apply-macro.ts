import { applyMacro } from '@parley/contracts/desk/macros'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { prepareActions } from '../conversation-actions.ts'
import { presetsOfKind } from '../presets.ts'
import { changeConversation } from '../store/conversations.ts'

export const applyMacroRoute = ({ db, mailIfUnseen }: Context) =>
  route(applyMacro, (request) => {
    const { params, body, caller, trace } = request
    const { workspaceId, userId } = caller
    const id = body.conversationId
    return transact(
      db,
      request,
      async (tx) => {
        const { actions } = await presetsOfKind('macro').get(tx, caller, params.id)
        const perform = await prepareActions(tx, { workspaceId, userId, isTenant: false }, actions, { isKept: true })
        const changed = await changeConversation(tx, { workspaceId, id, trace }, async (draft) => {
          await perform(draft)
          await mailIfUnseen(tx, draft, trace)
        })
        return ok(changed)
      },
      { about: () => id },
    )
  })
