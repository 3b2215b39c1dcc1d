import type { DeskWorkspace } from '@parley/contracts/desk/workspace'
import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** How a desk is set up, without what follows from the deployment. */
export type Desk = Omit<DeskWorkspace, 'mailAddress'>

/** How a workspace's desk is set up; made with its defaults where there is none, once for all who ask at the same time. */
export async function getDesk(db: Db, workspaceId: string): Promise<Desk> {
  const found = await findDesk(db, workspaceId)
  if (found) return found
  await insertDesk(db, workspaceId)
  const made = await findDesk(db, workspaceId)
  if (!made) throw new ServiceError('not_found', 'No such workspace.')
  return made
}

/**
 * Locks a workspace's desk until the transaction ends, made where there is none: whoever changes how it is set up, its sites
 * or its widget keys does so first. Returns its settings.
 */
export async function lockDesk(tx: Db, workspaceId: string): Promise<Settings> {
  await insertDesk(tx, workspaceId)
  const { settings } = await tx
    .selectFrom('desks')
    .select('settings')
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return settings as Settings
}

export type Settings = DeskWorkspace['settings']

/** What changes of a desk; what is undefined stays. */
export interface DeskChange {
  contactEmail?: string | null | undefined
  language?: DeskWorkspace['language'] | undefined
  timezone?: string | undefined
  settings?: Settings | undefined
}

/** Changes a locked desk. */
export async function updateDesk(tx: Db, workspaceId: string, change: DeskChange): Promise<void> {
  const { contactEmail, language, timezone, settings } = change
  if (Object.values(change).every((value) => value === undefined)) return
  await tx
    .updateTable('desks')
    .set({
      contact_email: contactEmail,
      language,
      timezone,
      ...(settings && { settings: JSON.stringify(settings) }),
      updated_at: sql`now()`,
    })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

/** Whether the database can reckon with a time zone, which may know fewer than Node does. */
export async function isKnownTimeZone(db: Db, timezone: string): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from pg_timezone_names where lower(name) = lower(${timezone})) as known`.execute(db)
  return rows[0]!.known
}

/** What the workspace's sites prove identities with, sealed; undefined until it was made. */
export async function findIdentitySecret(db: Db, workspaceId: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('desks')
    .select('identity_secret')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return found?.identity_secret ?? undefined
}

/** Replaces it, of a locked desk. */
export async function setIdentitySecret(tx: Db, workspaceId: string, sealed: string): Promise<void> {
  await tx.updateTable('desks').set({ identity_secret: sealed }).where('workspace_id', '=', workspaceId).execute()
}

/** Gives the workspace, or its company, another name; `null` removes the company's. Notify the gateway's outbox after it. */
export async function renameWorkspace(
  tx: Db,
  workspaceId: string,
  change: { name?: string | undefined; company_name?: string | null | undefined },
  trace: Trace,
): Promise<void> {
  await sql`select gateway.rename_workspace(${workspaceId}, ${JSON.stringify(change)}, ${JSON.stringify(trace)})`.execute(
    tx,
  )
}

/** By what the desk itself answers visitors; undefined where nothing was set up yet. */
export async function findAnsweringDesk(
  db: Db,
  workspaceId: string,
): Promise<Pick<Desk, 'language' | 'timezone' | 'settings'> | undefined> {
  return db
    .selectFrom('desks')
    .select(['language', 'timezone', 'settings'])
    .where('workspace_id', '=', workspaceId)
    .$narrowType<Pick<Desk, 'settings'>>()
    .executeTakeFirst()
}

const insertDesk = (db: Db, workspaceId: string) =>
  db
    .insertInto('desks')
    .values({ workspace_id: workspaceId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

const findDesk = (db: Db, workspaceId: string): Promise<Desk | undefined> =>
  db
    .selectFrom('desks as d')
    .innerJoin('gateway.workspace_names as w', 'w.workspace_id', 'd.workspace_id')
    .select(({ fn }) => [
      'w.workspace_id as id',
      'w.name',
      'w.company_name as companyName',
      'd.contact_email as contactEmail',
      'd.language',
      'd.timezone',
      'd.settings',
      'd.created_at as createdAt',
      fn<string>('greatest', ['d.updated_at', 'w.updated_at']).as('updatedAt'),
    ])
    .where('d.workspace_id', '=', workspaceId)
    .$narrowType<Pick<DeskWorkspace, 'settings'>>()
    .executeTakeFirst()
