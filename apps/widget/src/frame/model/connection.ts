import { signal } from '@preact/signals'
import type { Api, DeskMessage } from '../api.ts'
import type { Threads } from './threads.ts'

export interface ConnectionOptions {
  api: Api
  threads: Threads
  /** A message of the other side that the visitor has not read. */
  onMessage: (message: DeskMessage) => void
}

const refreshMs = 4_000
const overlap = 20

/** Keeps the visitor's newest conversation as it is now: asks for what is new every few seconds. */
export function createConnection({ api, threads, onMessage }: ConnectionOptions) {
  const isConnected = signal(true)
  let timer: ReturnType<typeof setInterval> | undefined

  async function refresh(): Promise<void> {
    const [newest] = threads.list.value
    if (!newest || document.hidden) return
    const { conversation, messages } = newest
    try {
      const changed = await api.visitor.listMessages({
        conversationId: conversation.id,
        // One's own may have come before others that are older.
        after_seq: Math.max(0, (messages.at(-1)?.seq ?? 0) - overlap),
      })
      for (const message of changed.messages)
        if (threads.receive(message, changed.conversation?.rev ?? 0)) onMessage(message)
      if (changed.conversation) threads.putConversation(changed.conversation)
      isConnected.value = true
    } catch {
      isConnected.value = navigator.onLine
    }
  }

  return {
    isConnected,
    open(): void {
      clearInterval(timer)
      timer = setInterval(() => void refresh(), refreshMs)
    },
    close: (): void => clearInterval(timer),
  }
}
