import { type ErrorCode, ParleyError } from '@parley/client/parley-error'
import type { WidgetSettings } from '@parley/contracts/desk/widget-settings'
import { computed, effect, signal } from '@preact/signals'
import type { HostPage } from '../../protocol.ts'
import {
  type Api,
  createApi,
  type DeskMessage,
  type Page,
  type VisitorConversation,
  type WidgetConfig,
} from '../api.ts'
import type { Host } from '../host.ts'
import { createConnection } from './connection.ts'
import { createContact } from './contact.ts'
import { createDeskState } from './desk-state.ts'
import { createDrafts } from './drafts.ts'
import { createHandover } from './handover.ts'
import { createHistory } from './history.ts'
import { createOutbox, type Outgoing } from './outbox.ts'
import { createRetrier } from './retrier.ts'
import { createSession } from './session.ts'
import { createThreads, type Thread } from './threads.ts'
import type { View } from './view.ts'
import { createVisit } from './visit.ts'

export interface WidgetOptions {
  host: Host
  page: Page
  /** What it speaks with the visitor. */
  language: () => string
  /** A message of the other side, and whether the visitor is looking at it. */
  onArrival: (message: DeskMessage, isSeen: boolean) => void
}

type Progress = { sentBytes: number; totalBytes: number }

const isWaited = ({ conversation }: Thread) => conversation.visitorUnreadCount > 0 || conversation.status !== 'CLOSED'
const isCode = (error: unknown, code: ErrorCode) => error instanceof ParleyError && error.code === code

