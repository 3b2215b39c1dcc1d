import { rooms } from '@parley/contracts/event'
import { deleteAgent } from '@parley/contracts/twins/agents'
import { twinDeleted } from '@parley/contracts/twins/events'
import { deleteTwin } from '@parley/contracts/twins/twins'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { insertEvents } from '@parley/kit/outbox'
import { ok, type Route, route } from '@parley/kit/route'
import { sql } from 'kysely'
import type { ChatContext } from '../../chat/chat.ts'
import { deleteKnowledgeOfTwin } from '../../knowledge/store/deletions.ts'
import { requestStops } from '../../store/runs.ts'
import { cancel } from '../cancelling.ts'
import { lockOwnTwin } from '../changing.ts'
import { deleteTwin as remove } from '../store/twins.ts'

export const deleteTwinRoutes = ({ db, outbox, chat }: ChatContext): Route[] =>
  [deleteTwin, deleteAgent].map((endpoint) =>
    route(endpoint, async (request) => {
      const {
        params,
        caller: { workspaceId, ...caller },
        trace,
      } = request
      const runs = await audited(db, request, async (tx, entry) => {
        const twin = await lockOwnTwin(tx, { workspaceId, ...caller }, params.id)
        if (twin.is_built_in) throw new ServiceError('conflict', 'A built-in cannot be deleted.')
        entry.targetName = twin.name
        await cancel(tx, workspaceId, { twinId: twin.id })
        const stopped = await requestStops(tx, workspaceId, { twin_id: twin.id })
        await deleteKnowledgeOfTwin(tx, { workspaceId, twinId: twin.id })
        await remove(tx, twin)
        const data = { id: twin.id, workspace_id: workspaceId }
        await insertEvents(
          tx,
          [{ event: twinDeleted, workspaceId, rooms: [rooms.workspace(workspaceId)], data }],
          trace,
        )
        await sql`select channels.remove_deleted_twin(${workspaceId}, ${twin.id}, ${JSON.stringify(trace)}::jsonb)`.execute(
          tx,
        )
        return stopped
      })
      for (const id of runs) chat.runner.stop({ workspaceId, id })
      outbox.notify('channels')
      return ok({ success: true as const, data: { id: params.id }, meta: {} })
    }),
  )
