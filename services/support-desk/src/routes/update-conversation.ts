import {
  conversationLimits,
  updateAgentConversation,
  updateTenantConversation,
} from '@parley/contracts/desk/conversation-actions'
import { invalid } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchLabel } from '../domain/refusals.ts'
import { setLabels, setPriority, snooze } from '../domain/triage.ts'
import { untilVisitorWrites } from '../domain/until-visitor-writes.ts'
import { changeConversation } from '../store/conversations.ts'
import { listLabelIds } from '../store/labels.ts'

export const updateTenantConversationRoute = (ctx: Context) =>
  route(updateTenantConversation, (request) => updateConversation(ctx, request))

export const updateAgentConversationRoute = (ctx: Context) =>
  route(updateAgentConversation, (request) => updateConversation(ctx, request))

async function updateConversation(
  { db }: Context,
  { params, body, caller, trace }: Request<typeof updateTenantConversation | typeof updateAgentConversation>,
) {
  const { workspaceId } = caller
  const { labelIds, priority, isSnoozed } = body
  const snoozedUntil = snoozeOf(body)
  const conversation = await transaction(db, (tx) =>
    changeConversation(tx, { workspaceId, id: params.id, trace }, async (draft) => {
      if (labelIds && (await listLabelIds(tx, workspaceId, labelIds)).length < labelIds.length) throw noSuchLabel()
      if (labelIds) setLabels(draft, labelIds)
      if (priority !== undefined) setPriority(draft, priority)
      if (isSnoozed !== undefined) snooze(draft, snoozedUntil)
    }),
  )
  return ok(conversation)
}

const dayMs = 86_400_000

/** Until when the conversation is put off; null where it is not. */
function snoozeOf({ isSnoozed, snoozedUntil }: { isSnoozed?: boolean | undefined; snoozedUntil?: string | undefined }) {
  if (!isSnoozed) {
    if (snoozedUntil !== undefined) throw invalid('snoozedUntil', 'Must come with `isSnoozed`.')
    return null
  }
  if (snoozedUntil === undefined) return untilVisitorWrites
  const aheadMs = Date.parse(snoozedUntil) - Date.now()
  if (aheadMs <= 0 || aheadMs > conversationLimits.snoozeDays * dayMs)
    throw invalid('snoozedUntil', `Must be in the future, and at most ${conversationLimits.snoozeDays} days from now.`)
  return new Date(snoozedUntil).toISOString()
}
