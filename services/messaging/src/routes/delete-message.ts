import { deleteMessage } from '@parley/contracts/messages/changes'
import { actingUser } from '@parley/kit/assertion'
import { audited } from '@parley/kit/audit'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { ChannelFiles } from '../channel-files.ts'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context, Db } from '../context.ts'
import { refusalOfDeletion } from '../domain/refusals.ts'
import * as store from '../store/deletions.ts'

export const deleteMessageRoute = ({ db, files }: Context & { files: ChannelFiles }) =>
  route(deleteMessage, writesToChannelOfMessage({ db }), async (request) => {
    const { params, query, caller, trace } = request
    const person = { workspaceId: caller.workspaceId, userId: actingUser(caller, query.user_id) }
    const remove = async (tx: Db) => {
      const deletion = await store.deleteMessage(tx, person, params.id, query.admin, trace)
      if (!('tombstone' in deletion)) throw refusalOfDeletion(deletion.outcome, query.admin)
      return deletion.tombstone
    }
    // Deleting one's own messages is no privilege.
    const data = await (query.admin ? audited(db, request, remove) : transaction(db, remove))
    files.sweep()
    return ok({ success: true as const, data, meta: {} })
  })
