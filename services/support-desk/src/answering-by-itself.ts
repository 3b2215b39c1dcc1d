import { answerVisitor } from '@parley/contracts/desk/jobs'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Context, Db } from './context.ts'
import { aiSettingsOf } from './domain/ai-settings.ts'
import { beginTurn, endedTurn } from './domain/ai-turn.ts'
import { awayMessageFor, sayAway } from './domain/away-message.ts'
import type { Draft } from './domain/draft.ts'
import { newId } from './store/conversations.ts'
import { findAnsweringDesk } from './store/desks.ts'
import { findVisitorLanguage } from './store/visits.ts'

/**
 * What the desk itself does when a visitor has written in a locked conversation. Where AI answers, it is AI's turn: AI says
 * whatever is said. Otherwise, while the desk is closed, its visitor is sent the away message.
 */
export async function answerByItself(
  tx: Db,
  { chatEngine }: Pick<Context, 'chatEngine'>,
  draft: Draft,
  trace: Trace,
): Promise<void> {
  const { row } = draft
  const mayAi = chatEngine !== undefined && row.status === 'WAITING' && !row.is_left_to_people
  if (!mayAi && row.has_away_message) return
  const desk = await findAnsweringDesk(tx, row.workspace_id)
  if (mayAi && desk && aiSettingsOf(desk).firstResponse) {
    draft.row = { ...row, ...beginTurn() }
    const { workspace_id, id: conversation_id, epoch, visitor_messages } = row
    await insertJob(tx, answerVisitor, { workspace_id, conversation_id, epoch, visitor_messages }, trace)
    return
  }
  draft.row = { ...row, ...endedTurn(row) }
  const content = desk && awayMessageFor(draft.row, desk, new Date(), await findVisitorLanguage(tx, row))
  if (content !== undefined) sayAway(draft, { id: await newId(tx), content })
}
