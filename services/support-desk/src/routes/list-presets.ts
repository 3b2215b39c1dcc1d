import { listCannedReplies } from '@parley/contracts/desk/canned-replies'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'

export const listCannedRepliesRoute = ({ db }: Context) =>
  route(listCannedReplies, async ({ caller }) => ok({ cannedReplies: await presetsOfKind('reply').list(db, caller) }))
