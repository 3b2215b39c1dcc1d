import { connect } from '@parley/client/realtime'
import type { DeskMessage, VisitorConversation } from '../api.ts'

/** Where to go on in each conversation, by its id. */
export type Positions = Readonly<Record<string, { seq: number; rev: number }>>

export interface LiveHandlers {
  /** The conversation as it is now. */
  onConversation: (conversation: VisitorConversation) => void
  onMessage: (message: DeskMessage, rev: number) => void
  onDeleted: (conversationId: string) => void
  onTyping: (conversationId: string, name: string | null) => void
  onConnected: (isConnected: boolean) => void
  /** Connected again: conversations may have begun meanwhile. */
  onReturn: () => void
  /** The server takes the token no more. */
  onRefused: () => void
}

export interface Live {
  close(): void
}

/** Every event that carries the conversation as it is now. */
const changes = [
  'conversation.created',
  'conversation.updated',
  'conversation.assigned',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.read',
  'conversation.rated',
] as const

/** What happens while the visitor is here; after an absence, what was missed. */
export function openLive(url: string, token: string, positions: Positions, on: LiveHandlers): Live {
  let isOpen = true
  let wasLive = false
  const connection = connect({ url, token, positions, isVisitor: true })
  for (const type of changes)
    connection.on(type, ({ data }) => on.onConversation(data as unknown as VisitorConversation))
  connection.on('conversation.message', ({ data, rev }) => on.onMessage(data, rev!))
  connection.on('conversation.deleted', ({ data }) => on.onDeleted(data.id))
  connection.on('typing', ({ data }) => {
    if ('conversationId' in data && data.senderType === 'AGENT') on.onTyping(data.conversationId, data.senderName)
  })
  connection.onStatus((status) => {
    if (!isOpen) return
    on.onConnected(status === 'live' || status === 'syncing')
    if (status === 'live' && wasLive) on.onReturn()
    wasLive ||= status === 'live'
    if (status === 'closed') on.onRefused()
  })
  return {
    close() {
      isOpen = false
      connection.close()
    },
  }
}
