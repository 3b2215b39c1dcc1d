import { getCannedReply } from '@parley/contracts/desk/canned-replies'
import { fillIn } from '@parley/contracts/desk/reply-variables'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { presetsOfKind } from '../presets.ts'
import { findReplyValues } from '../store/reply-values.ts'

export const getCannedReplyRoute = ({ db }: Context) =>
  route(getCannedReply, async ({ params, query: { conversationId }, caller }) => {
    const reply = await presetsOfKind('reply').get(db, caller, params.id)
    if (conversationId === undefined) return ok({ ...reply, filledIn: null })
    const { workspaceId, userId } = caller
    const values = await findReplyValues(db, workspaceId, { conversationId, userId })
    if (!values) throw noSuchConversation()
    return ok({ ...reply, filledIn: fillIn(reply.content, values) })
  })
