import * as z from 'zod'
import { defineEvent, webhookFacts } from '../event.ts'
import { conversationFeed } from '../feeds.ts'
import { typeId } from '../ids.ts'
import { ConversationTyping, typing } from '../sockets/events.ts'
import {
  asVisitorSees,
  Conversation,
  ConversationViewer,
  DeskMessage,
  Note,
  VisitorConversation,
} from './conversation.ts'
import { Visitor } from './visitors.ts'

const desk = 'The workspace’s agents, owners and admins.'
const both = 'The workspace’s agents, owners and admins, and the conversation’s visitor.'

/** Of the conversation itself. Its visitor receives of it what they see of it. */
const changed = {
  audience: both,
  delivery: 'sequenced',
  feed: conversationFeed,
  effect: 'change',
  data: Conversation,
  dataOf: { visitor: Conversation.transform(asVisitorSees).pipe(VisitorConversation) },
} as const

export const conversationCreated = defineEvent({
  ...changed,
  facts: webhookFacts,
  type: 'conversation.created',
  description: 'The first message follows. After an absence it is `conversation.updated`, as all that follow here are.',
})

export const conversationUpdated = defineEvent({
  ...changed,
  facts: webhookFacts,
  type: 'conversation.updated',
  description:
    'It waits again, is put off no longer, or was changed by hand. After an absence it carries every other change, too.',
})

export const conversationAssigned = defineEvent({
  ...changed,
  facts: webhookFacts,
  type: 'conversation.assigned',
  description: 'An agent has taken it, by answering or because it was given to them.',
})

export const conversationResolved = defineEvent({ ...changed, facts: webhookFacts, type: 'conversation.resolved' })

export const conversationReopened = defineEvent({
  ...changed,
  facts: webhookFacts,
  type: 'conversation.reopened',
  description: 'Its visitor has written again after it was resolved.',
})

export const conversationRead = defineEvent({
  ...changed,
  type: 'conversation.read',
  description: 'The workspace, or its visitor, has read further: `agentReadSeq`, `visitorReadSeq`.',
})

export const conversationRated = defineEvent({ ...changed, facts: webhookFacts, type: 'conversation.rated' })

export const conversationSlaBreached = defineEvent({
  type: 'conversation.sla_breached',
  audience: desk,
  description:
    'A goal of its `sla` was missed, a second ago at most: once for each. Those that are missed together are one event.',
  delivery: 'sequenced',
  feed: conversationFeed,
  effect: 'change',
  views: ['agent'],
  facts: webhookFacts,
  data: Conversation,
})

export const conversationMessage = defineEvent({
  type: 'conversation.message',
  audience: both,
  delivery: 'sequenced',
  feed: conversationFeed,
  effect: 'add',
  facts: webhookFacts,
  data: DeskMessage,
})

export const conversationNote = defineEvent({
  type: 'conversation.note',
  audience: desk,
  description: 'Its `seq` is that of the message before it: it is counted by its `rev`, as a change is.',
  delivery: 'sequenced',
  feed: conversationFeed,
  effect: 'change',
  views: ['agent'],
  facts: webhookFacts,
  data: Note,
})

export const conversationDeleted = defineEvent({
  type: 'conversation.deleted',
  audience: both,
  delivery: 'transient',
  feed: conversationFeed,
  membership: 'close',
  facts: webhookFacts,
  data: z.object({ id: typeId('cnv') }),
})

export const visitorUpdated = defineEvent({
  type: 'visitor.updated',
  audience: desk,
  description: 'They looked at a page, began a visit, or are called otherwise.',
  delivery: 'transient',
  data: Visitor,
})

export const visitorOnline = defineEvent({
  type: 'visitor.online',
  audience: desk,
  description: 'They have opened a widget.',
  delivery: 'transient',
  data: Visitor,
})

export const visitorOffline = defineEvent({
  type: 'visitor.offline',
  audience: desk,
  description: 'Their last widget was closed, 15 seconds ago at most.',
  delivery: 'transient',
  data: Visitor,
})

/** `typing` in a conversation; its contract is `typing` of the sockets. */
export const conversationTyping = defineEvent({
  type: typing.type,
  audience: both,
  delivery: 'transient',
  feed: conversationFeed,
  data: ConversationTyping,
})

export const conversationViewing = defineEvent({
  type: 'conversation.viewing',
  audience: `${desk.slice(0, -1)}; none of the sockets of the one who looks.`,
  description:
    'Somebody has the conversation open, or no longer. It is repeated while they have; take one that was not repeated for 15 seconds for closed.',
  delivery: 'transient',
  feed: conversationFeed,
  views: ['agent'],
  data: z.object({ conversationId: typeId('cnv'), viewer: ConversationViewer, isViewing: z.boolean() }),
})

/** Those that sockets receive. */
export const deskEvents = [
  conversationCreated,
  conversationUpdated,
  conversationAssigned,
  conversationResolved,
  conversationReopened,
  conversationRead,
  conversationRated,
  conversationSlaBreached,
  conversationMessage,
  conversationNote,
  conversationDeleted,
  conversationViewing,
  visitorOnline,
  visitorOffline,
  visitorUpdated,
] as const
