import { signal } from '@preact/signals'
import type { DeskMessage, VisitorConversation } from '../api.ts'
import type { Live, LiveHandlers } from './live.ts'
import type { Threads } from './threads.ts'
import { createTyping } from './typing.ts'

export interface ConnectionOptions {
  origin: string
  threads: Threads
  /** A message of the other side that the visitor has not read. */
  onMessage: (message: DeskMessage) => void
  onDeleted: (conversationId: string) => void
  onMerged: (conversation: VisitorConversation) => void
  onReturn: () => void
  onRefused: () => void
}

/** How long after a failure what connects is loaded again: the network may be gone. */
const retryMs = 2_000

const loadLive = () => import('./live.ts')

/**
 * Keeps the conversations as they are now. What connects is loaded when somebody begins to write: most people only look at a
 * page.
 */
export function createConnection(options: ConnectionOptions) {
  const { origin, threads, onMessage, onDeleted, onMerged, onReturn, onRefused } = options
  const isConnected = signal(true)
  const typing = createTyping()
  let live: Live | undefined
  /** Grows with each opening: what is being loaded for an earlier one comes to nothing. */
  let opening = 0

  const handlers: LiveHandlers = {
    onConversation: (conversation) => (conversation.mergedInto ? onMerged : threads.putConversation)(conversation),
    onMessage(message, rev) {
      if (message.senderType !== 'VISITOR') typing.stop(message.conversationId)
      if (threads.receive(message, rev)) onMessage(message)
    },
    onDeleted,
    onTyping: typing.show,
    onConnected: (is) => {
      isConnected.value = is
    },
    onReturn,
    onRefused,
  }

  function close(): void {
    opening++
    live?.close()
    live = undefined
  }

  return {
    isConnected,
    typing: typing.names,
    /** Loads what connects, before it is needed. */
    prepare: (): void => void loadLive().catch(() => {}),

    async open(token: string): Promise<void> {
      close()
      const mine = opening
      let loaded: Awaited<ReturnType<typeof loadLive>> | undefined
      while (!loaded && mine === opening)
        loaded = await loadLive().catch(() => new Promise<undefined>((resolve) => setTimeout(resolve, retryMs)))
      if (!loaded || mine !== opening) return
      const known = threads.list.value.map(({ conversation: { id, seq, rev } }) => [id, { seq, rev }])
      live = loaded.openLive(origin, token, Object.fromEntries(known), handlers)
    },
    close,
  }
}

export type Connection = ReturnType<typeof createConnection>
