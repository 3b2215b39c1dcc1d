import { updateAvailability } from '@parley/contracts/desk/availability'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { setAvailability } from '../store/routing.ts'

export const updateAvailabilityRoute = ({ db }: Context) =>
  route(updateAvailability, async ({ body: { availability }, caller: { workspaceId, userId } }) => {
    await transaction(db, (tx) => setAvailability(tx, workspaceId, userId, availability))
    return ok({ availability })
  })
