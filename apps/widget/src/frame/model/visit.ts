import type { Signal } from '@preact/signals'
import type { Identity, KeptVisitor } from '../../protocol.ts'
import type { WidgetSession } from '../api.ts'
import type { Host } from '../host.ts'
import type { Connection } from './connection.ts'
import type { ContactModel } from './contact.ts'
import type { Drafts } from './drafts.ts'
import type { Outbox } from './outbox.ts'
import type { Retrier } from './retrier.ts'
import type { Session } from './session.ts'
import type { Threads } from './threads.ts'
import type { View } from './view.ts'

export interface VisitOptions {
  host: Host
  session: Session
  connection: Pick<Connection, 'open' | 'close'>
  threads: Threads
  outbox: Outbox
  drafts: Drafts
  contact: Pick<ContactModel, 'clear'>
  view: Signal<View>
  retrier: Retrier
}

/** Who visits, from one session to the next: what is here is theirs, and of somebody else nothing is left to see. */
export function createVisit(options: VisitOptions) {
  const { host, session, connection, threads, outbox, drafts, contact, view, retrier } = options

  /** Takes what a session has begun with, and stays connected from there. */
  function enter({ visitorToken, conversation, messages }: WidgetSession): void {
    if (conversation) {
      threads.putConversation(conversation)
      threads.putMessages(conversation.id, { messages, hasOlder: (messages[0]?.seq ?? 1) > 1 })
    }
    void connection.open(visitorToken).catch(() => {})
  }

  /**
   * The visitor's session could not go on. Whom the desk refuses keeps what is shown, and their token, so that they are let in
   * as nobody else; of one who was deleted nothing is left, and what they have not sent can be sent as somebody new.
   */
  function end(): void {
    connection.close()
    if (session.isRefused.value) return
    session.forget()
    threads.clear()
    outbox.moveTo(undefined)
    for (const id of drafts.byConversation.value.keys()) if (id !== undefined) drafts.move(id, undefined)
    if (view.value.name === 'conversation' && view.value.id !== undefined) view.value = { name: 'gone' }
  }

  /** Goes on as another session says. */
  function become(next: WidgetSession, before: WidgetSession | undefined): void {
    if (before && before.visitor.id !== next.visitor.id) {
      threads.clear()
      view.value = { name: 'home' }
      // What somebody known was writing is not for whoever comes after them.
      if (before.visitor.externalId !== null) {
        outbox.clear()
        drafts.clear()
        contact.clear()
      }
    }
    enter(next)
  }

  /** The page says who its visitor is; one that it cannot prove stays who they were. */
  async function identify(user: Identity): Promise<void> {
    const before = session.current.value
    try {
      become(await session.identify(user), before)
    } catch (error) {
      console.error('Parley: identify was refused.', error)
    }
  }

  return {
    identify,

    async start(): Promise<void> {
      if (!session.current.value) enter(await session.start())
    },

    /** Goes on where this visitor was, if they have been here or the page says who they are. */
    async resume(): Promise<void> {
      const { visitor, user } = host.start
      if (visitor) await retrier.run(() => session.resume(visitor)).then(enter, end)
      if (user) await identify(user)
    },

    /** The token is taken no more: its key is inactive, its visitor blocked or deleted, or it has expired. */
    async rejoin(): Promise<void> {
      connection.close()
      try {
        enter(await retrier.run(() => session.rejoin()))
      } catch (error) {
        end()
        throw error
      }
    },

    /** Another tab has begun, resumed or ended the visitor's session. */
    async follow(visitor: KeptVisitor | null): Promise<void> {
      // Nothing that is left of them stays in a frame that is new.
      if (!visitor) return host.post({ type: 'reload', kept: undefined })
      const before = session.current.value
      if ((await session.resume(visitor)) !== before) become(session.current.value!, before)
    },
  }
}
