import type { DeskWorkspace } from '@parley/contracts/desk/workspace'
import { sendMail } from '@parley/contracts/identity/jobs'
import { cancelJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import type { MailedMessage } from '../mail/conversation-mail.ts'

/** Newest mails of a conversation that the next one refers to. */
const keptMessageIds = 20

/** A conversation as far as mailing its visitor is concerned. */
export interface Mailable {
  workspace: Pick<DeskWorkspace, 'name' | 'language'>
  address: string | null
  isOnline: boolean
  /** Up to which number its visitor has read it. */
  readSeq: number
}

/** Undefined where there is no such conversation. */
export async function findMailable(db: Db, workspaceId: string, conversationId: string): Promise<Mailable | undefined> {
  const found = await db
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', (join) =>
      join.onRef('v.workspace_id', '=', 'c.workspace_id').onRef('v.id', '=', 'c.visitor_id'),
    )
    .innerJoin('desks as d', 'd.workspace_id', 'c.workspace_id')
    .innerJoin('gateway.workspace_names as w', 'w.workspace_id', 'c.workspace_id')
    .select(({ exists, selectFrom }) => [
      'w.name',
      'd.language',
      'v.email as address',
      'c.visitor_read_seq as readSeq',
      exists(
        selectFrom('online_visitors as o')
          .select('o.visitor_id')
          .whereRef('o.workspace_id', '=', 'c.workspace_id')
          .whereRef('o.visitor_id', '=', 'c.visitor_id')
          .where('o.online_until', '>', sql<string>`now()`),
      )
        .$castTo<boolean>()
        .as('isOnline'),
    ])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.id', '=', conversationId)
    .executeTakeFirst()
  if (!found) return undefined
  const { name, language, ...more } = found
  return { workspace: { name: name!, language }, ...more }
}

/** What was mailed of a conversation so far. */
export interface MailThread {
  subject: string | null
  mailedSeq: number
  /** How long ago, in milliseconds; null where nothing was. */
  mailedMsAgo: number | null
  transcriptMsAgo: number | null
  messageIds: string[]
}

/**
 * Locks what is known of a conversation's mail until the transaction ends, and begins it where nothing is. What went to
 * another address, such as one that was mistyped, was not mailed to this one.
 */
export async function lockMailThread(
  tx: Db,
  workspaceId: string,
  conversationId: string,
  address: string,
): Promise<MailThread> {
  const msSince = (column: 'mailed_at' | 'transcript_at') =>
    sql<number | null>`(extract(epoch from clock_timestamp() - ${sql.ref(`mail_threads.${column}`)}) * 1000)::float8`
  return tx
    .insertInto('mail_threads')
    .values({ workspace_id: workspaceId, conversation_id: conversationId, address })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'conversation_id']).doUpdateSet(({ ref }) => ({
        address,
        mailed_seq: sql<number>`case when mail_threads.address = ${address} then ${ref('mail_threads.mailed_seq')} else 0 end`,
      })),
    )
    .returning([
      'subject',
      'mailed_seq as mailedSeq',
      'message_ids as messageIds',
      msSince('mailed_at').as('mailedMsAgo'),
      msSince('transcript_at').as('transcriptMsAgo'),
    ])
    .executeTakeFirstOrThrow()
}

/** Writes down that a mail was handed over, in the transaction that does it. */
export async function recordSentMail(
  tx: Db,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  sent: { kind: 'unseen'; seq: number; messageId: string; jobId: string } | { kind: 'transcript'; jobId: string },
): Promise<void> {
  await tx
    .updateTable('mail_threads')
    .set({
      mail_job_id: sent.jobId,
      ...(sent.kind === 'unseen'
        ? { mailed_seq: sent.seq, mailed_at: sql`now()`, message_ids: withNewest(sent.messageId) }
        : { transcript_at: sql`now()` }),
    })
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .execute()
}

/** Writes down that a mail came in which belongs to a conversation; the address and subject are those of its first mail. */
export async function recordReceivedMail(
  tx: Db,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  { address, subject, messageId }: { address: string; subject: string | null; messageId: string | undefined },
): Promise<void> {
  await tx
    .insertInto('mail_threads')
    .values({ workspace_id: workspaceId, conversation_id: conversationId, address, subject })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  if (messageId === undefined) return
  await tx
    .updateTable('mail_threads')
    .set({ message_ids: withNewest(messageId) })
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .execute()
}

const withNewest = (messageId: string) =>
  sql<
    string[]
  >`(mail_threads.message_ids || ${messageId}::text)[greatest(1, cardinality(mail_threads.message_ids) + 2 - ${sql.lit(keptMessageIds)}):]`

/**
 * Where the mails of a conversation went that an address or a link names, in whichever workspace that is, and the
 * conversation that it was merged into, if it was. `ownAddress` is null where they went to another address than a visitor
 * has who was proven since: who answers from there may be somebody else.
 */
