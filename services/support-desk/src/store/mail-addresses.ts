import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { digestOfAddress } from '../domain/address-digest.ts'

/** Why nothing is mailed to an address. */
export type Refusal = 'bounced' | 'unsubscribed'

const today = sql<string>`(now() at time zone 'UTC')::date`

/**
 * Counts a mail to or from an address, and locks the address until the transaction ends: false, and it is not counted,
 * where that would be more than `max` in a day (UTC), or where the address is to get none.
 *
 * @param of.confirmedMax the same for an address that has answered what was mailed to it
 */
export async function countMail(
  tx: Db,
  { workspaceId, address }: { workspaceId: string; address: string },
  { direction, max, confirmedMax = max }: { direction: 'sent' | 'received'; max: number; confirmedMax?: number },
): Promise<boolean> {
  await tx
    .insertInto('mail_addresses')
    .values({ workspace_id: workspaceId, address_hash: digestOfAddress(address) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const isNewDay = sql<boolean>`counted_on <> ${today}`
  const counted = (column: 'sent' | 'received') =>
    sql<number>`case when ${isNewDay} then 0 else ${sql.ref(column)} end + ${sql.lit(column === direction ? 1 : 0)}`
  const { numUpdatedRows } = await tx
    .updateTable('mail_addresses')
    .set({ sent: counted('sent'), received: counted('received'), counted_on: today })
    .where('workspace_id', '=', workspaceId)
    .where('address_hash', '=', digestOfAddress(address))
    .where(({ eb, or }) =>
      or([isNewDay, eb(direction, '<', sql<number>`case when is_confirmed then ${confirmedMax} else ${max} end::int`)]),
    )
    .$if(direction === 'sent', (update) => update.where('refused', 'is', null))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Has nothing mailed any more to the address with a digest; the first reason stays. */
export async function refuseMail(
  db: Db,
  { workspaceId, digest }: { workspaceId: string; digest: Buffer },
  refused: Refusal,
): Promise<void> {
  await db
    .insertInto('mail_addresses')
    .values({ workspace_id: workspaceId, address_hash: digest, refused })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'address_hash'])
        .doUpdateSet({ refused })
        .where('mail_addresses.refused', 'is', null),
    )
    .execute()
}

/** Whoever answers the desk by mail wants its answers; from the address that was mailed, it is theirs. */
export async function allowMail(
  db: Db,
  { workspaceId, address }: { workspaceId: string; address: string },
  { isConfirmed }: { isConfirmed: boolean },
): Promise<void> {
  await db
    .updateTable('mail_addresses')
    .set({ refused: null, is_confirmed: sql<boolean>`is_confirmed or ${isConfirmed}` })
    .where('workspace_id', '=', workspaceId)
    .where('address_hash', '=', digestOfAddress(address))
    .where(({ eb, or }) => or([eb('refused', 'is not', null), sql<boolean>`not is_confirmed and ${isConfirmed}`]))
    .execute()
}

/** Why nothing is mailed to an address; undefined where mails are. */
export async function findRefusal(
  db: Db,
  { workspaceId, address }: { workspaceId: string; address: string },
): Promise<Refusal | undefined> {
  const found = await db
    .selectFrom('mail_addresses')
    .select('refused')
    .where('workspace_id', '=', workspaceId)
    .where('address_hash', '=', digestOfAddress(address))
    .$narrowType<{ refused: Refusal | null }>()
    .executeTakeFirst()
  return found?.refused ?? undefined
}

/** The visitor who has mailed from an address; undefined where nobody has. Lock the address first, by `countMail`. */
export async function findMailVisitor(
  tx: Db,
  { workspaceId, address }: { workspaceId: string; address: string },
): Promise<string | undefined> {
  const found = await tx
    .selectFrom('mail_addresses')
    .select('visitor_id')
    .where('workspace_id', '=', workspaceId)
    .where('address_hash', '=', digestOfAddress(address))
    .executeTakeFirst()
  return found?.visitor_id ?? undefined
}

/** Writes down who mails from an address that is locked. */
export async function setMailVisitor(
  tx: Db,
  { workspaceId, address }: { workspaceId: string; address: string },
  visitorId: string,
): Promise<void> {
  await tx
    .updateTable('mail_addresses')
    .set({ visitor_id: visitorId })
    .where('workspace_id', '=', workspaceId)
    .where('address_hash', '=', digestOfAddress(address))
    .execute()
}

/**
 * Forgets what is counted of addresses of a visitor who is erased. Those that are to get no mail stay, since that is what
 * their owners have asked for, and so do those from which another visitor writes.
 *
 * @returns how many are forgotten, and how many of them stay
 */
export async function forgetAddresses(
  tx: Db,
  { workspaceId, visitorId }: { workspaceId: string; visitorId: string },
  addresses: readonly string[],
): Promise<{ forgotten: number; kept: number }> {
  const theirs = tx
    .deleteFrom('mail_addresses')
    .where('workspace_id', '=', workspaceId)
    .where(({ or, and, eb }) =>
      or([
        eb('visitor_id', '=', visitorId),
        and([
          eb('visitor_id', 'is', null),
          eb('address_hash', '=', sql<Buffer>`any(${addresses.map(digestOfAddress)}::bytea[])`),
        ]),
      ]),
    )
    .where('refused', 'is', null)
  const { numDeletedRows } = await theirs.executeTakeFirstOrThrow()
  const { kept } = await tx
    .selectFrom('mail_addresses')
    .select(({ fn }) => fn.countAll<number>().as('kept'))
    .where('workspace_id', '=', workspaceId)
    .where('refused', 'is not', null)
    .where('address_hash', '=', sql<Buffer>`any(${addresses.map(digestOfAddress)}::bytea[])`)
    .executeTakeFirstOrThrow()
  return { forgotten: Number(numDeletedRows), kept }
}
