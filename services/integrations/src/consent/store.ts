import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import type { Command } from './words.ts'

/** When an author has last opted out, and in. */
export interface Consent {
  optedOutAt: string | null
  optedInAt: string | null
}

const isOptedOut = ({ optedOutAt, optedInAt }: Consent): boolean =>
  optedOutAt !== null && (optedInAt === null || optedInAt < optedOutAt)

/** Whether what its author wrote at a time stays out: who has opted in again keeps out what they had written before. */
export const isKeptOut = (consent: Consent | undefined, at: Date): boolean =>
  consent !== undefined && consent.optedOutAt !== null && (isOptedOut(consent) || at.toISOString() < consent.optedInAt!)

/** What authors of an account have said, by who they are there; most have said nothing. */
export async function findConsents(
  db: Db,
  { workspaceId, platform, accountId }: AccountKey,
  foreignIds: readonly string[],
): Promise<ReadonlyMap<string, Consent>> {
  if (foreignIds.length === 0) return new Map()
  const consents = await db
    .selectFrom('author_consents')
    .select(['foreign_id as foreignId', 'opted_out_at as optedOutAt', 'opted_in_at as optedInAt'])
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('foreign_id', 'in', [...new Set(foreignIds)])
    .execute()
  return new Map(consents.map(({ foreignId, ...consent }) => [foreignId, consent]))
}

export const findConsent = async (db: Db, account: AccountKey, foreignId: string): Promise<Consent | undefined> =>
  (await findConsents(db, account, [foreignId])).get(foreignId)

/** Those of a platform’s authors who have opted out in any of the workspace’s accounts there: archives know no account. */
export async function findOptedOut(
  db: Db,
  workspaceId: string,
  platform: string,
  foreignIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (foreignIds.length === 0) return new Set()
  const optedOut = await db
    .selectFrom('author_consents')
    .select('foreign_id as foreignId')
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('foreign_id', 'in', foreignIds)
    .where('opted_out_at', 'is not', null)
    .where(({ eb, or }) => or([eb('opted_in_at', 'is', null), eb('opted_in_at', '<', eb.ref('opted_out_at'))]))
    .execute()
  return new Set(optedOut.map(({ foreignId }) => foreignId))
}

const lockName = ({ workspaceId, platform }: { workspaceId: string; platform: string }) =>
  `author-consents:${workspaceId}:${platform}`

/**
 * Until the transaction ends, nobody of a platform opts out: what it stores of an author is either there before they do,
 * and is deleted, or not stored at all, where they are asked for after this.
 */
export async function awaitConsents(tx: Db, of: { workspaceId: string; platform: string }): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${lockName(of)}, 0))`.execute(tx)
}

/** What an author has said: the newest counts. @returns false where it was known */
export async function saveCommand(
  tx: Db,
  account: AccountKey,
  foreignId: string,
  command: Command,
  at: Date,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockName(account)}, 0))`.execute(tx)
  const time = at.toISOString()
  const consent = await tx
    .insertInto('author_consents')
    .values({
      workspace_id: account.workspaceId,
      platform: account.platform,
      account_id: account.accountId,
      foreign_id: foreignId,
      opted_out_at: command === 'out' ? time : null,
      opted_in_at: command === 'in' ? time : null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'platform', 'foreign_id', 'account_id'])
        .doUpdateSet({
          opted_out_at: sql`greatest(author_consents.opted_out_at, excluded.opted_out_at)`,
          opted_in_at: sql`greatest(author_consents.opted_in_at, excluded.opted_in_at)`,
        })
        .where(
          sql<boolean>`excluded.opted_out_at > coalesce(author_consents.opted_out_at, '-infinity')
            or excluded.opted_in_at > coalesce(author_consents.opted_in_at, '-infinity')`,
        ),
    )
    .returning(['opted_out_at as optedOutAt', 'opted_in_at as optedInAt'])
    .executeTakeFirst()
  if (!consent) return false
  if (command === 'out' && isOptedOut(consent)) await scheduleRetraction(tx, account, foreignId)
  return true
}

/** Everything that came in before now. */
async function scheduleRetraction(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  foreignId: string,
): Promise<void> {
  await tx
    .updateTable('author_consents')
    // In whole milliseconds, as it is read, so that whoever retracts finds it again.
    .set({
      retract_at: sql`now()`,
      retract_before: sql`date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond'`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .where('foreign_id', '=', foreignId)
    .execute()
}
