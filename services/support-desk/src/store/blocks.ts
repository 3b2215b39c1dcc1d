import type { Block } from '@parley/contracts/desk/blocks'
import { encodeId } from '@parley/contracts/type-id'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** What is blocked; the others are null. */
export interface Blocked {
  visitorId: string | null
  network: string | null
  email: string | null
}

const isInForce = sql<boolean>`(blocks.expires_at is null or blocks.expires_at > now())`

const columns = [
  'id',
  sql<Block['kind']>`case when visitor_id is not null then 'visitor' when network is not null then 'address'
    else 'email' end`.as('kind'),
  'visitor_id',
  // A single address is shown as one.
  sql<string | null>`case when family(network) = 4 and masklen(network) = 32 or masklen(network) = 128
    then host(network) else network::text end`.as('network'),
  'email',
  'reason',
  'created_by as createdBy',
  'created_at as createdAt',
  'expires_at as expiresAt',
] as const

type BlockRow = Omit<Block, 'value'> & { visitor_id: string | null; network: string | null; email: string | null }

const shown = ({ visitor_id, network, email, ...block }: BlockRow): Block => ({
  ...block,
  value: visitor_id === null ? (network ?? email!) : encodeId('vis', visitor_id),
})

/** The blocks of a workspace that are in force, the newest first, after the one that `before` names if it is given. */
export async function listBlocks(
  db: Db,
  workspaceId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<Block[]> {
  const rows = await db
    .selectFrom('blocks')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where(isInForce)
    .$if(before !== undefined, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(shown)
}

/** The block that is in force for a visitor: the one of themself before those of their addresses. */
export async function findBlockOf(db: Db, workspaceId: string, visitorId: string): Promise<Block | undefined> {
  const row = await db
    .selectFrom('blocks')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where(isInForce)
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('blocked_visitors as b')
        .select('b.block_id')
        .where('b.workspace_id', '=', workspaceId)
        .where('b.visitor_id', '=', visitorId),
    )
    .orderBy(({ eb }) => eb('visitor_id', 'is', null))
    .orderBy('id', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row && shown(row)
}

/** How many blocks a workspace has, whose expired ones it forgets; the desk is locked. */
export async function countBlocks(tx: Db, workspaceId: string): Promise<number> {
  await tx
    .deleteFrom('blocks')
    .where('workspace_id', '=', workspaceId)
    .where('expires_at', '<=', sql<string>`now()`)
    .execute()
  const { count } = await tx
    .selectFrom('blocks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return count
}

/** Adds a block, or gives the one that is there the new reason and end. */
export async function upsertBlock(
  tx: Db,
  workspaceId: string,
  { visitorId, network, email }: Blocked,
  given: { reason: string | null; expiresInHours: number | null; createdBy: string },
): Promise<Block> {
  const { reason, expiresInHours, createdBy } = given
  const row = await tx
    .insertInto('blocks')
    .values({
      ...{ workspace_id: workspaceId, visitor_id: visitorId, email },
      network: sql<string | null>`network(${network}::inet)`,
      ...{ reason, created_by: createdBy },
      expires_at: sql<string | null>`now() + make_interval(hours => ${expiresInHours}::int)`,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'visitor_id', 'network', 'email']).doUpdateSet(({ ref }) => ({
        reason: ref('excluded.reason'),
        expires_at: ref('excluded.expires_at'),
      })),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()
  return shown(row)
}

/** Removes a block, by its id or its visitor's; false where there is none. */
export async function deleteBlock(
  db: Db,
  workspaceId: string,
  which: { id: string } | { visitorId: string },
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('blocks')
    .where('workspace_id', '=', workspaceId)
    .$if('id' in which, (query) => query.where('id', '=', (which as { id: string }).id))
    .$if('visitorId' in which, (query) => query.where('visitor_id', '=', (which as { visitorId: string }).visitorId))
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Visitors that a revocation is published for: beyond, credentials that gateways have cached end within a minute. */
const maxRevoked = 1_000

/** Whom a block concerns of those who are here: online, or seen within the last minutes. */
export async function listBlockedVisitors(tx: Db, workspaceId: string, blockId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('blocked_visitors as b')
    .select('b.visitor_id')
    .where('b.workspace_id', '=', workspaceId)
    .where('b.block_id', '=', blockId)
    .where(({ or, exists, eb, selectFrom }) =>
      or([
        eb('b.last_seen_at', '>', sql<string>`now() - interval '5 minutes'`),
        exists(
          selectFrom('online_visitors as o')
            .select('o.visitor_id')
            .where('o.workspace_id', '=', workspaceId)
            .whereRef('o.visitor_id', '=', 'b.visitor_id'),
        ),
      ]),
    )
    .limit(maxRevoked)
    .execute()
  return rows.map(({ visitor_id }) => visitor_id)
}

/** The blocks that a visitor’s data is in: their own, which goes with them, and those of their very addresses. */
export async function countBlocksOf(
  tx: Db,
  workspaceId: string,
  visitorId: string,
): Promise<{ ofVisitor: number; ofAddresses: number }> {
  return tx
    .selectFrom('blocks as b')
    .innerJoin('visitors as v', 'v.workspace_id', 'b.workspace_id')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhereRef('b.visitor_id', '=', 'v.id').as('ofVisitor'),
      fn.countAll<number>().filterWhere('b.visitor_id', 'is', null).as('ofAddresses'),
    ])
    .where('b.workspace_id', '=', workspaceId)
    .where('v.workspace_id', '=', workspaceId)
    .where('v.id', '=', visitorId)
    .where(
      sql<boolean>`(b.visitor_id = v.id or b.email = v.email
        or case when pg_input_is_valid(v.ip, 'inet') then b.network = network(v.ip::inet) end)`,
    )
    .executeTakeFirstOrThrow()
}

/** Whether somebody is blocked of whom this is known: also by what a visitor has said, and where they were, before. */
export async function isBlocked(
  db: Db,
  workspaceId: string,
  {
    visitorId,
    ip,
    email,
  }: { visitorId?: string | undefined; ip?: string | undefined; email?: string | null | undefined },
): Promise<boolean> {
  const found = await db
    .selectFrom('blocks')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where(isInForce)
    .where(({ or, eb, selectFrom }) =>
      or([
        eb(
          'id',
          'in',
          selectFrom('blocked_visitors as b')
            .select('b.block_id')
            .where('b.workspace_id', '=', workspaceId)
            .where('b.visitor_id', '=', visitorId ?? null),
        ),
        eb('email', '=', email ?? null),
        sql<boolean>`case when pg_input_is_valid(${ip ?? null}::text, 'inet') then network >>= ${ip ?? null}::text::inet end`,
      ]),
    )
    .limit(sql.lit(1))
    .executeTakeFirst()
  return found !== undefined
}
