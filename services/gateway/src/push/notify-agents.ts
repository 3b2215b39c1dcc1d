import type { Conversation } from '@parley/contracts/desk/conversation'
import { notifyAgents } from '@parley/contracts/desk/jobs'
import type { Language } from '@parley/contracts/fields'
import { decodeId } from '@parley/contracts/type-id'
import type { GatewayContext } from '../context.ts'
import { findAgentsToNotify } from './agents.ts'
import { isOld, type Notifier, shownText } from './notifier.ts'
import { pathOfConversation } from './paths.ts'
import type { PushMessage } from './send-push.ts'

/**
 * Notifies agents who are not online of a conversation that waits, all of them unless it is somebody's, and the one to whom
 * a conversation is given.
 */
export const workNotifyAgents = ({ db, work }: Pick<GatewayContext, 'db' | 'work'>, notifier: Notifier | undefined) =>
  work(notifyAgents, async ({ id, at, workspace_id: workspaceId, data: conversation }, { signal }) => {
    if (!notifier || isOld({ at }) || isOwnAnswer(conversation, at)) return
    const agentId = conversation.agent && decodeId(conversation.agent.id, ['usr'])
    const agents = await findAgentsToNotify(db, workspaceId, agentId ?? undefined, new Date())
    await notifier.notifyAbsent(
      { workspaceId, id },
      agents.map(({ userId, language }) => ({ userId, message: notificationOf(conversation, workspaceId, language) })),
      signal,
    )
  })

/** Whether its agent took it by answering, in one transaction with the message: they know. */
const isOwnAnswer = ({ lastMessage }: Conversation, at: string): boolean =>
  lastMessage?.senderType === 'AGENT' && lastMessage.createdAt === at

const words: Record<Language, { waits: string; given: string; visitor: string }> = {
  en: { waits: 'waits for an answer', given: 'is yours now', visitor: 'A visitor' },
  de: { waits: 'wartet auf eine Antwort', given: 'ist jetzt bei dir', visitor: 'Ein Besucher' },
  tr: { waits: 'yanıt bekliyor', given: 'artık sizde', visitor: 'Bir ziyaretçi' },
  es: { waits: 'espera una respuesta', given: 'está ahora contigo', visitor: 'Un visitante' },
}

function notificationOf(conversation: Conversation, workspaceId: string, language: Language): PushMessage {
  const { id, status, visitor, lastMessage } = conversation
  const { waits, given, visitor: somebody } = words[language]
  const isWaiting = status === 'WAITING'
  return {
    title: `${visitor.name ?? somebody} ${isWaiting ? waits : given}`,
    body: shownText(lastMessage?.content.trim() ?? ''),
    path: pathOfConversation(workspaceId, conversation),
    // What becomes of a conversation takes the place of what was said of it before.
    topic: decodeId(id, ['cnv'])!.replaceAll('-', ''),
  }
}
