import { twinAssigned } from '@parley/contracts/channels/events'
import { assignTwin } from '@parley/contracts/channels/twins'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { insertEvents } from '@parley/kit/outbox'
import { created, route, writesToChannel } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { mayAssignTwins } from '../domain/managing.ts'
import { archived, noSuchChannel, noSuchTwin, notTheirs } from '../domain/refusals.ts'
import { assertStillReadable } from '../store/channels.ts'
import { lockChannel } from '../store/members.ts'
import { findTwin, upsertAssignment } from '../store/twins.ts'

const maxTwins = 50

export const assignTwinRoute = ({ db }: Context) =>
  route(assignTwin, writesToChannel, async (request) => {
    const { params, body, caller, trace } = request
    const { workspaceId } = caller
    return transact(
      db,
      request,
      async (tx, entry) => {
        entry.changes = [{ field: 'ai_twin_id', after: body.ai_twin_id }]
        const channel = await lockChannel(tx, caller, params.id)
        if (!channel) throw noSuchChannel()
        if (!mayAssignTwins(channel)) throw notTheirs('assign twins to it')
        const { exists, others } = await findTwin(tx, caller, params.id, body.ai_twin_id)
        if (!exists) throw noSuchTwin()
        if (channel.isArchived) throw archived()
        if (others >= maxTwins) throw new ServiceError('conflict', `A channel takes at most ${maxTwins} twins.`)
        const { assignment, isNew } = await upsertAssignment(tx, caller, {
          channelId: params.id,
          twinId: body.ai_twin_id,
          mode: body.participation_mode,
        })
        const { channel_id, ai_twin_id, participation_mode } = assignment
        if (isNew)
          await insertEvents(
            tx,
            [
              {
                event: twinAssigned,
                workspaceId,
                feedId: params.id,
                rooms: [],
                data: { channel_id, ai_twin_id, participation_mode },
              },
            ],
            trace,
          )
        return created({ success: true as const, twin: assignment })
      },
      { recheck: assertStillReadable(caller, params.id) },
    )
  })
