import type { WidgetVisitor } from '@parley/contracts/desk/widget'
import { Language } from '@parley/contracts/fields'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { AttributeChanges } from '../domain/attribute-values.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { isNewVisit, type NotedPage, type Page, withPage } from '../domain/visit.ts'
import { searchTextOf } from '../domain/visitor-text.ts'
import type { Visitors } from '../schema.ts'
import { setAttributes } from './attributes.ts'
import { writeStarts } from './visitor-starts.ts'
import { addToCounts } from './visitors.ts'

/** What is known of somebody who begins or resumes a visit; what is undefined stays. */
export interface Arrival {
  workspaceId: string
  siteId: string | null
  /** Where their request comes from, and where that is. */
  from?: { ip: string; country: string | null; city: string | null } | undefined
  browser?: string | null | undefined
  page?: Page | undefined
  language?: Language | undefined
  name?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
  /** Who the site has proven that they are; or who they only say that they are. */
  externalId?: string | undefined
  claimedExternalId?: string | undefined
  /** What they have said of themselves, and may. */
  attributes?: AttributeChanges | undefined
}

export type VisitorRow = Selectable<Visitors>

const nowhere = { ip: null, country: null, city: null }

const columns = ['id', 'name', 'email', 'phone', 'external_id as externalId'] as const

/** A visitor as they see themselves; undefined where they are gone. */
export async function findWidgetVisitor(
  db: Db,
  workspaceId: string,
  visitorId: string,
): Promise<WidgetVisitor | undefined> {
  return db
    .selectFrom('visitors')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', visitorId)
    .executeTakeFirst()
}

/** In which a visitor was last shown their widget; undefined where that is not known. */
export async function findVisitorLanguage(
  db: Db,
  { workspace_id, visitor_id }: Pick<ConversationRow, 'workspace_id' | 'visitor_id'>,
): Promise<Language | undefined> {
  const found = await db
    .selectFrom('visitors')
    .select('language')
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', visitor_id)
    .executeTakeFirst()
  return Language.safeParse(found?.language).data
}

/** Who arrives, as far as they are known. */
export interface Arrived {
  visitorId: string | undefined
  /** As whom they were here before they proved to be that visitor, who was known already. */
  anonymousId: string | undefined
}

/**
 * Who arrives, as far as they are known: the visitor whom the site has called so before, or the one of an earlier session,
 * unless that is known to be somebody else: who only says so, too, is not the person whom the site has proven.
 */
export async function findArrived(
  db: Db,
  { workspaceId, externalId, claimedExternalId }: Pick<Arrival, 'workspaceId' | 'externalId' | 'claimedExternalId'>,
  sessionVisitorId: string | undefined,
): Promise<Arrived> {
  const found = await db
    .selectFrom('visitors')
    .select(['id', 'external_id', 'claimed_external_id'])
    .where('workspace_id', '=', workspaceId)
    .where(({ eb, or }) => or([eb('id', '=', sessionVisitorId ?? null), eb('external_id', '=', externalId ?? null)]))
    .execute()
  const proven = found.find((each) => externalId !== undefined && each.external_id === externalId)
  const given = externalId ?? claimedExternalId
  const ofSession = found.find(
    ({ id, external_id }) =>
      id === sessionVisitorId && (given === undefined || external_id === null || external_id === given),
  )
  const isAnonymous =
    proven !== undefined && ofSession !== proven && [null, externalId].includes(ofSession?.claimed_external_id)
  return { visitorId: (proven ?? ofSession)?.id, anonymousId: isAnonymous ? ofSession?.id : undefined }
}

/** Waits for whoever else arrives as the same person of the site's: there is one visitor of an external id. */
export async function lockExternalId(tx: Db, workspaceId: string, externalId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`visitor:${workspaceId}:${externalId}`}, 0))`.execute(tx)
}

/**
 * Locks a visitor until the transaction ends, but not against what refers to them unless they are to be deleted; undefined
 * where there is none.
 */
export async function lockVisitorRow(
  tx: Db,
  workspaceId: string,
  id: string,
  { isToDelete = false } = {},
): Promise<VisitorRow | undefined> {
  const row = tx.selectFrom('visitors').selectAll().where('workspace_id', '=', workspaceId).where('id', '=', id)
  return (isToDelete ? row.forUpdate() : row.forNoKeyUpdate()).executeTakeFirst()
}

/** Makes a visitor on their first visit; their id. */
export async function insertVisitor(tx: Db, arrival: Arrival, now: Date): Promise<string> {
  const { workspaceId, page, name = null, email = null, phone = null, from = nowhere } = arrival
  const { id } = await tx
    .insertInto('visitors')
    .values({
      ...{ workspace_id: workspaceId, site_id: arrival.siteId },
      ...{ name, email, phone, browser: arrival.browser, language: arrival.language, ...from },
      external_id: arrival.externalId ?? null,
      claimed_external_id: arrival.claimedExternalId ?? null,
      pages: JSON.stringify(page ? withPage([], page, now) : []),
      search_text: searchTextOf({ name, email, phone, ...from }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await writeStarts(tx, workspaceId, id)
  if (arrival.attributes) await setAttributes(tx, workspaceId, id, arrival.attributes)
  await addToCounts(tx, workspaceId, { total: 1, returning: 0 })
  return id
}

/** A locked visitor goes on with their visit, or begins another. */
export async function resumeVisit(tx: Db, visitor: VisitorRow, arrival: Arrival, now: Date): Promise<void> {
  const { workspaceId, page, externalId, claimedExternalId } = arrival
  const isAnother = isNewVisit(visitor.last_seen_at, now)
  const { name = visitor.name, email = visitor.email, phone = visitor.phone, from } = arrival
  const about = { name, email, phone, ...from }
  const searchText = searchTextOf({ ...visitor, ...about })
  await tx
    .updateTable('visitors')
    .set({
      ...about,
      site_id: arrival.siteId,
      browser: arrival.browser,
      language: arrival.language,
      external_id: externalId,
      claimed_external_id: claimedExternalId,
      search_text: searchText,
      last_seen_at: sql`now()`,
      visits: visitor.visits + (isAnother ? 1 : 0),
    })
    .$if(page !== undefined, (update) =>
      update.set({ pages: JSON.stringify(withPage(visitor.pages as unknown as NotedPage[], page!, now)) }),
    )
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', visitor.id)
    .execute()
  if (searchText !== visitor.search_text) await writeStarts(tx, workspaceId, visitor.id)
  if (arrival.attributes) await setAttributes(tx, workspaceId, visitor.id, arrival.attributes)
  if (isAnother && visitor.visits === 1) await addToCounts(tx, workspaceId, { total: 0, returning: 1 })
}

/** Adds to the bytes of a locked visitor's files. */
export async function addFileBytes(tx: Db, workspaceId: string, visitorId: string, bytes: number): Promise<void> {
  if (bytes === 0) return
  await tx
    .updateTable('visitors')
    .set(({ eb }) => ({ file_bytes: eb('file_bytes', '+', bytes) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', visitorId)
    .execute()
}
