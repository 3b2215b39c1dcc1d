import { type CopyKind, copyKindNames } from '@parley/contracts/desk/erasures'
import { eraseCopies } from '@parley/contracts/desk/jobs'
import { eraseFiles } from '@parley/files/store/deletions'
import { deleteAnswersAbout } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from './context.ts'
import type { ConversationRow } from './domain/draft.ts'
import { kindsElsewhere } from './erasing-elsewhere.ts'
import { countBlocksOf } from './store/blocks.ts'
import { lockConversation, lockConversationsOf } from './store/conversations.ts'
import { deleteConversations } from './store/deletions.ts'
import { insertErased } from './store/erased-copies.ts'
import { addCounts, decide, type ErasureRef, insertErasure, type Subject } from './store/erasures.ts'
import { forgetAddresses } from './store/mail-addresses.ts'
import { listMailAddresses } from './store/mail-threads.ts'
import { deleteVisitor, lockVisitorToDelete } from './store/visitors.ts'

/** Conversations that one transaction deletes. */
const conversationsAtOnce = 100

const kindsOfVisitors: readonly CopyKind[] = ['visitors', 'mail_addresses', 'blocks']
const kindsOf = ({ kind }: Subject): CopyKind[] =>
  copyKindNames.filter((each) => kind === 'visitor' || !kindsOfVisitors.includes(each))

const keptAddresses =
  'The owner of an address asked for no more mails, or it does not exist: its SHA-256 is kept, so that it gets none.'

const keptBlocks =
  'The workspace blocks the visitor’s email or IP address: to have that forgotten, too, remove the block (GET /api/tenant/blocks).'

/**
 * Begins the erasure of a conversation or visitor that is locked: `deleteSome` deletes its rows, and a job goes on with
 * that, should this process die, and with the copies that are elsewhere.
 */
export async function beginErasure(
  tx: Db,
  requested: { workspaceId: string; subject: Subject; requestedBy: string },
  trace: Trace,
): Promise<ErasureRef & { subject: Subject }> {
  const erasure = await insertErasure(tx, requested, kindsOf(requested.subject))
  await insertJob(tx, eraseCopies, { workspace_id: erasure.workspaceId, erasure_id: erasure.id }, trace)
  return { ...erasure, subject: requested.subject }
}

/**
 * Deletes rows of what is erased, as many as one transaction may, and counts them in the same transaction. Call
 * `files.sweep` after the commit.
 *
 * @returns whether nothing is left
 */
export async function deleteSome(tx: Db, erasure: ErasureRef & { subject: Subject }, trace: Trace): Promise<boolean> {
  const { workspaceId, subject } = erasure
  if (subject.kind === 'conversation') {
    const row = await lockConversation(tx, workspaceId, subject.id)
    await eraseConversations(tx, erasure, row ? [row] : [], trace)
  } else if (!(await deleteSomeOfVisitor(tx, erasure, subject.id, trace))) return false
  const ownKinds = kindsOf(subject).filter((kind) => !kindsElsewhere.includes(kind))
  await decide(tx, erasure, ownKinds, { state: 'done' })
  return true
}

async function deleteSomeOfVisitor(tx: Db, erasure: ErasureRef, visitorId: string, trace: Trace): Promise<boolean> {
  const { workspaceId } = erasure
  const visitor = await lockVisitorToDelete(tx, workspaceId, visitorId)
  if (!visitor) return true
  const rows = await lockConversationsOf(tx, workspaceId, visitorId, conversationsAtOnce)
  const isLast = rows.length < conversationsAtOnce
  const mailed =
    rows.length === 0
      ? []
      : await listMailAddresses(
          tx,
          workspaceId,
          rows.map(({ id }) => id),
        )
  await eraseConversations(tx, erasure, rows, trace)
  const addresses = visitor.email === null ? mailed : [...mailed, visitor.email]
  const { forgotten, kept } = await forgetAddresses(tx, { workspaceId, visitorId }, addresses)
  await addCounts(tx, erasure, { mail_addresses: forgotten })
  if (kept > 0) await decide(tx, erasure, ['mail_addresses'], { state: 'refused', reason: keptAddresses })
  if (!isLast) return false
  const blocks = await countBlocksOf(tx, workspaceId, visitorId)
  if (blocks.ofAddresses > 0) await decide(tx, erasure, ['blocks'], { state: 'refused', reason: keptBlocks })
  const { count: files, keys: objectKeys } = await eraseFiles(tx, {
    workspaceId,
    holderIds: [],
    placeIds: [visitorId],
  })
  const answers = await deleteAnswersAbout(tx, visitorId)
  await insertErased(tx, erasure, { conversationIds: [], objectKeys })
  await deleteVisitor(tx, workspaceId, visitorId)
  await addCounts(tx, erasure, { visitors: 1, blocks: blocks.ofVisitor, files, answers })
  return true
}

async function eraseConversations(
  tx: Db,
  erasure: ErasureRef,
  rows: readonly ConversationRow[],
  trace: Trace,
): Promise<void> {
  const { counts, ...erased } = await deleteConversations(tx, erasure.workspaceId, rows, trace)
  await insertErased(tx, erasure, erased)
  await addCounts(tx, erasure, counts)
}
