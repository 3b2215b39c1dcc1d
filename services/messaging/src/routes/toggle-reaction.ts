import { toggleReaction } from '@parley/contracts/messages/changes'
import { actingUser } from '@parley/kit/assertion'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { refusalOfReaction } from '../domain/refusals.ts'
import * as store from '../store/reactions.ts'
import { keptForReader } from '../store/replays.ts'

export const toggleReactionRoute = ({ db }: Context) =>
  route(toggleReaction, writesToChannelOfMessage({ db }), async (request) => {
    const { params, body, caller, trace } = request
    const person = { workspaceId: caller.workspaceId, userId: actingUser(caller, body.user_id) }
    return transact(
      db,
      request,
      async (tx) => {
        const toggle = await store.react(tx, person, { id: params.id, emoji: body.emoji }, trace)
        if (!('reaction' in toggle)) throw refusalOfReaction(toggle.outcome)
        return ok({ success: true as const, data: { ...toggle.reaction, action: toggle.outcome }, meta: {} })
      },
      keptForReader(person),
    )
  })
