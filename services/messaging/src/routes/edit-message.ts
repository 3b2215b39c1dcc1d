import { editMessage } from '@parley/contracts/messages/changes'
import { actingUser } from '@parley/kit/assertion'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import { findCandidates } from '@parley/text/mentions'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { refusalOfEdit } from '../domain/refusals.ts'
import * as store from '../store/edits.ts'

export const editMessageRoute = ({ db, indexer }: Context) =>
  route(
    editMessage,
    writesToChannelOfMessage({ db }),
    async ({ params, body: { content, user_id }, caller, trace }) => {
      const editor = { workspaceId: caller.workspaceId, userId: actingUser(caller, user_id) }
      const text = { content, mentionCandidates: findCandidates(content) }
      const edit = await transaction(db, (tx) => store.editMessage(tx, editor, params.id, text, trace))
      if (!('message' in edit)) throw refusalOfEdit(edit.outcome)
      if (edit.outcome === 'edited') indexer.flush()
      return ok({ success: true as const, data: edit.message, meta: {} })
    },
  )
