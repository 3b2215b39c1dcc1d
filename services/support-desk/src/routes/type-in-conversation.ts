import { conversationTyping } from '@parley/contracts/desk/events'
import { typeToVisitor } from '@parley/contracts/desk/messages'
import { typeInWidget } from '@parley/contracts/desk/widget-messages'
import { rooms } from '@parley/contracts/event'
import { encodeId } from '@parley/contracts/type-id'
import { ok, route } from '@parley/kit/route'
import { publishTransient, transientMessage } from '@parley/kit/transient-events'
import type { Context } from '../context.ts'
import { noSuchConversation, wasMerged } from '../domain/refusals.ts'
import { findPersonName } from '../store/agents.ts'
import { findConversation, findVisitorConversation } from '../store/conversations.ts'
import { findVisitor } from '../store/visitors.ts'

const everyMs = 1_000

export const typeToVisitorRoute = (ctx: Context) =>
  route(typeToVisitor, async ({ params: { id }, caller: { workspaceId, userId } }) => {
    const conversation = await findConversation(ctx.db, workspaceId, id)
    if (!conversation) throw noSuchConversation()
    if (conversation.mergedInto !== null) throw wasMerged(conversation.mergedInto)
    const senderName = await findPersonName(ctx.db, workspaceId, userId)
    const sender = { senderType: 'AGENT', senderId: encodeId('usr', userId), senderName } as const
    await publishTyping(ctx, { workspaceId, id, visitorId: conversation.visitor.id }, sender)
    return ok({ success: true as const })
  })

export const typeInWidgetRoute = (ctx: Context) =>
  route(typeInWidget, async ({ body, caller: { workspaceId, visitorId } }) => {
    const conversation = await findVisitorConversation(ctx.db, workspaceId, visitorId, body.conversationId)
    if (!conversation) throw noSuchConversation()
    const senderName = (await findVisitor(ctx.db, workspaceId, visitorId))?.name ?? null
    const sender = { senderType: 'VISITOR', senderId: encodeId('vis', visitorId), senderName } as const
    await publishTyping(ctx, { workspaceId, id: conversation.id, visitorId }, sender)
    return ok({ success: true as const })
  })

/** Publishes that somebody writes, once in a while, from however many widgets and replicas; not while Redis is away. */
async function publishTyping(
  { redis, config, log }: Context,
  { workspaceId, id, visitorId }: { workspaceId: string; id: string; visitorId: string },
  sender: { senderType: 'AGENT' | 'VISITOR'; senderId: string; senderName: string | null },
): Promise<void> {
  const key = `${config.REDIS_PREFIX}:typing:${workspaceId}:${id}:${sender.senderId}`
  try {
    if ((await redis.set(key, '', 'PX', everyMs, 'NX')) !== 'OK') return
    const message = transientMessage({
      event: conversationTyping,
      workspaceId,
      feedId: id,
      rooms: [rooms.desk(workspaceId), rooms.visitor(workspaceId, visitorId)],
      data: { conversationId: encodeId('cnv', id), ...sender },
    })
    await publishTransient({ redis, config }, message)
  } catch (error) {
    log.debug({ err: error }, 'typing could not be published')
  }
}
