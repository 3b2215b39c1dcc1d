import { ParleyError } from '@parley/client/parley-error'
import type { WidgetSettings } from '@parley/contracts/desk/widget-settings'
import { computed, effect, signal } from '@preact/signals'
import type { HostPage, Identity, KeptVisitor } from '../../protocol.ts'
import {
  type Api,
  createApi,
  type DeskMessage,
  type Page,
  type VisitorConversation,
  type WidgetConfig,
  type WidgetSession,
} from '../api.ts'
import type { Host } from '../host.ts'
import { createConnection } from './connection.ts'
import { createOutbox, type Outgoing } from './outbox.ts'
import { createRetrier } from './retrier.ts'
import { createSession } from './session.ts'
import { createThreads, type Thread } from './threads.ts'

/** What is shown: the beginning, or a conversation; one without an id is about to begin. */
export type View = { name: 'home' } | { name: 'conversation'; id: string | undefined }

export interface WidgetOptions {
  host: Host
  page: Page
  /** A message of the other side, and whether the visitor is looking at it. */
  onArrival: (message: DeskMessage, isSeen: boolean) => void
}

/** What goes on in the frame that is loaded in the place of this one. */
interface Kept {
  view: View
  outgoing: readonly Outgoing[]
}

type Progress = { sentBytes: number; totalBytes: number }

/** What a visitor says of themselves. */
export type Contact = Pick<Identity, 'name' | 'email' | 'phone'>

const olderAtOnce = 50
const conversationsAtOnce = 20

const isWaited = ({ conversation }: Thread) => conversation.visitorUnreadCount > 0 || conversation.status !== 'CLOSED'
const isRefused = (error: unknown) => error instanceof ParleyError && error.status === 401

