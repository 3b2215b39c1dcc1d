import { computed, signal } from '@preact/signals'
import type { DeskMessage, VisitorConversation } from '../api.ts'

/** A conversation with those of its messages that are here, the oldest first. */
export interface Thread {
  conversation: VisitorConversation
  messages: readonly DeskMessage[]
  /** Whether there are messages before these; undefined while none were loaded. */
  hasOlder: boolean | undefined
}

/** What was read of a conversation, to be merged with what is here. */
interface Loaded {
  messages: readonly DeskMessage[]
  hasOlder?: boolean
}

const fromUs = ({ senderType }: DeskMessage) => senderType !== 'VISITOR'

/** The visitor's conversations. Whatever comes by REST or socket, in any order, only brings them further. */
export function createThreads() {
  const byId = signal<ReadonlyMap<string, Thread>>(new Map())

  const change = (id: string, thread: Thread | undefined) => {
    const next = new Map(byId.value)
    if (thread) next.set(id, thread)
    else next.delete(id)
    byId.value = next
  }

  return {
    byId,
    /** The one with the newest message first. */
    list: computed(() =>
      [...byId.value.values()].sort((a, b) => b.conversation.updatedAt.localeCompare(a.conversation.updatedAt)),
    ),
    unreadCount: computed(() =>
      [...byId.value.values()].reduce((sum, { conversation }) => sum + conversation.visitorUnreadCount, 0),
    ),

    putConversation(conversation: VisitorConversation): void {
      const known = byId.value.get(conversation.id)
      if (known && known.conversation.rev > conversation.rev) return
      change(conversation.id, { messages: [], hasOlder: undefined, ...known, conversation })
    },

    /** Messages that were read, the older ones or the newest. */
    putMessages(id: string, { messages, hasOlder }: Loaded): void {
      const known = byId.value.get(id)
      if (known)
        change(id, { ...known, messages: merge(known.messages, messages), hasOlder: hasOlder ?? known.hasOlder })
    },

    /** The newest messages, behind which no older one is sure to be the next: it may have been merged meanwhile. */
    putNewest(id: string, { messages, hasOlder }: Required<Loaded>): void {
      const known = byId.value.get(id)
      const later = known?.messages.filter(({ seq }) => seq > (messages.at(-1)?.seq ?? 0)) ?? []
      if (known) change(id, { ...known, messages: [...messages, ...later], hasOlder })
    },

    /** A message that has just been written; returns whether it is new and not the visitor's own. */
    receive(message: DeskMessage, rev: number): boolean {
      const known = byId.value.get(message.conversationId)
      if (!known) return false
      const { conversation } = known
      if (known.messages.some(({ id }) => id === message.id)) return false
      // Whoever answers first is assigned in the same moment: then the conversation has come before its message.
      const isNewer = rev > conversation.rev
      const isUnread = fromUs(message) && message.seq > conversation.visitorReadSeq
      const { content, messageType, senderType, createdAt } = message
      change(conversation.id, {
        ...known,
        messages: merge(known.messages, [message]),
        conversation: !isNewer
          ? conversation
          : {
              ...conversation,
              rev,
              seq: message.seq,
              updatedAt: createdAt,
              lastMessage: { content, messageType, senderType, createdAt },
              visitorUnreadCount: conversation.visitorUnreadCount + Number(isUnread),
            },
      })
      return isUnread
    },

    remove: (id: string): void => change(id, undefined),
    clear: (): void => {
      byId.value = new Map()
    },
  }
}

export type Threads = ReturnType<typeof createThreads>

function merge(known: readonly DeskMessage[], more: readonly DeskMessage[]): DeskMessage[] {
  const byId = new Map([...known, ...more].map((message) => [message.id, message]))
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}
