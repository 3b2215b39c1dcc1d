import {
  asVisitorSees,
  type Conversation,
  type ConversationDetails,
  type VisitorConversation,
} from '@parley/contracts/desk/conversation'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { beginDraft, type ConversationRow, type Draft } from '../domain/draft.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { shownAttributes } from './attributes.ts'
import { saveDraft } from './drafts.ts'
import { findRefusal } from './mail-addresses.ts'

/** A conversation as agents and owners see it; undefined where there is none. */
export async function findConversation(db: Db, workspaceId: string, id: string): Promise<Conversation | undefined> {
  const found = await db
    .selectFrom('conversation_resources')
    .select('resource')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found?.resource
}

/** A single conversation with all that is known of it; undefined where there is none. */
export async function findConversationDetails(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<ConversationDetails | undefined> {
  const found = await db
    .selectFrom('conversation_resources as r')
    .innerJoin('conversations as c', (join) =>
      join.onRef('c.workspace_id', '=', 'r.workspace_id').onRef('c.id', '=', 'r.id'),
    )
    .innerJoin('visitors as v', (join) =>
      join.onRef('v.workspace_id', '=', 'r.workspace_id').onRef('v.id', '=', 'r.visitor_id'),
    )
    .innerJoin('gateway.workspace_names as w', 'w.workspace_id', 'r.workspace_id')
    .select(['r.resource', 'c.analysis', 'w.name', shownAttributes.as('attributes')])
    .where('r.workspace_id', '=', workspaceId)
    .where('r.id', '=', id)
    .$narrowType<Pick<ConversationDetails, 'analysis'>>()
    .executeTakeFirst()
  if (!found) return undefined
  const { resource, attributes, analysis, name } = found
  const { email: address } = resource.visitor
  const emailStatus: ConversationDetails['visitor']['emailStatus'] =
    address === null ? null : ((await findRefusal(db, { workspaceId, address })) ?? 'ok')
  const visitor = { ...resource.visitor, attributes, emailStatus }
  return { ...resource, visitor, workspace: { id: workspaceId, name }, analysis }
}

/** A conversation's row; undefined where there is none. */
export async function findConversationRow(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<ConversationRow | undefined> {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Locks a conversation until the transaction ends; undefined where there is none. */
export async function lockConversation(tx: Db, workspaceId: string, id: string): Promise<ConversationRow | undefined> {
  return tx
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Locks those of these conversations that there are. */
export async function lockConversations(tx: Db, workspaceId: string, ids: string[]): Promise<ConversationRow[]> {
  return tx
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/**
 * Locks a conversation for what AI began to write in an epoch; undefined where that has passed, or the conversation does not
 * wait for anybody any more. A person who acts meanwhile has the lock first, or comes after what AI has said.
 */
export async function lockConversationForAi(
  tx: Db,
  { workspaceId, id, epoch }: { workspaceId: string; id: string; epoch: number },
): Promise<ConversationRow | undefined> {
  return tx
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('epoch', '=', epoch)
    .where('status', '=', 'WAITING')
    .where('is_left_to_people', '=', false)
    .forUpdate()
    .executeTakeFirst()
}

/** Locks conversations of a visitor, who is locked: the first so many. */
export async function lockConversationsOf(
  tx: Db,
  workspaceId: string,
  visitorId: string,
  limit: number,
): Promise<ConversationRow[]> {
  return tx
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('visitor_id', '=', visitorId)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
}

/**
 * Locks a conversation, has it changed, and saves what has become of it.
 *
 * @returns the conversation as it is now
 * @throws ServiceError 404 where there is none
 */
export async function changeConversation(
  tx: Db,
  { workspaceId, id, trace }: { workspaceId: string; id: string; trace: Trace },
  decide: (draft: Draft) => Promise<void> | void,
): Promise<ConversationDetails> {
  const row = await lockConversation(tx, workspaceId, id)
  if (!row) throw noSuchConversation()
  const draft = beginDraft(row)
  await decide(draft)
  await saveDraft(tx, draft, trace)
  const changed = await findConversationDetails(tx, workspaceId, id)
  return changed!
}

/** Makes a conversation of a visitor's, who is locked. */
export async function insertConversation(
  tx: Db,
  made: { workspaceId: string; visitorId: string; siteId: string | null },
): Promise<ConversationRow> {
  return tx
    .insertInto('conversations')
    .values({ workspace_id: made.workspaceId, visitor_id: made.visitorId, site_id: made.siteId })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A new id, such as of a message, for what refers to it before it is there. */
export async function newId(db: Db): Promise<string> {
  const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(db)
  return rows[0]!.id
}

const ofVisitor = (db: Db, workspaceId: string, visitorId: string) =>
  db
    .selectFrom('conversation_resources as r')
    .where('r.workspace_id', '=', workspaceId)
    .where('r.visitor_id', '=', visitorId)

/** A visitor's conversations, newest first, after the one that `before` names if it is given. */
export async function listVisitorConversations(
  db: Db,
  workspaceId: string,
  visitorId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<VisitorConversation[]> {
  const rows = await ofVisitor(db, workspaceId, visitorId)
    .select('r.resource')
    .where('r.merged_into', 'is', null)
    .$if(before !== undefined, (query) => query.where('r.id', '<', before!))
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ resource }) => asVisitorSees(resource))
}

/** A visitor's conversation, or the one that it was merged into, or their newest; undefined where there is none. */
export async function findVisitorConversation(
  db: Db,
  workspaceId: string,
  visitorId: string,
  id?: string,
): Promise<VisitorConversation | undefined> {
  const found = await ofVisitor(db, workspaceId, visitorId)
    .select('r.resource')
    .where('r.merged_into', 'is', null)
    .$if(id !== undefined, (query) =>
      query.where(({ eb, selectFrom }) =>
        eb(
          'r.id',
          '=',
          selectFrom('conversations as named')
            .select(({ fn }) => fn.coalesce('named.merged_into', 'named.id').as('id'))
            .where('named.workspace_id', '=', workspaceId)
            .where('named.id', '=', id!),
        ),
      ),
    )
    .orderBy('r.id', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return found && asVisitorSees(found.resource)
}

/** Whose a conversation is; undefined where there is none. */
export async function findVisitorOf(db: Db, workspaceId: string, id: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('conversations')
    .select('visitor_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found?.visitor_id
}

/** How many of a visitor's conversations are not closed, as far as `max`. */
export async function countOpenConversations(
  db: Db,
  workspaceId: string,
  visitorId: string,
  max: number,
): Promise<number> {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('conversations')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('visitor_id', '=', visitorId)
        .where('status', '<>', 'CLOSED')
        .limit(max)
        .as('open'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