/** All that the widget knows and does; what is shown follows from its signals. */
export function createWidget({ host, page, onArrival }: WidgetOptions) {
  let hostPage: HostPage = host.start.page
  const config = signal<WidgetConfig | undefined>(undefined)
  const isUnavailable = signal(false)
  const isOpen = signal(host.start.isOpen)
  const isVisible = signal(!document.hidden)
  const view = signal<View>({ name: 'home' })
  const threads = createThreads()
  /** What a visitor without a session has said of themselves: it begins with it. */
  const introduction = signal<Contact>({})
  const hasIntroduced = signal(false)

  const api: Api = createApi(page, () => session.token() ?? '')
  const session = createSession({
    api,
    page,
    hostPage: () => hostPage,
    introduction: () => introduction.value,
    onVisitor: (visitor) => host.post({ type: 'visitor', visitor }),
    onExpired: () => host.post({ type: 'reload', kept: { view: view.value, outgoing: outbox.messages.value } }),
  })
  const connection = createConnection({
    origin: page.origin,
    threads,
    onMessage: arrive,
    onDeleted,
    onMerged,
    onReturn: () => void loadConversations().catch(() => {}),
    onRefused: leave,
  })
  const retrier = createRetrier()
  const outbox = createOutbox({ retrier, send, onSent })

  const settings = computed<WidgetSettings>(() => config.value?.workspace.settings.widget ?? {})
  const known = computed(() => session.current.value ?? config.value)
  const hours = computed(() => known.value?.hours)
  /** Whether an agent is there, while the desk is open. */
  const isOnline = computed(() => (known.value?.agentsOnline ?? 0) > 0 && hours.value!.isOpen)
  const current = computed(() => {
    const { value } = view
    return value.name === 'conversation' && value.id !== undefined ? threads.byId.value.get(value.id) : undefined
  })
  const isReading = computed(() => isOpen.value && isVisible.value && current.value !== undefined)

  function arrive(message: DeskMessage): void {
    const isSeen = isReading.value && message.conversationId === current.value?.conversation.id
    host.post({ type: 'message', sender: 'agent' })
    onArrival(message, isSeen)
  }

  /** Takes what a session has begun with, and stays connected from there. */
  function enter({ visitorToken, conversation, messages }: WidgetSession): void {
    if (conversation) {
      threads.putConversation(conversation)
      threads.putMessages(conversation.id, { messages, hasOlder: (messages[0]?.seq ?? 1) > 1 })
    }
    void connection.open(visitorToken).catch(() => {})
  }

  function leave(): void {
    connection.close()
    session.end()
    threads.clear()
    view.value = { name: 'home' }
  }

  /** Goes on as another session says; of another visitor nothing is left to see. */
  function become(next: WidgetSession, before: WidgetSession | undefined): void {
    if (before && before.visitor.id !== next.visitor.id) {
      threads.clear()
      view.value = { name: 'home' }
    }
    enter(next)
  }

  /** The visitor's other conversations, which a session does not begin with. */
  async function loadConversations(): Promise<void> {
    if (!session.current.value) return
    const { conversations } = await api.visitor.listConversations({ limit: conversationsAtOnce })
    for (const conversation of conversations) threads.putConversation(conversation)
  }

  /** What was said in it goes on in another. */
  function onMerged({ id, mergedInto }: VisitorConversation): void {
    const into = mergedInto!
    threads.remove(id)
    outbox.follow(id, into)
    if (view.value.name === 'conversation' && view.value.id === id) view.value = { name: 'conversation', id: into }
    void loadThread(into).catch(() => {})
  }

  function onDeleted(id: string): void {
    if (view.value.name === 'conversation' && view.value.id === id) view.value = { name: 'home' }
  }

  async function start(): Promise<void> {
    if (!session.current.value) enter(await session.start())
  }

  async function send(message: Outgoing, onProgress: (progress: number) => void): Promise<DeskMessage> {
    await start()
    const { content, files, conversationId, key } = message
    const isKnown = conversationId !== undefined && threads.byId.value.has(conversationId)
    const where = isKnown ? { conversationId } : { newConversation: true }
    const report = ({ sentBytes, totalBytes }: Progress) => onProgress(totalBytes === 0 ? 0 : sentBytes / totalBytes)
    try {
      const sent = { content, ...where, ...(files.length > 0 && { attachments: [...files] }) }
      return await api.visitor.sendMessage(sent, { idempotencyKey: key, onProgress: report })
    } catch (error) {
      if (isRefused(error)) beginAnew()
      throw error
    }
  }

  /** The visitor was removed, or their token has expired: what they have written can be sent again as somebody new. */
  function beginAnew(): void {
    leave()
    outbox.moveTo(undefined)
    view.value = { name: 'conversation', id: undefined }
  }

  function onSent(message: DeskMessage, { conversationId }: Outgoing): void {
    const { conversationId: id } = message
    if (conversationId === undefined) {
      outbox.moveTo(id)
      if (view.value.name === 'conversation' && view.value.id === undefined) view.value = { name: 'conversation', id }
    }
    if (threads.byId.value.has(id)) threads.putMessages(id, { messages: [message] })
    else void loadThread(id).catch(() => {})
    host.post({ type: 'message', sender: 'visitor' })
  }

  /** A conversation as it is now, with its newest messages. */
  async function loadThread(id: string): Promise<void> {
    const newest = { limit: olderAtOnce, before_seq: Number.MAX_SAFE_INTEGER }
    const { conversation, messages } = await api.visitor.listMessages({ conversationId: id, ...newest })
    if (!conversation) return
    threads.putConversation(conversation)
    threads.putMessages(id, { messages, hasOlder: messages.length === olderAtOnce })
  }

  /** What is in view has been read. */
  effect(() => {
    const conversation = current.value?.conversation
    if (!isReading.value || !conversation || conversation.visitorUnreadCount === 0) return
    threads.putConversation({ ...conversation, visitorUnreadCount: 0 })
    void api.visitor.readIn({ conversationId: conversation.id }).catch(() => {})
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
    current,
    settings,
    isOnline,
    hours,
    isReading,
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

    /** Goes on where this visitor was, if they have been here or the page says who they are. */
    async resume(): Promise<void> {
      const { visitor, user } = host.start
      if (visitor)
        await retrier
          .run(() => session.resume(visitor))
          .then(enter, () => {
            leave()
            // What is no token at all would be refused again.
            if (!session.isRefused.value) session.forget()
          })
      if (user) await this.identify(user)
      const kept = host.start.kept as Kept | undefined
      if (!kept) return
      view.value = kept.view
      outbox.restore(kept.outgoing)
    },

    /** Opened, it shows the conversation that has something new, or that is still open. */
    showUnread(): void {
      const [newest] = threads.list.value
      if (view.value.name === 'home' && newest && isWaited(newest)) void this.showConversation(newest.conversation.id)
    },

    /** The page says who its visitor is; one that it cannot prove stays who they were. */
    async identify(user: Identity): Promise<void> {
      const before = session.current.value
      try {
        become(await session.identify(user), before)
      } catch (error) {
        console.error('Parley: identify was refused.', error)
      }
    },

    /** Another tab has begun, resumed or ended the visitor's session. */
    async follow(visitor: KeptVisitor | null): Promise<void> {
      const before = session.current.value
      if (!visitor) {
        leave()
        session.forget()
      } else if ((await session.resume(visitor)) !== before) become(session.current.value!, before)
    },

    /** What is still to be asked before the first message; undefined where nothing is. */
    questions: computed(() => {
      const { value } = view
      const asked = settings.value.preChat ?? []
      const known = { ...introduction.value, ...session.current.value?.visitor }
      const isBeginning = value.name === 'conversation' && value.id === undefined
      if (!isBeginning || hasIntroduced.value) return undefined
      const open = asked.filter(({ field }) => !known[field])
      return open.length > 0 && outbox.messages.value.length === 0 ? open : undefined
    }),
    /** Whether nobody is there to answer, who could only write to the visitor's address later. */
    asksForEmail: computed(() => current.value?.conversation.status === 'WAITING' && !isOnline.value),

    /** Says who the visitor is, in their own words. */
    async introduce(contact: Contact): Promise<void> {
      if (session.current.value) session.describe(await api.visitor.updateVisitor(contact))
      else introduction.value = contact
      hasIntroduced.value = true
    },

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

    write(content: string, files: readonly File[]): void {
      if (view.value.name !== 'conversation') return
      outbox.add({ content, files, conversationId: view.value.id })
    },

    async showConversation(id: string | undefined): Promise<void> {
      view.value = { name: 'conversation', id }
      if (id !== undefined && threads.byId.value.get(id)?.hasOlder === undefined) await this.loadOlder(id)
    },

    async loadOlder(id: string): Promise<void> {
      const [oldest] = threads.byId.value.get(id)?.messages ?? []
      const before_seq = oldest?.seq ?? Number.MAX_SAFE_INTEGER
      const { messages } = await api.visitor.listMessages({ conversationId: id, limit: olderAtOnce, before_seq })
      threads.putMessages(id, { messages, hasOlder: messages.length === olderAtOnce })
    },

    loadConversations,
  }
}

export type Widget = ReturnType<typeof createWidget>
