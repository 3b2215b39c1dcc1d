import { createParley, type Output, type Parley } from '@parley/client/index'
import { ParleyError } from '@parley/client/parley-error'
import { Value } from '../store/value.ts'

type SignedIn = Output<'issueBrowserToken'>

export type SessionState =
  /** It is being found out. */
  | { status: 'unknown' }
  /** `ended` by somebody else or with time; `link`: the link that was to sign them in does not work any more. */
  | { status: 'signed out'; because?: 'ended' | 'link' }
  | SignedInState

export interface SignedInState {
  status: 'signed in'
  me: SignedIn['user']
  /** Null for somebody who is in no workspace. */
  workspace: SignedIn['workspace']
}

export interface Session {
  readonly state: Value<SessionState>
  /** Calls that nobody needs to be signed in for. */
  readonly open: Parley
  /** Calls as this person, in the workspace that is open in this tab. */
  readonly parley: Parley
  /**
   * Goes on as whoever this browser is signed in as, in this workspace or the one last used.
   *
   * @throws ParleyError `not_found` for a workspace that they are not in
   */
  resume(workspaceId?: string): Promise<void>
  signIn(credentials: { email: string; password: string }): Promise<void>
  /** Signs this browser in by the secret of a link that works once; one that does not leaves it as it was. */
  signInByLink(secret: string): Promise<void>
  /** Signs this browser out, in all its tabs. */
  signOut(): Promise<void>
  /** What the console shows of this person has changed. */
  refresh(): Promise<void>
}

/** A token is asked for anew this long before it expires. */
const renewBeforeMs = 60_000

/**
 * Who is signed in. The cookie that survives a reload is the browser's: here is a token of it, for a quarter of an hour and
 * one workspace, in memory alone.
 */
export function createSession(baseUrl: string): Session {
  const state = new Value<SessionState>({ status: 'unknown' })
  const open = createParley({ baseUrl })
  const parley = createParley({ baseUrl, token: currentToken })
  const tabs = new BroadcastChannel('parley-session')
  tabs.onmessage = ({ data }) => {
    if (data === 'signed out') forget()
    // What fails leaves this tab signed out, where one can sign in.
    else if (state.value.status === 'signed out') void resume().catch(() => {})
  }

  let workspaceId: string | undefined
  let token: { value: string; renewAt: number } | undefined
  let renewing: Promise<string> | undefined

  function currentToken(): string | Promise<string> {
    if (token && Date.now() < token.renewAt) return token.value
    renewing ??= renew().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function renew(): Promise<string> {
    const asked = workspaceId
    try {
      const signedIn = await open.auth.issueBrowserToken(asked === undefined ? {} : { workspaceId: asked })
      // Another workspace may have been opened meanwhile.
      if (asked !== workspaceId) return currentToken()
      take(signedIn)
      return signedIn.token
    } catch (error) {
      if (error instanceof ParleyError && error.status === 401) forget(state.value.status === 'signed in')
      throw error
    }
  }

  function take({ token: value, expiresIn, user, workspace }: SignedIn): void {
    token = { value, renewAt: Date.now() + expiresIn * 1_000 - renewBeforeMs }
    workspaceId = workspace?.id
    state.set({ status: 'signed in', me: user, workspace })
  }

  function forget(hasEnded = false): void {
    token = undefined
    workspaceId = undefined
    state.set({ status: 'signed out', ...(hasEnded && { because: 'ended' }) })
  }

  async function resume(wanted?: string): Promise<void> {
    const before = workspaceId
    workspaceId = wanted
    token = undefined
    try {
      await currentToken()
    } catch (error) {
      if (!(error instanceof ParleyError && error.status === 401)) {
        workspaceId = before
        throw error
      }
    }
  }

  return {
    state,
    open,
    parley,
    resume,
    async signIn(credentials) {
      await open.auth.openBrowserSession(credentials)
      tabs.postMessage('signed in')
      await resume()
    },
    async signInByLink(secret) {
      try {
        await open.auth.openBrowserSessionByLink({ secret })
        tabs.postMessage('signed in')
        await resume()
      } catch (error) {
        if (!(error instanceof ParleyError && error.status === 401)) throw error
        await resume()
        if (state.value.status === 'signed out') state.set({ status: 'signed out', because: 'link' })
      }
    },
    async signOut() {
      await open.auth.deleteBrowserSession({}, { headers: { 'Content-Type': 'application/json' } })
      tabs.postMessage('signed out')
      forget()
    },
    async refresh() {
      token = undefined
      await currentToken()
    },
  }
}
