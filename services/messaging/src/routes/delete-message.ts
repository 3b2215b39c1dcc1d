import { deleteMessage } from '@parley/contracts/messages/changes'
import { actingUser } from '@parley/kit/assertion'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { ChannelFiles } from '../channel-files.ts'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { refusalOfDeletion } from '../domain/refusals.ts'
import * as store from '../store/deletions.ts'

export const deleteMessageRoute = ({ db, files }: Context & { files: ChannelFiles }) =>
  route(deleteMessage, writesToChannelOfMessage({ db }), async ({ params, query, caller, trace }) => {
    const person = { workspaceId: caller.workspaceId, userId: actingUser(caller, query.user_id) }
    const deletion = await transaction(db, (tx) => store.deleteMessage(tx, person, params.id, query.admin, trace))
    if (!('tombstone' in deletion)) throw refusalOfDeletion(deletion.outcome, query.admin)
    files.sweep()
    return ok({ success: true as const, data: deletion.tombstone, meta: {} })
  })
