import { getDraft } from '@parley/contracts/messages/drafts'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findDraft } from '../store/drafts.ts'

export const getDraftRoute = ({ db }: Context) =>
  route(getDraft, async ({ params, query, caller }) => {
    const draft = await findDraft(db, caller, { channelId: params.channelId, parentId: query.parent_message_id })
    if (draft === undefined) throw noSuchChannel()
    if (draft === null) throw new ServiceError('not_found', 'No draft here.')
    return ok({ success: true as const, data: draft, meta: {} })
  })
