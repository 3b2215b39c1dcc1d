import type { Conversation, Realtime, RealtimeEvents } from '@parley/client/index'
import type { Topics } from '../topics.ts'
import type { Company } from './company.ts'
import type { Conversations } from './conversations.ts'
import type { ViewCounts } from './counts.ts'
import type { Lists } from './lists.ts'
import type { Timelines } from './timelines.ts'
import type { Visitors } from './visitors.ts'

/** What events change. */
interface Parts {
  readonly realtime: Realtime
  readonly topics: Topics
  readonly myId: string
  readonly conversations: Conversations
  readonly lists: Lists
  readonly timelines: Timelines
  readonly visitors: Visitors
  readonly company: Company
  readonly counts: ViewCounts
}

/** Those that carry a conversation as it is then. */
const changes = [
  'conversation.created',
  'conversation.updated',
  'conversation.assigned',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.read',
  'conversation.rated',
  'conversation.sla_breached',
] as const

/** Keeps the desk true by what the connection emits; returns how to stop. */
export function receiveDeskEvents(parts: Parts): () => void {
  const { realtime, topics, conversations, lists, timelines, visitors, company, counts, myId } = parts
  const stops: (() => void)[] = []
  const on = <T extends keyof RealtimeEvents>(type: T, take: (event: RealtimeEvents[T]) => void) =>
    stops.push(realtime.on(type, take))

  for (const type of changes) on(type, ({ data }) => conversations.put(data as Conversation))
  on('conversation.message', ({ data, rev }) => {
    timelines.receive(data)
    if (data.senderId !== null) company.end(data.conversationId, 'typing', data.senderId)
    if (conversations.get(data.conversationId)) conversations.receive(data, rev ?? 0)
    else void conversations.refresh(data.conversationId)
  })
  on('conversation.note', ({ data, rev }) => {
    timelines.receive(data)
    conversations.receiveNote(data, rev ?? 0)
  })
  on('conversation.deleted', ({ data: { id } }) => {
    conversations.remove(id)
    lists.remove(id)
    timelines.remove(id)
    counts.askAgain()
  })
  on('conversation.viewing', ({ data: { conversationId, viewer, isViewing } }) => {
    if (viewer.id === myId) return
    if (isViewing) company.begin(conversationId, 'viewing', viewer)
    else company.end(conversationId, 'viewing', viewer.id)
  })
  on('typing', ({ data }) => {
    if (!('conversationId' in data) || data.senderId === myId) return
    company.begin(data.conversationId, 'typing', { id: data.senderId, name: data.senderName })
  })
  for (const type of ['visitor.online', 'visitor.offline', 'visitor.updated'] as const)
    on(type, ({ data }) => {
      if (visitors.get(data.id)) visitors.put(data)
      conversations.takeVisitor(data)
      topics.publish('desk:visitors')
    })

  return () => {
    for (const stop of stops) stop()
  }
}
