import { deleteDraft } from '@parley/contracts/messages/drafts'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { deleteDraft as dropDraft } from '../store/drafts.ts'

export const deleteDraftRoute = ({ db }: Context) =>
  route(deleteDraft, async ({ params, query, caller }) => {
    const target = { channelId: params.channelId, parentId: query.parent_message_id }
    const isReadable = await db.transaction().execute((tx) => dropDraft(tx, caller, target))
    if (!isReadable) throw noSuchChannel()
    return ok({ success: true as const, data: null, meta: {} })
  })