/** All that the widget knows and does; what is shown follows from its signals. */
export function createWidget({ host, page, language, onArrival }: WidgetOptions) {
  let hostPage: HostPage = host.start.page
  const config = signal<WidgetConfig | undefined>(undefined)
  const isUnavailable = signal(false)
  const isOpen = signal(host.start.isOpen)
  const isVisible = signal(!document.hidden)
  const view = signal<View>({ name: 'home' })
  const threads = createThreads()
  const api: Api = createApi(page, () => session.token() ?? '')
  const session = createSession({
    api,
    page,
    host,
    hostPage: () => hostPage,
    language,
    introduction: () => contact.introduction.value,
    onVisitor: (visitor) => host.post({ type: 'visitor', visitor }),
    onExpired: () => handover.reload(),
  })
  const connection = createConnection({
    origin: page.origin,
    threads,
    onMessage: arrive,
    onDeleted,
    onMerged,
    onReturn() {
      loadConversations()
      desk.refresh()
    },
    onRefused: () => void visit.rejoin().catch(() => {}),
  })
  const retrier = createRetrier()
  const outbox = createOutbox({ retrier, send, onSent })
  const drafts = createDrafts()

  const settings = computed<WidgetSettings>(() => config.value?.workspace.settings.widget ?? {})
  const current = computed(() => {
    const { value } = view
    return value.name === 'conversation' && value.id !== undefined ? threads.byId.value.get(value.id) : undefined
  })
  const isLooking = computed(() => isOpen.value && isVisible.value)
  const isReading = computed(() => isLooking.value && current.value !== undefined)
  const isBeginning = computed(() => {
    const { value } = view
    const hasBegun = outbox.messages.value.some(({ conversationId }) => conversationId === undefined)
    return value.name === 'conversation' && value.id === undefined && !hasBegun
  })
  const history = createHistory(api, threads)
  const desk = createDeskState({ api, page, config, session: session.current, current, isLooking })
  const contact = createContact({ api, session, settings, isBeginning })
  const visit = createVisit({ host, session, connection, threads, outbox, drafts, contact, view, retrier })
  const handover = createHandover({ host, view, outbox, drafts, contact, visitorId, show })

  function arrive(message: DeskMessage): void {
    const isSeen = isReading.value && message.conversationId === current.value?.conversation.id
    host.post({ type: 'message', sender: 'agent' })
    onArrival(message, isSeen)
  }

  function visitorId(): string | undefined {
    return session.current.value?.visitor.id ?? host.start.visitor?.id
  }

  /** The visitor's other conversations, which a session does not begin with. */
  function loadConversations(): void {
    if (session.current.value) void history.loadConversations().catch(() => {})
  }

  function show(next: View): void {
    view.value = next
    if (next.name !== 'conversation' || next.id === undefined) return
    const { id } = next
    history.loadOnce(id).catch((error) => {
      if (isCode(error, 'not_found')) onDeleted(id)
    })
  }

  /** What was said in it goes on in another. */
  function onMerged({ id, mergedInto }: VisitorConversation): void {
    const into = mergedInto!
    threads.remove(id)
    outbox.follow(id, into)
    drafts.move(id, into)
    if (view.value.name === 'conversation' && view.value.id === id) view.value = { name: 'conversation', id: into }
    void history.loadNewest(into).catch(() => {})
  }

  function onDeleted(id: string): void {
    threads.remove(id)
    outbox.removeFrom(id)
    drafts.remove(id)
    if (view.value.name === 'conversation' && view.value.id === id) view.value = { name: 'gone' }
  }

  async function send(message: Outgoing, onProgress: (progress: number) => void): Promise<DeskMessage> {
    await visit.start()
    const { content, files, conversationId, key } = message
    const isKnown = conversationId !== undefined && threads.byId.value.has(conversationId)
    const where = isKnown ? { conversationId } : { newConversation: true }
    const report = ({ sentBytes, totalBytes }: Progress) => onProgress(totalBytes === 0 ? 0 : sentBytes / totalBytes)
    try {
      const sent = { content, ...where, ...(files.length > 0 && { attachments: [...files] }) }
      return await api.visitor.sendMessage(sent, { idempotencyKey: key, onProgress: report })
    } catch (error) {
      if (isCode(error, 'unauthorized')) await visit.rejoin()
      if (isCode(error, 'not_found') && isKnown) onDeleted(conversationId)
      throw error
    }
  }

  function onSent(message: DeskMessage, { conversationId }: Outgoing): void {
    const { conversationId: id } = message
    if (conversationId === undefined) {
      outbox.moveTo(id)
      drafts.move(undefined, id)
      if (view.value.name === 'conversation' && view.value.id === undefined) view.value = { name: 'conversation', id }
    }
    if (threads.byId.value.has(id)) threads.putMessages(id, { messages: [message] })
    else void history.loadNewest(id).catch(() => {})
    host.post({ type: 'message', sender: 'visitor' })
  }

  /** What is in view has been read. */
  effect(() => {
    const conversation = current.value?.conversation
    if (!isReading.value || !conversation || conversation.visitorUnreadCount === 0) return
    threads.putConversation({ ...conversation, visitorUnreadCount: 0 })
    void history.markRead(conversation.id)
  })

  return {
    api,
    config,
    isUnavailable,
    isOpen,
    isVisible,
    view,
    threads,
    session,
    connection,
    outbox,
    drafts,
    current,
    settings,
    desk,
    contact,
    retrier,

    hasSound: computed(() => config.value?.workspace.settings.notifications.visitorSound ?? false),

    /** Reads how the widget looks. */
    async loadConfig(): Promise<void> {
      try {
        config.value = await retrier.run(() => api.anyone.getConfig({ apiKey: page.key, ticket: page.ticket }))
      } catch {
        isUnavailable.value = true
      }
    },

    /** Goes on where this visitor was, and with what they were writing. */
    async resume(): Promise<void> {
      await visit.resume()
      handover.restore()
    },
    identify: visit.identify,
    follow: visit.follow,

    /** Somebody looks at it. Where the ticket has expired meanwhile, a new one comes before they begin to write. */
    open(): void {
      if (session.isLate()) {
        handover.reload()
        return
      }
      isOpen.value = true
      this.showUnread()
      // Whom the desk has refused it may take by now.
      if (session.isRefused.value && session.token() !== undefined) void visit.rejoin().catch(() => {})
    },

    /** Opened, it shows the conversation that has something new, or that is still open. */
    showUnread(): void {
      const [newest] = threads.list.value
      if (view.value.name === 'home' && newest && isWaited(newest))
        show({ name: 'conversation', id: newest.conversation.id })
    },

    /** Whether nobody is there to answer, who could only write to the visitor's address later. */
    asksForEmail: computed(() => current.value?.conversation.status === 'WAITING' && !desk.isOnline.value),

    async rate(id: string, score: number, comment: string | null): Promise<void> {
      threads.putConversation(await api.visitor.rateIn({ conversationId: id, score, comment }))
    },

    sayTyping(): void {
      const id = current.value?.conversation.id
      if (id !== undefined) void api.visitor.typeIn({ conversationId: id }).catch(() => {})
    },

    visit(next: HostPage): void {
      hostPage = next
      if (session.current.value) void api.visitor.visitPage({ url: next.url, title: next.title }).catch(() => {})
    },

    /** Sends what is written in the conversation that is shown. */
    write(): void {
      if (view.value.name !== 'conversation') return
      const { id } = view.value
      const { text, files } = drafts.of(id)
      outbox.add({ content: text.trim() === '' ? '' : text, files, conversationId: id })
      drafts.remove(id)
    },

    show,
    loadOlder: history.loadOlder,
    loadConversations,
  }
}

export type Widget = ReturnType<typeof createWidget>
