import type { DeskMessage, VisitorConversation } from '../src/frame/api.ts'

export const conversation = (changes: Partial<VisitorConversation> = {}): VisitorConversation => ({
  id: 'cnv_1',
  status: 'WAITING',
  mergedInto: null,
  agent: null,
  lastMessage: null,
  visitorUnreadCount: 0,
  agentReadSeq: 0,
  visitorReadSeq: 0,
  rating: null,
  seq: 0,
  rev: 0,
  createdAt: '2026-01-01T10:00:00.000Z',
  updatedAt: '2026-01-01T10:00:00.000Z',
  closedAt: null,
  ...changes,
})

/** A message under this number; an agent's unless it says otherwise. */
export const message = (seq: number, changes: Partial<DeskMessage> = {}): DeskMessage => ({
  id: `msg_${seq}`,
  conversationId: 'cnv_1',
  seq,
  senderType: 'AGENT',
  senderId: null,
  senderName: 'Ada',
  content: `message ${seq}`,
  messageType: 'TEXT',
  attachments: [],
  seenAt: null,
  createdAt: '2026-01-01T10:00:00.000Z',
  ...changes,
})
