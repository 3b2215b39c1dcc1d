import type { Conversation, DeskMessage } from '@parley/client/index'

/** What an agent is notified of. */
export type DeskNews = 'waits' | 'given' | 'message'

/** Of the events of conversations, those that may be news. */
export const newsEvents = ['conversation.created', 'conversation.reopened', 'conversation.assigned'] as const

/** What an event of a conversation is to an agent; `at` is when it happened. */
export function newsOf(conversation: Conversation, at: string, myId: string): DeskNews | undefined {
  const { status, agent, lastMessage } = conversation
  if (status === 'CLOSED' || (agent !== null && agent.id !== myId)) return undefined
  if (status === 'WAITING') return 'waits'
  // Who took it by answering knows.
  const isOwnAnswer = lastMessage?.senderType === 'AGENT' && lastMessage.createdAt === at
  return agent !== null && !isOwnAnswer ? 'given' : undefined
}

/** Whether a message is for an agent: a visitor’s, in a conversation of theirs. */
export const isForAgent = ({ senderType }: Pick<DeskMessage, 'senderType'>, { agent }: Conversation, myId: string) =>
  senderType === 'VISITOR' && agent?.id === myId
