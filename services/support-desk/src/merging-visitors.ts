import { conversationUpdated } from '@parley/contracts/desk/events'
import { maxTakenOver } from '@parley/contracts/desk/widget'
import { deleteAnswersAbout } from '@parley/kit/idempotency'
import { recordVisitorRevocation } from '@parley/kit/revocations'
import type { Trace } from '@parley/kit/trace'
import type { Db } from './context.ts'
import { beginDraft, change } from './domain/draft.ts'
import { isBlocked } from './store/blocks.ts'
import { lockConversationsOf } from './store/conversations.ts'
import { saveDrafts } from './store/drafts.ts'
import { isBeingErased } from './store/erasures.ts'
import { mergeRows, moveWritten } from './store/visitor-merge.ts'
import type { VisitorRow } from './store/visits.ts'

/**
 * Merges a visitor who has not been proven to be anybody into the one whom they have now proven to be: all of their
 * conversations become that one's, and their tokens end. Both are locked. After the commit call `applyVisitorRevocation`.
 *
 * @returns the proven visitor as they are now; undefined, and nothing is changed, where the other stays as they are
 */
export async function mergeVisitors(
  tx: Db,
  anonymous: VisitorRow,
  proven: VisitorRow,
  trace: Trace,
): Promise<VisitorRow | undefined> {
  const { workspace_id: workspaceId, id } = anonymous
  if (anonymous.external_id !== null) return undefined
  if (await isBlocked(tx, workspaceId, { visitorId: id })) return undefined
  // What is to be erased would escape.
  if (await isBeingErased(tx, workspaceId, { kind: 'visitor', id })) return undefined
  const rows = await lockConversationsOf(tx, workspaceId, id, maxTakenOver.conversations + 1)
  const written = rows.reduce((sum, { seq }) => sum + seq, 0)
  if (rows.length > maxTakenOver.conversations || written > maxTakenOver.messages) return undefined
  await moveWritten(tx, anonymous, proven.id, rows)
  const drafts = rows.filter(({ merged_into }) => merged_into === null).map((row) => beginDraft(row))
  for (const draft of drafts) change(draft, conversationUpdated, { visitor_id: proven.id })
  await saveDrafts(tx, workspaceId, drafts, trace)
  // Nobody has the token any more with which they would be asked for again.
  await deleteAnswersAbout(tx, id)
  await recordVisitorRevocation(tx, { workspaceId, visitorId: id }, trace)
  return mergeRows(tx, anonymous, proven)
}
