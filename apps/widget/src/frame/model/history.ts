import type { Api } from '../api.ts'
import type { Threads } from './threads.ts'

const messagesAtOnce = 50
const conversationsAtOnce = 20

/** Reads what was said before, and says what was read. */
export function createHistory(api: Api, threads: Threads) {
  async function readBefore(conversationId: string, seq: number) {
    const asked = { conversationId, limit: messagesAtOnce, before_seq: seq }
    const { conversation, messages } = await api.visitor.listMessages(asked)
    return { conversation, messages, hasOlder: messages.length === messagesAtOnce }
  }

  /** A conversation as it is now, with its newest messages. */
  async function loadNewest(id: string): Promise<void> {
    const { conversation, ...newest } = await readBefore(id, Number.MAX_SAFE_INTEGER)
    threads.putConversation(conversation!)
    threads.putNewest(id, newest)
  }

  const unmarked = new Set<string>()
  let isMarking = false

  return {
    loadNewest,

    /** Says that a conversation has been read, one call at a time: of many messages at once, the last one counts. */
    async markRead(id: string): Promise<void> {
      unmarked.add(id)
      if (isMarking) return
      isMarking = true
      for (const conversationId of unmarked) {
        unmarked.delete(conversationId)
        await api.visitor.readIn({ conversationId }).catch(() => {})
      }
      isMarking = false
    },

    async loadOlder(id: string): Promise<void> {
      const [oldest] = threads.byId.value.get(id)?.messages ?? []
      if (oldest) threads.putMessages(id, await readBefore(id, oldest.seq))
    },

    /** The messages that a conversation is opened with, unless they are here. */
    async loadOnce(id: string): Promise<void> {
      if (threads.byId.value.get(id)?.hasOlder === undefined) await loadNewest(id)
    },

    /** The visitor's conversations, of which a session begins with one. */
    async loadConversations(): Promise<void> {
      const { conversations } = await api.visitor.listConversations({ limit: conversationsAtOnce })
      for (const conversation of conversations) threads.putConversation(conversation)
    },
  }
}
