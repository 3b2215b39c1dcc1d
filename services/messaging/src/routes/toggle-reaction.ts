import { reactionLimits, toggleReaction } from '@parley/contracts/messages/changes'
import { actingUser } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import { writesToChannelOfMessage } from '../channel-share.ts'
import type { Context } from '../context.ts'
import { archived, noSuchMessage } from '../domain/refusals.ts'
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
        const toggle = await store.toggleReaction(tx, person, { id: params.id, emoji: body.emoji }, trace)
        if (toggle.outcome === 'not_found') throw noSuchMessage()
        if (toggle.outcome === 'archived') throw archived()
        if (toggle.outcome === 'too_many')
          throw new ServiceError('conflict', `A message takes ${reactionLimits.emoji} different emoji.`)
        return ok({ success: true as const, data: { ...toggle.reaction, action: toggle.outcome }, meta: {} })
      },
      keptForReader(person),
    )
  })
