import { createCannedReply } from '@parley/contracts/desk/canned-replies'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'

export const createCannedReplyRoute = ({ db }: Context) =>
  route(createCannedReply, async (request) =>
    transact(db, request, async (tx) => {
      const { content, ...preset } = request.body
      return ok(await presetsOfKind('reply').create(tx, request.caller, { ...preset, content: { content } }))
    }),
  )
