import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { sql } from 'kysely'
import type { Context, Db } from '../context.ts'

const everyMs = 60_000
const atOnce = 2_000

/** Forgets events with their deliveries: what is old, and of a workspace with very many the oldest. */
export function forgetOldEvents({ db, every }: Pick<Context, 'db' | 'every'>): void {
  every('forget-webhook-events', everyMs, async () => ((await forgetByAge(db)) ? 0 : undefined))
  let last: string | undefined
  every('bound-webhook-events', everyMs, async () => {
    last = await nextWorkspace(db, last)
    if (last === undefined) return undefined
    return (await forgetBeyond(db, last)) ? 0 : undefined
  })
}

async function forgetByAge(db: Db): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webhook_events')
    .where(
      sql<boolean>`ctid = any(array(select ctid from webhook_events
        where created_at < now() - ${webhookLimits.keptDays} * interval '1 day' order by created_at limit ${atOnce}))`,
    )
    .executeTakeFirst()
  return numDeletedRows === BigInt(atOnce)
}

/** The workspaces with webhooks one after another, round and round. */
async function nextWorkspace(db: Db, after: string | undefined): Promise<string | undefined> {
  const found = await db
    .selectFrom('webhooks')
    .select('workspace_id as id')
    .$if(after !== undefined, (query) => query.where('workspace_id', '>', after!))
    .orderBy('workspace_id')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

async function forgetBeyond(db: Db, workspaceId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webhook_events')
    .where('workspace_id', '=', workspaceId)
    .where('position', 'in', ({ selectFrom }) =>
      selectFrom('webhook_events as e')
        .select('e.position')
        .where('e.workspace_id', '=', workspaceId)
        .where(
          'e.position',
          '<=',
          sql<number>`(select position from webhook_events where workspace_id = ${workspaceId}
            order by position desc offset ${webhookLimits.keptEvents} limit 1)`,
        )
        .orderBy('e.position')
        .limit(atOnce),
    )
    .executeTakeFirst()
  return numDeletedRows === BigInt(atOnce)
}
