import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Api, DeskState, Page, WidgetConfig, WidgetSession } from '../api.ts'
import type { Thread } from './threads.ts'

export interface DeskStateOptions {
  api: Api
  page: Page
  config: ReadonlySignal<WidgetConfig | undefined>
  session: ReadonlySignal<WidgetSession | undefined>
  current: ReadonlySignal<Thread | undefined>
  /** Whether somebody looks at the widget. */
  isLooking: ReadonlySignal<boolean>
}

/** While somebody looks; of whom waits the place in the queue changes sooner. */
const askEveryMs = { waiting: 30_000, otherwise: 60_000 }

/**
 * Who is there, when the desk is open, and how many wait before the visitor. Nothing says by itself when that changes, so
 * it is asked: when somebody begins to look, when their conversation is another or has another status, and every while.
 */
export function createDeskState({ api, page, config, session, current, isLooking }: DeskStateOptions) {
  /** What was heard last, and of which conversation the place in the queue is. */
  const latest = signal<{ state?: DeskState; of?: string | undefined }>({})
  const conversation = computed(() => current.value?.conversation)
  const id = computed(() => conversation.value?.id)
  const status = computed(() => conversation.value?.status)

  // A session begins with it, and so does the widget.
  effect(() => {
    const begun = session.value ?? config.value
    if (begun) latest.value = { state: { queuePosition: null, ...begun }, of: session.value?.conversation?.id }
  })

  async function ask(): Promise<void> {
    const of = id.peek()
    const state = session.peek()
      ? await api.visitor.getDesk(of === undefined ? {} : { conversationId: of })
      : { ...(await api.anyone.getConfig({ apiKey: page.key, ticket: page.ticket })), queuePosition: null }
    latest.value = { state, of }
  }
  const refresh = () => void ask().catch(() => {}) // The next time.

  effect(() => {
    if (!isLooking.value || !config.value) return
    // Asked again for another conversation, and for another visitor.
    void [id.value, session.value]
    refresh()
    const timer = setInterval(refresh, status.value === 'WAITING' ? askEveryMs.waiting : askEveryMs.otherwise)
    return () => clearInterval(timer)
  })

  const state = computed(() => latest.value.state)
  return {
    refresh,
    hours: computed(() => state.value?.hours),
    /** Whether an agent is there, while the desk is open. */
    isOnline: computed(() => (state.value?.agentsOnline ?? 0) > 0 && state.value!.hours.isOpen),
    /** How many wait before the conversation that is looked at; null where it does not wait, or nobody knows. */
    queuePosition: computed(() =>
      status.value === 'WAITING' && latest.value.of === id.value ? state.value!.queuePosition : null,
    ),
  }
}
