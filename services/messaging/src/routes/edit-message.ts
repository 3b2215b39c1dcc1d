import { editMessage } from '@parley/contracts/messages/changes'
import { actingUser } from '@parley/kit/assertion'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import { findCandidates } from '@parley/text/mentions'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { archived, noSuchMessage } from '../domain/refusals.ts'
import * as store from '../store/edits.ts'

export const editMessageRoute = ({ db, indexer }: Context) =>
  route(
    editMessage,
    writesToChannelOfMessage({ db }),
    async ({ params, body: { content, user_id }, caller, trace }) => {
      const editor = { workspaceId: caller.workspaceId, userId: actingUser(caller, user_id) }
      const text = { content, mentionCandidates: findCandidates(content) }
      const edit = await transaction(db, (tx) => store.editMessage(tx, editor, params.id, text, trace))
      if (edit.outcome === 'not_found') throw noSuchMessage()
      if (edit.outcome === 'forbidden') throw new ServiceError('forbidden', 'Only its author may edit a message.')
      if (edit.outcome === 'archived') throw archived()
      if (edit.outcome === 'empty') throw invalid('content', 'Must not be empty: the message has no attachments.')
      if (edit.outcome === 'edited') indexer.flush()
      return ok({ success: true as const, data: edit.message, meta: {} })
    },
  )
