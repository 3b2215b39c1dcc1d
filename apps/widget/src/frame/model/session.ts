import { ParleyError } from '@parley/client/parley-error'
import { signal } from '@preact/signals'
import type { HostPage, Identity, KeptVisitor } from '../../protocol.ts'
import type { Api, Page, WidgetSession } from '../api.ts'

export interface SessionOptions {
  api: Api
  page: Page
  /** Where the visitor is. */
  hostPage: () => HostPage
  /** What they have said of themselves so far. */
  introduction: () => Pick<Identity, 'name' | 'email' | 'phone'>
  /** They have a token, another one, or none any more. */
  onVisitor: (visitor: KeptVisitor | null) => void
  /** The ticket has expired: the frame is to be loaded again. */
  onExpired: () => void
}

/** A refusal of a page that has just been loaded is not for its ticket, which is good for minutes. */
const ticketMs = 60_000

/** The visitor's session: begun when they first write, so that looking at a page makes no visitor; resumed by its token. */
export function createSession({ api, page, hostPage, introduction, onVisitor, onExpired }: SessionOptions) {
  const current = signal<WidgetSession | undefined>(undefined)
  let token: string | undefined
  let user: Identity | undefined
  let beginning: Promise<WidgetSession> | undefined

  async function begin(): Promise<WidgetSession> {
    const { key: apiKey, ticket } = page
    try {
      const session = await api.anyone.startSession({
        apiKey,
        ticket,
        page: hostPage(),
        ...(token !== undefined && { visitorToken: token }),
        user: { ...introduction(), ...user },
      })
      token = session.visitorToken
      current.value = session
      onVisitor({ id: session.visitor.id, token })
      return session
    } catch (error) {
      if (error instanceof ParleyError && error.status === 403 && performance.now() > ticketMs) onExpired()
      throw error
    }
  }

  return {
    current,
    token: () => token,

    /** The session, begun if there is none; once, however many ask for it. */
    start(): Promise<WidgetSession> {
      if (current.value) return Promise.resolve(current.value)
      beginning ??= begin().finally(() => {
        beginning = undefined
      })
      return beginning
    },

    /** Goes on as who was here before, or is in another tab. */
    resume(earlier: KeptVisitor): Promise<WidgetSession> {
      token = earlier.token
      // Another tab of the same visitor has a session that is as good.
      if (current.value?.visitor.id === earlier.id) return Promise.resolve(current.value)
      current.value = undefined
      return this.start()
    },

    /** Says who the visitor is to the page; a session that is open is begun anew as that, unless it is refused. */
    async identify(identity: Identity): Promise<WidgetSession> {
      const before = { user, session: current.value }
      user = identity
      current.value = undefined
      try {
        return await this.start()
      } catch (error) {
        user = before.user
        current.value = before.session
        throw error
      }
    },

    /** What the server knows of the visitor now. */
    describe(visitor: WidgetSession['visitor']): void {
      if (current.value) current.value = { ...current.value, visitor }
    },

    /** The token is good no more. */
    end(): void {
      current.value = undefined
      token = undefined
      onVisitor(null)
    },
  }
}

export type Session = ReturnType<typeof createSession>
