import { listCannedReplies } from '@parley/contracts/desk/canned-replies'
import { listMacros } from '@parley/contracts/desk/macros'
import { listSavedViews } from '@parley/contracts/desk/saved-views'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'

export const listCannedRepliesRoute = ({ db }: Context) =>
  route(listCannedReplies, async ({ caller }) => ok({ cannedReplies: await presetsOfKind('reply').list(db, caller) }))

export const listMacrosRoute = ({ db }: Context) =>
  route(listMacros, async ({ caller }) => ok({ macros: await presetsOfKind('macro').list(db, caller) }))

export const listSavedViewsRoute = ({ db }: Context) =>
  route(listSavedViews, async ({ caller }) => ok({ views: await presetsOfKind('view').list(db, caller) }))
