import { createCannedReply } from '@parley/contracts/desk/canned-replies'
import { createMacro } from '@parley/contracts/desk/macros'
import { createSavedView } from '@parley/contracts/desk/saved-views'
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

export const createMacroRoute = ({ db }: Context) =>
  route(createMacro, async (request) =>
    transact(db, request, async (tx) => {
      const { actions, ...preset } = request.body
      return ok(await presetsOfKind('macro').create(tx, request.caller, { ...preset, content: { actions } }))
    }),
  )

export const createSavedViewRoute = ({ db }: Context) =>
  route(createSavedView, async (request) =>
    transact(db, request, async (tx) => {
      const { filter, ...preset } = request.body
      return ok(await presetsOfKind('view').create(tx, request.caller, { ...preset, content: { filter } }))
    }),
  )
