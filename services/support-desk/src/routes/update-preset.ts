import { updateCannedReply } from '@parley/contracts/desk/canned-replies'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'

export const updateCannedReplyRoute = ({ db }: Context) =>
  route(updateCannedReply, async ({ params, body, caller }) => {
    const reply = await transaction(db, (tx) =>
      presetsOfKind('reply').change(tx, caller, params.id, (before) => {
        const { name = before.name, isShared = before.isShared, content = before.content } = body
        return { name, isShared, content: { content } }
      }),
    )
    return ok(reply)
  })
