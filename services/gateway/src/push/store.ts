import { maxPushSubscriptions } from '@parley/contracts/identity/push'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../db.ts'
import type { DB } from '../schema.ts'

/** A browser that a person is notified in. */
export type Subscription = Pick<Selectable<DB['push_subscriptions']>, 'id' | 'endpoint' | 'user_agent' | 'created_at'>

/** What is needed to send to a browser. */
export type Receiver = Pick<Selectable<DB['push_subscriptions']>, 'id' | 'endpoint' | 'p256dh' | 'auth'>

/** Stores a browser's subscription, whoever had it before, and drops the person's oldest. Call with their account locked. */
export async function upsertSubscription(
  tx: Db,
  subscription: { userId: string; endpoint: string; p256dh: string; auth: string; userAgent: string | undefined },
): Promise<Subscription> {
  const { userId, endpoint, p256dh, auth, userAgent } = subscription
  const stored = await tx
    .insertInto('push_subscriptions')
    .values({
      user_id: userId,
      endpoint,
      p256dh,
      auth,
      user_agent: userAgent ?? null,
      updated_at: sql`clock_timestamp()`,
    })
    .onConflict((conflict) =>
      conflict.column('endpoint').doUpdateSet((given) => ({
        user_id: given.ref('excluded.user_id'),
        p256dh: given.ref('excluded.p256dh'),
        auth: given.ref('excluded.auth'),
        user_agent: given.ref('excluded.user_agent'),
        updated_at: given.ref('excluded.updated_at'),
      })),
    )
    .returning(['id', 'endpoint', 'user_agent', 'created_at'])
    .executeTakeFirstOrThrow()
  await tx
    .deleteFrom('push_subscriptions')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('push_subscriptions as old')
        .select('old.id')
        .where('old.user_id', '=', userId)
        .orderBy('old.updated_at', 'desc')
        .offset(maxPushSubscriptions),
    )
    .execute()
  return stored
}

/** A person's browsers, newest first. */
export async function listSubscriptions(db: Db, userId: string): Promise<Subscription[]> {
  return db
    .selectFrom('push_subscriptions')
    .select(['id', 'endpoint', 'user_agent', 'created_at'])
    .where('user_id', '=', userId)
    .orderBy('id', 'desc')
    .execute()
}

/** What is needed to send to a person's browsers. */
export async function listReceivers(db: Db, userId: string): Promise<Receiver[]> {
  return db
    .selectFrom('push_subscriptions')
    .select(['id', 'endpoint', 'p256dh', 'auth'])
    .where('user_id', '=', userId)
    .execute()
}

/** Deletes a person's subscription; its id, or undefined where it is not theirs. */
export async function deleteSubscription(db: Db, userId: string, endpoint: string): Promise<string | undefined> {
  const deleted = await db
    .deleteFrom('push_subscriptions')
    .where('user_id', '=', userId)
    .where('endpoint', '=', endpoint)
    .returning('id')
    .executeTakeFirst()
  return deleted?.id
}

/** Deletes what a push service says is gone, unless the browser has sent it anew meanwhile. */
export async function deleteDead(db: Db, { id, auth }: Receiver): Promise<void> {
  await db.deleteFrom('push_subscriptions').where('id', '=', id).where('auth', '=', auth).execute()
}
