import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { SessionId, typeId, WorkspaceId } from '../ids.ts'
import { Password } from './password.ts'
import { SignedInAnywhere } from './person.ts'

const own = { owner: 'gateway', auth: 'user', limit: 'default', workspace: 'optional' } as const
const Success = z.object({ success: z.literal(true) })

/** Where somebody is signed in. */
const Session = z
  .object({
    id: typeId('ses'),
    device: z
      .string()
      .nullable()
      .describe('What signed in, in words: `Firefox 146 on Windows`. Null where it did not say.'),
    address: z.string().nullable().describe('The IP address that it signed in from, or last got a token from.'),
    workspace: z
      .object({ id: typeId('wsp'), name: z.string() })
      .nullable()
      .describe('The one that the token is for. Null for a browser session, which gets tokens for any, and for none.'),
    createdAt: Time,
    lastUsedAt: Time.describe('Kept to the minute.'),
    expiresAt: Time.describe('A browser session ends then unless it is used before.'),
    current: z.boolean().describe('Whether this call was made with it.'),
  })
  .meta({ id: 'Session' })

export const listSessions = defineEndpoint({
  ...own,
  name: 'listSessions',
  method: 'get',
  path: '/api/auth/sessions',
  summary: 'Where the caller is signed in, last used first.',
  description:
    'In all their workspaces: a token of signing in is for one of them, a browser session for any. At most the 200 last used. For a session only (403).',
  responses: { 200: z.object({ sessions: z.array(Session) }) },
  errors: ['forbidden'],
})

export const deleteSession = defineEndpoint({
  ...own,
  name: 'deleteSession',
  method: 'delete',
  path: '/api/auth/sessions/:id',
  summary: 'End one of the caller’s sessions, at once and everywhere.',
  description: 'Its sockets are closed; a browser session’s tokens end with it. For a session only (403).',
  params: z.object({ id: SessionId }),
  responses: { 200: Success },
  errors: ['forbidden', 'not_found'],
})

const browser = { owner: 'gateway', auth: 'none', sameOrigin: true } as const
const ofPages =
  'For pages of this deployment’s own origin: a request that does not say `Sec-Fetch-Site: same-origin` (or, from browsers that do not send it, an `Origin` that is this one) is a 403, and one whose `Content-Type` is not JSON a 415.'

export const openBrowserSession = defineEndpoint({
  ...browser,
  limit: 'login',
  name: 'openBrowserSession',
  method: 'post',
  path: '/api/auth/browser-session',
  summary: 'Sign a browser in.',
  description: `Sets the cookie \`__Host-parley_session\` (\`parley_session\` where the deployment has no https), which scripts cannot read and which opens nothing but \`POST /api/auth/browser-session/token\`. It ends when it was not used for 14 days, and 90 days after signing in. A browser session that the cookie stood for before ends. At most 100 a person stay open: the one unused for longest ends. ${ofPages}`,
  body: z.object({ email: Email, password: Password }),
  responses: { 200: Success },
  errors: ['unauthorized', 'forbidden'],
})

export const openBrowserSessionByLink = defineEndpoint({
  ...browser,
  limit: 'anonymous',
  name: 'openBrowserSessionByLink',
  method: 'post',
  path: '/api/auth/browser-session/link',
  summary: 'Sign a browser in by a link that works once.',
  description: `As signing in with the password does. An operator makes such a link, with \`node services/gateway/src/sign-in-link.ts EMAIL\`; so does \`npm start\`, for its first login. It is for that person, works for 15 minutes, and ends with the next one that is made and with a new password. One that is unknown, used or ended is a 401. ${ofPages}`,
  body: z.object({ secret: z.string().min(1).max(200).describe('What the link’s address has behind `#once=`.') }),
  responses: { 200: Success },
  errors: ['unauthorized', 'forbidden'],
})

export const issueBrowserToken = defineEndpoint({
  ...browser,
  limit: 'anonymous',
  name: 'issueBrowserToken',
  method: 'post',
  path: '/api/auth/browser-session/token',
  summary: 'A token of the browser session, for 15 minutes.',
  description: `For this workspace, or the one last used; someone in no workspace gets one for none, and \`workspace\` is null. Earlier tokens stay valid until they expire. \`refresh\` and \`switch-workspace\` refuse such a token: ask here for another; the cookie is left as it is. A missing or ended session is a 401, a workspace that the person is not in a 404. ${ofPages}`,
  body: z.object({ workspaceId: WorkspaceId.optional() }),
  responses: { 200: SignedInAnywhere },
  errors: ['unauthorized', 'forbidden', 'not_found'],
})

export const deleteBrowserSession = defineEndpoint({
  ...browser,
  limit: 'anonymous',
  name: 'deleteBrowserSession',
  method: 'delete',
  path: '/api/auth/browser-session',
  summary: 'Sign the browser out.',
  description: `Ends the browser session, its tokens and their sockets, in all tabs, and deletes the cookie; without a session the answer is the same. ${ofPages}`,
  responses: { 200: Success },
  errors: ['forbidden'],
})
