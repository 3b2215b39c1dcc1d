import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import { linkLimits } from '@parley/contracts/connections/linked-accounts'
import type { SecretBox } from '@parley/kit/secret-box'
import { sql } from 'kysely'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'

/** Digits of a code. */
const digits = 8

/** An account there, and who says that it is theirs. */
interface Claim {
  foreignId: string
  name: string
  userId: string
}

const ownerOf = (workspaceId: string, id: string) => ({ workspaceId, purpose: `link-code:${id}` })

/**
 * Makes a code that is sent to an account.
 *
 * @returns undefined where the person, or the account, has been sent too many within an hour
 */
export async function insertCode(
  tx: Db,
  secrets: SecretBox,
  { workspaceId, platform, accountId }: AccountKey,
  { foreignId, name, userId }: Claim,
): Promise<{ code: string; expiresAt: string } | undefined> {
  // One after another, so that nobody is sent more by asking at once.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`link-codes:${workspaceId}`}, 0))`.execute(tx)
  const { byPerson, toAccount } = await tx
    .selectFrom('link_codes')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('user_id', '=', userId).as('byPerson'),
      fn
        .countAll<number>()
        .filterWhere('platform', '=', platform)
        .filterWhere('account_id', '=', accountId)
        .filterWhere('foreign_id', '=', foreignId)
        .as('toAccount'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('sent_at', '>', sql<string>`now() - interval '1 hour'`)
    .where(({ eb, or }) => or([eb('user_id', '=', userId), eb('foreign_id', '=', foreignId)]))
    .executeTakeFirstOrThrow()
  if (byPerson >= linkLimits.perPerson || toAccount >= linkLimits.perAccount) return undefined
  const id = randomUUID()
  const code = String(randomInt(10 ** digits)).padStart(digits, '0')
  const { expiresAt } = await tx
    .insertInto('link_codes')
    .values({
      workspace_id: workspaceId,
      id,
      platform,
      account_id: accountId,
      foreign_id: foreignId,
      user_id: userId,
      name,
      code: secrets.seal(code, ownerOf(workspaceId, id)),
    })
    .returning(sql<string>`parley.iso(sent_at + ${linkLimits.codeMs} * interval '1 ms')`.as('expiresAt'))
    .executeTakeFirstOrThrow()
  return { code, expiresAt }
}

/**
 * Compares a code with the newest that a person was sent, which counts as a try, whatever becomes of the rest.
 *
 * @returns the account that it was sent to; undefined where it is wrong, or nothing waits for it any more
 */
export async function tryCode(
  db: Db,
  secrets: SecretBox,
  { workspaceId, platform, accountId }: AccountKey,
  userId: string,
  given: string,
): Promise<Omit<Claim, 'userId'> | undefined> {
  const newest = db
    .selectFrom('link_codes')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .orderBy('sent_at', 'desc')
    .limit(1)
  const tried = await db
    .updateTable('link_codes')
    .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', newest)
    .where('tries', '<', linkLimits.tries)
    .where('sent_at', '>', sql<string>`now() - ${linkLimits.codeMs} * interval '1 ms'`)
    .returning(['id', 'code', 'foreign_id as foreignId', 'name'])
    .executeTakeFirst()
  if (!tried) return undefined
  const expected = Buffer.from(secrets.open(tried.code, ownerOf(workspaceId, tried.id)))
  const entered = Buffer.from(given.replaceAll(/\s/g, ''))
  const isRight = entered.length === expected.length && timingSafeEqual(entered, expected)
  return isRight ? { foreignId: tried.foreignId, name: tried.name } : undefined
}

/** A code is used once. What was sent still counts for the hour. */
export async function useUpCodes(
  tx: Db,
  { workspaceId, platform, accountId }: AccountKey,
  userId: string,
): Promise<void> {
  await tx
    .updateTable('link_codes')
    .set({ tries: linkLimits.tries })
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('platform', '=', platform)
    .where('account_id', '=', accountId)
    .execute()
}

/** Deletes codes that count for nothing any more. @returns whether there may be more */
export async function deleteOldCodes(db: Db, limit: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('link_codes')
    .where(
      sql<boolean>`ctid = any(array(select ctid from link_codes where sent_at < now() - interval '1 hour'
        order by sent_at limit ${limit}))`,
    )
    .executeTakeFirst()
  return numDeletedRows === BigInt(limit)
}
