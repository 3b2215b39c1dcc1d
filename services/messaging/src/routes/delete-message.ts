import { deleteMessage } from '@parley/contracts/messages/changes'
import { actingUser } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { ChannelFiles } from '../channel-files.ts'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { archived, noSuchMessage } from '../domain/refusals.ts'
import * as store from '../store/deletions.ts'

export const deleteMessageRoute = ({ db, files }: Context & { files: ChannelFiles }) =>
  route(deleteMessage, writesToChannelOfMessage({ db }), async ({ params, query, caller, trace }) => {
    const person = { workspaceId: caller.workspaceId, userId: actingUser(caller, query.user_id) }
    const deletion = await transaction(db, (tx) => store.deleteMessage(tx, person, params.id, query.admin, trace))
    if (deletion.outcome === 'not_found') throw noSuchMessage()
    if (deletion.outcome === 'forbidden')
      throw new ServiceError(
        'forbidden',
        query.admin
          ? 'Only its author, a channel admin, or a workspace owner or admin may delete a message.'
          : 'Only its author may delete a message; an admin says so with admin=true.',
      )
    if (deletion.outcome === 'archived') throw archived()
    files.sweep()
    return ok({ success: true as const, data: deletion.tombstone, meta: {} })
  })
