import { twinRemoved } from '@parley/contracts/channels/events'
import { removeTwin } from '@parley/contracts/channels/twins'
import { audited } from '@parley/kit/audit'
import { insertEvents } from '@parley/kit/outbox'
import { ok, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { mayAssignTwins } from '../domain/managing.ts'
import { archived, noSuchChannel, noSuchTwin, notTheirs } from '../domain/refusals.ts'
import { lockChannel } from '../store/members.ts'
import { deleteAssignment } from '../store/twins.ts'

export const removeTwinRoute = ({ db }: Context) =>
  route(removeTwin, writesToChannel, async (request) => {
    const {
      params: { id, twinId },
      caller,
      trace,
    } = request
    await audited(db, request, async (tx, entry) => {
      entry.target = id
      entry.changes = [{ field: 'ai_twin_id', before: twinId }]
      const channel = await lockChannel(tx, caller, id)
      if (!channel) throw noSuchChannel()
      if (!mayAssignTwins(channel)) throw notTheirs('take twins out of it')
      if (!(await deleteAssignment(tx, caller, id, twinId))) throw noSuchTwin()
      if (channel.isArchived) throw archived()
      const data = { channel_id: id, ai_twin_id: twinId }
      await insertEvents(
        tx,
        [{ event: twinRemoved, workspaceId: caller.workspaceId, feedId: id, rooms: [], data }],
        trace,
      )
    })
    return ok({ success: true as const })
  })
