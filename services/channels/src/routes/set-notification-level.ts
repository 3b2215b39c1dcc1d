import { setNotificationLevel } from '@parley/contracts/channels/managing'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { setNotificationLevel as set } from '../store/members.ts'

export const setNotificationLevelRoute = ({ db }: Context) =>
  route(setNotificationLevel, async ({ params, body: { level }, caller }) => {
    if (!(await set(db, caller, params.id, level))) throw noSuchChannel()
    return ok({ success: true as const, level })
  })