export async function findMailThread(
  db: Db,
  conversationId: string,
): Promise<{ workspaceId: string; conversationId: string; ownAddress: string | null } | undefined> {
  return db
    .selectFrom('mail_threads as t')
    .innerJoin('conversations as c', (join) =>
      join.onRef('c.workspace_id', '=', 't.workspace_id').onRef('c.id', '=', 't.conversation_id'),
    )
    .innerJoin('visitors as v', (join) =>
      join.onRef('v.workspace_id', '=', 'c.workspace_id').onRef('v.id', '=', 'c.visitor_id'),
    )
    .select(({ fn }) => [
      't.workspace_id as workspaceId',
      fn.coalesce('c.merged_into', 'c.id').as('conversationId'),
      sql<string | null>`case when v.external_id is null or v.email = t.address then t.address end`.as('ownAddress'),
    ])
    .where('t.conversation_id', '=', conversationId)
    .executeTakeFirst()
}

/**
 * Makes the mails of a conversation that is merged part of another's thread, before its rows are moved there. What was mailed
 * of both is not mailed again, unless something of the one still waits to be.
 */
export async function moveMailThread(
  tx: Db,
  { workspace_id: workspaceId, id, seq }: Pick<ConversationRow, 'workspace_id' | 'id' | 'seq'>,
  other: Pick<ConversationRow, 'id'>,
): Promise<void> {
  const threads = await tx
    .selectFrom('mail_threads')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', 'in', [id, other.id])
    .orderBy('conversation_id')
    .forUpdate()
    .execute()
  const [own, moved] = [id, other.id].map((each) => threads.find((thread) => thread.conversation_id === each))
  if (!moved) return
  const mailedSeq = own?.mailed_seq ?? 0
  const waits = await hasUnseen(tx, { workspaceId, conversationId: id }, mailedSeq)
  const thread = {
    subject: own?.subject ?? moved.subject,
    mailed_seq: waits ? mailedSeq : seq + moved.mailed_seq,
    mailed_at: [own?.mailed_at ?? null, moved.mailed_at].toSorted(byTime).at(-1)!,
    message_ids: [...moved.message_ids, ...(own?.message_ids ?? [])].slice(-keptMessageIds),
  }
  await tx
    .insertInto('mail_threads')
    .values({ workspace_id: workspaceId, conversation_id: id, address: own?.address ?? moved.address, ...thread })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'conversation_id']).doUpdateSet(thread))
    .execute()
}

const byTime = (a: string | null, b: string | null) => Date.parse(a ?? '1970-01-01') - Date.parse(b ?? '1970-01-01')

/** Whether a conversation has answers after a number that its visitor has not seen. */
async function hasUnseen(
  tx: Db,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  afterSeq: number,
): Promise<boolean> {
  const found = await tx
    .selectFrom('messages')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .where('seq', '>', afterSeq)
    .where('sender_type', 'in', ['AGENT', 'AI'])
    .where('seen_at', 'is', null)
    .limit(sql.lit(1))
    .executeTakeFirst()
  return found !== undefined
}

/** Cancels the last mails of conversations, as far as they may still wait to go out: they are tried for an hour and more. */
export async function cancelMails(
  tx: Db,
  workspaceId: string,
  conversationIds: readonly string[],
  trace: Trace,
): Promise<void> {
  const waiting = await tx
    .selectFrom('mail_threads')
    .select('mail_job_id as jobId')
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', 'in', conversationIds)
    .where('mail_job_id', 'is not', null)
    .where(({ fn }) => fn('greatest', ['mailed_at', 'transcript_at']), '>', sql<string>`now() - interval '1 day'`)
    .execute()
  for (const { jobId } of waiting) await cancelJob(tx, sendMail, jobId!, trace)
}

/** The addresses that conversations were mailed with. */
export async function listMailAddresses(
  db: Db,
  workspaceId: string,
  conversationIds: readonly string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('mail_threads')
    .select('address')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', 'in', conversationIds)
    .execute()
  return rows.map(({ address }) => address)
}

/** Which messages are mailed: of these senders, after a number, perhaps those that were not seen, the newest so many. */
interface MailedSection {
  senders: MailedMessage['senderType'][]
  afterSeq?: number
  isUnseen?: boolean
  limit: number
}

/** Messages of a conversation as mails show them, oldest first, also where they were merged; and the number of the newest. */
export async function listForMail(
  db: Db,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  { senders, afterSeq = 0, isUnseen = false, limit }: MailedSection,
): Promise<{ messages: MailedMessage[]; seq: number }> {
  const rows = await db
    .selectFrom('messages as m')
    .leftJoin('gateway.people as p', (join) =>
      join.onRef('p.workspace_id', '=', 'm.workspace_id').onRef('p.user_id', '=', 'm.sender_id'),
    )
    .select(({ fn }) => [
      'm.seq',
      'm.created_at as at',
      'm.sender_type as senderType',
      fn.coalesce('p.display_name', 'm.sender_name').as('senderName'),
      'm.content',
      sql<string[]>`array(select file->>'name' from jsonb_array_elements(m.attachments) file)`.as('files'),
    ])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.conversation_id', '=', conversationId)
    .where('m.sender_type', 'in', senders)
    .where('m.seq', '>', afterSeq)
    .$if(isUnseen, (query) => query.where('m.seen_at', 'is', null))
    .orderBy('m.seq', 'desc')
    .limit(limit)
    .execute()
  const byTime = rows.toReversed().sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return { messages: byTime.map(({ seq, at, ...message }) => message), seq: rows[0]?.seq ?? 0 }
}
