import type { VisitorCaller } from '@parley/kit/assertion'
import { sql } from 'kysely'
import type { Db } from '../db.ts'

/**
 * Which of these visitors may call: the visitor is there, and their widget key is active.
 *
 * @returns an answer for each, in the order given
 */
export type VisitorAccess = (visitors: readonly VisitorCaller[]) => Promise<boolean[]>

/** As the support desk has it now. It is asked before a token is cached, and again when a revocation version of it has changed. */
export const readVisitorAccess =
  (db: Db): VisitorAccess =>
  async (visitors) => {
    const { rows } = await sql<{ may_call: boolean }>`
      select k.widget_key_id is not null and v.visitor_id is not null as may_call
      from unnest(${visitors.map(({ workspaceId }) => workspaceId)}::uuid[],
        ${visitors.map(({ widgetKeyId }) => widgetKeyId)}::uuid[],
        ${visitors.map(({ visitorId }) => visitorId)}::uuid[])
        with ordinality asked (workspace_id, widget_key_id, visitor_id, position)
      left join support_desk.active_widget_keys k
        on k.workspace_id = asked.workspace_id and k.widget_key_id = asked.widget_key_id
      left join support_desk.admitted_visitors v
        on v.workspace_id = asked.workspace_id and v.visitor_id = asked.visitor_id
      order by asked.position`.execute(db)
    return rows.map(({ may_call }) => may_call)
  }
