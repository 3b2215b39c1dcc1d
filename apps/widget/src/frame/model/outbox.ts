import type { ErrorCode, ParleyError } from '@parley/client/parley-error'
import { signal } from '@preact/signals'
import type { DeskMessage } from '../api.ts'
import type { Retrier } from './retrier.ts'

/** Why something was refused; without a code where nobody has answered. */
export interface Refusal {
  code?: ErrorCode | undefined
}

/** A message on its way. */
export interface Outgoing {
  /** The key under which it is sent, as often as it takes. */
  key: string
  /** Undefined where it begins a conversation. */
  conversationId: string | undefined
  content: string
  files: readonly File[]
  createdAt: string
  /** `waiting` for the network; `failed` where the server refuses it. */
  state: 'sending' | 'waiting' | 'failed'
  /** Of its files, 0 to 1. */
  progress: number
  /** Why it failed. */
  refusal?: Refusal
}

export type NewMessage = Pick<Outgoing, 'conversationId' | 'content' | 'files'>

export interface OutboxOptions {
  retrier: Retrier
  /** Sends a message once more, under the same key. */
  send: (message: Outgoing, onProgress: (progress: number) => void) => Promise<DeskMessage>
  onSent: (message: DeskMessage, sent: Outgoing) => void
}

/** What the visitor has written and the server does not have yet, sent in order, one at a time. */
export function createOutbox({ retrier, send, onSent }: OutboxOptions) {
  const messages = signal<readonly Outgoing[]>([])
  let running = false

  const change = (key: string, changes: Partial<Outgoing>) => {
    messages.value = messages.value.map((each) => (each.key === key ? { ...each, ...changes } : each))
  }
  const remove = (key: string) => {
    messages.value = messages.value.filter((each) => each.key !== key)
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    for (let next = first(); next; next = first()) await attempt(next)
    running = false
  }

  const first = () => messages.value.find(({ state }) => state !== 'failed')

  async function attempt({ key }: Outgoing): Promise<void> {
    // Meanwhile it may have got a conversation, or be wanted no more.
    const now = () => messages.value.find((each) => each.key === key)
    const sendAgain = async () => {
      change(key, { state: 'sending' })
      const wanted = now()
      if (!wanted) throw new Error('It was cleared away.')
      return send(wanted, (progress) => change(key, { progress }))
    }
    try {
      const message = await retrier.run(sendAgain, () => change(key, { state: 'waiting', progress: 0 }))
      const sent = now()
      remove(key)
      if (sent) onSent(message, sent)
    } catch (error) {
      const { code } = error as Partial<ParleyError>
      change(key, { state: 'failed', refusal: { code } })
    }
  }

  return {
    messages,

    add(message: NewMessage): void {
      const createdAt = new Date().toISOString()
      const outgoing: Outgoing = { ...message, key: crypto.randomUUID(), createdAt, state: 'sending', progress: 0 }
      messages.value = [...messages.value, outgoing]
      void run()
    },

    /** Sends one that has failed again, as the last. */
    retry(key: string): void {
      const failed = messages.value.find((each) => each.key === key)
      if (failed?.state !== 'failed') return
      const { refusal: _, ...rest } = failed
      messages.value = [
        ...messages.value.filter((each) => each.key !== key),
        { ...rest, state: 'sending', progress: 0 },
      ]
      void run()
    },

    discard: remove,
    clear(): void {
      messages.value = []
    },

    /** Goes on with what another frame of this page had not sent. */
    restore(others: readonly Outgoing[]): void {
      messages.value = [...others, ...messages.value]
      void run()
    },

    /** Those that began a conversation go on in it; undefined where there is none any more, and they begin another. */
    moveTo(conversationId: string | undefined): void {
      messages.value = messages.value.map((each) => ({
        ...each,
        conversationId: conversationId && (each.conversationId ?? conversationId),
      }))
    },

    /** Those of a conversation that is no longer there. */
    removeFrom(conversationId: string): void {
      messages.value = messages.value.filter((each) => each.conversationId !== conversationId)
    },

    /** Those of a conversation go on in the one that it was merged into. */
    follow(merged: string, into: string): void {
      messages.value = messages.value.map((each) =>
        each.conversationId === merged ? { ...each, conversationId: into } : each,
      )
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
