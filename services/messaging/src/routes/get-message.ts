import { getMessage } from '@parley/contracts/messages/messages'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchMessage } from '../domain/refusals.ts'
import { findMessage } from '../store/messages.ts'

export const getMessageRoute = ({ db }: Context) =>
  route(getMessage, async ({ params, caller }) => {
    const message = await findMessage(db, caller, params.id)
    if (!message) throw noSuchMessage()
    return ok({ success: true as const, data: message, meta: {} })
  })
