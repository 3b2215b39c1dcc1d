import { BusinessHours } from '@parley/contracts/desk/business-hours'
import { SlaSettings } from '@parley/contracts/desk/sla-settings'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { calendarOf } from '../domain/business-hours.ts'
import type { Draft } from '../domain/draft.ts'
import { concernsGoals, followGoals } from '../domain/sla.ts'
import { findAnsweringDesk } from './desks.ts'

/** Has the goals of a locked conversation follow what has become of it, before that is saved. */
export async function keepGoals(tx: Db, draft: Draft): Promise<void> {
  if (!concernsGoals(draft)) return
  const desk = await findAnsweringDesk(tx, draft.row.workspace_id)
  const settings = SlaSettings.parse(desk?.settings.sla)
  const hasTargets = Object.keys({ ...settings.firstResponse, ...settings.resolution }).length > 0
  if (!desk || (!hasTargets && draft.row.sla === null)) return
  const calendar = calendarOf(BusinessHours.parse(desk.settings.hours), desk.timezone)
  followGoals(draft, { now: await readTime(tx), calendar, settings })
}

/** The database's time, when the transaction began. */
export async function readTime(tx: Db): Promise<Date> {
  const { rows } = await sql<{ now: string }>`select now() as now`.execute(tx)
  return new Date(rows[0]!.now)
}

/** Conversations of all workspaces of which a goal is missed, longest ago first. */
export async function findOverdue(db: Db, max: number): Promise<{ workspaceId: string; id: string }[]> {
  return db
    .selectFrom('conversations')
    .select(['workspace_id as workspaceId', 'id'])
    .where('sla_due_at', '<=', sql<string>`now()`)
    .orderBy('sla_due_at')
    .limit(max)
    .execute()
}
