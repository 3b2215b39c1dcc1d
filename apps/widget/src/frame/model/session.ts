import { ParleyError } from '@parley/client/parley-error'
import { signal } from '@preact/signals'
import type { HostPage, Identity, KeptVisitor } from '../../protocol.ts'
import type { Api, Page, WidgetSession } from '../api.ts'
import type { Host } from '../host.ts'

export interface SessionOptions {
  api: Api
  page: Page
  host: Pick<Host, 'takeTurn' | 'endTurn'>
  /** Where the visitor is. */
  hostPage: () => HostPage
  /** What the widget speaks with them. */
  language: () => string
  /** What they have said of themselves so far. */
  introduction: () => Pick<Identity, 'name' | 'email' | 'phone'>
  /** They have a token, or another one. */
  onVisitor: (visitor: KeptVisitor) => void
  /** The ticket has expired: the frame is to be loaded again. */
  onExpired: () => void
}

/** A refusal before that is not for the ticket, which is good for five minutes. */
const ticketMs = 240_000

const isTicketOld = () => performance.now() > ticketMs

/** The visitor's session: begun when they first write, so that looking at a page makes no visitor; resumed by its token. */
export function createSession({
  api,
  page,
  host,
  hostPage,
  language,
  introduction,
  onVisitor,
  onExpired,
}: SessionOptions) {
  const current = signal<WidgetSession | undefined>(undefined)
  /** Whether the desk takes nothing from this visitor. */
  const isRefused = signal(false)
  let token: string | undefined
  let user: Identity | undefined
  let beginning: Promise<WidgetSession> | undefined

  async function begin(isResumption: boolean): Promise<WidgetSession> {
    try {
      if (token === undefined) {
        const other = await host.takeTurn()
        token ??= other?.token
      }
      const session = await startAsAsked(isResumption)
      token = session.visitorToken
      current.value = session
      isRefused.value = false
      onVisitor({ id: session.visitor.id, token })
      return session
    } catch (error) {
      if (error instanceof ParleyError && error.status === 403) {
        // Who has a token needs no ticket.
        if (token === undefined && isTicketOld()) onExpired()
        else isRefused.value = true
      }
      throw error
    } finally {
      host.endTurn()
    }
  }

  /** A session as whom is asked for when it begins: another tab may have begun meanwhile, or the page said who it is. */
  async function startAsAsked(isResumption: boolean): Promise<WidgetSession> {
    const [visitorToken, identity] = [token, user]
    const session = await api.anyone.startSession({
      apiKey: page.key,
      ticket: page.ticket,
      language: language(),
      page: hostPage(),
      ...(visitorToken !== undefined && { visitorToken, isResumption }),
      user: { ...introduction(), ...identity },
    })
    if (token === visitorToken && user === identity) return session
    token ??= session.visitorToken
    return startAsAsked(isResumption)
  }

  /** The session, begun if there is none; once, however many ask for it. */
  function start(isResumption = false): Promise<WidgetSession> {
    if (current.value) return Promise.resolve(current.value)
    beginning ??= begin(isResumption).finally(() => {
      beginning = undefined
    })
    return beginning
  }

  return {
    current,
    isRefused,
    token: () => token,

    /** Whether a session could begin no more without the frame being loaded again. */
    isLate: () => token === undefined && isTicketOld(),

    start: (): Promise<WidgetSession> => start(),

    /** Goes on as who was here before, or is in another tab. */
    resume(earlier: KeptVisitor): Promise<WidgetSession> {
      token = earlier.token
      // Another tab of the same visitor has a session that is as good.
      if (current.value?.visitor.id !== earlier.id) current.value = undefined
      return start(true)
    },

    /** Begins anew as the same visitor, whose token was taken no more a moment ago. */
    rejoin(): Promise<WidgetSession> {
      current.value = undefined
      return start(true)
    },

    /** Says who the visitor is to the page; a session that is open is begun anew as that, unless it is refused. */
    async identify(identity: Identity): Promise<WidgetSession> {
      const before = { user, session: current.value, isRefused: isRefused.value }
      user = identity
      current.value = undefined
      try {
        return await start()
      } catch (error) {
        user = before.user
        current.value = before.session
        // It may be the proof alone that was refused.
        isRefused.value = before.isRefused
        throw error
      }
    },

    /** What the server knows of the visitor now. */
    describe(visitor: WidgetSession['visitor']): void {
      if (current.value) current.value = { ...current.value, visitor }
    },

    /** Nothing is known of who was here. */
    forget(): void {
      current.value = undefined
      token = undefined
    },
  }
}

export type Session = ReturnType<typeof createSession>
