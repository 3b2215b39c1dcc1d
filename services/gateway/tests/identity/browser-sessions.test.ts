import { title } from '@parley/contracts/endpoint'
import { createApiKey } from '@parley/contracts/identity/api-keys'
import { getMe, logout, refresh, switchWorkspace, updateMe } from '@parley/contracts/identity/auth'
import {
  deleteBrowserSession,
  deleteSession,
  issueBrowserToken,
  listSessions,
  openBrowserSession,
} from '@parley/contracts/identity/sessions'
import { removeWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { goodbye } from '@parley/contracts/sockets/events'
import { encodeId } from '@parley/contracts/type-id'
import { colleague, newcomer, password, people } from '@parley/testing/people'
import { openSocket } from '@parley/testing/sockets'
import jwt from 'jsonwebtoken'
import { describe, expect, it, vi } from 'vitest'
import { openBrowser as openBrowserOf, signedInBrowser as signedInBrowserOf } from './browser.ts'
import { setScene, statusOf } from './scene.ts'

const scene = await setScene()
const { ada, bob, eve } = await people(scene)

const openBrowser = () => openBrowserOf(scene)
const signedInBrowser = (email: string) => signedInBrowserOf(scene, email)

const claimsOf = (token: string) => jwt.decode(token) as { sid: string; exp: number; iat: number; use?: string }

describe(title(openBrowserSession), () => {
  it('sets a cookie that scripts cannot read and that is hashed at rest, and answers no secret', async () => {
    const browser = openBrowser()
    const { status, body, headers } = await browser.signIn(bob.email)
    expect({ status, body }).toEqual({ status: 200, body: { success: true } })
    expect(headers.get('set-cookie')).toMatch(
      /^parley_session=[\w-]{43}; Expires=[^;]+ GMT; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const days = (Date.parse(/Expires=([^;]+)/.exec(headers.get('set-cookie')!)![1]!) - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(90)
    const stored = await scene.database.query(
      `select to_jsonb(b)::text as kept, encode(token_hash, 'base64') as hash from gateway.browser_sessions b`,
    )
    expect(JSON.stringify(stored)).not.toContain(browser.cookie.split('=')[1])
  })

  it('answers an unknown address and a wrong password alike, without a cookie', async () => {
    const wrong = await openBrowser().signIn(bob.email, { password: 'not this one' })
    const unknown = await openBrowser().signIn('nobody@parley.test')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.body).toEqual(unknown.body)
    expect([wrong.headers.has('set-cookie'), unknown.headers.has('set-cookie')]).toEqual([false, false])
  })

  it.each([{ 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'none' }])(
    'refuses a page of another origin, as the calls with its cookie do: %j',
    async (headers) => {
      const browser = await signedInBrowser(bob.email)
      const answers = [
        await browser.signIn(bob.email, { headers }),
        await browser.token(undefined, headers),
        await browser.signOut(headers),
      ]
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
      expect((await browser.token()).status).toBe(200)
    },
  )

  it('refuses what a form could send, as the calls with its cookie do', async () => {
    const browser = await signedInBrowser(bob.email)
    const headers = { 'Content-Type': 'text/plain' }
    expect((await browser.token(undefined, headers)).status).toBe(415)
    expect((await browser.signOut(headers)).status).toBe(415)
  })

  it('ends the session that the cookie stood for before', async () => {
    const browser = await signedInBrowser(bob.email)
    const old = await browser.newToken()
    expect(await statusOf(scene, old)).toBe(200)
    await browser.signIn(ada.email)
    expect(await statusOf(scene, old)).toBe(401)
    expect(await scene.client(await browser.newToken()).call(getMe)).toMatchObject({ uuid: ada.userId })
  })

  it('ends the one unused for longest beyond a hundred', async () => {
    const who = await newcomer(scene, 'hoarder')
    const first = await signedInBrowser(who.email)
    await scene.database.query(
      `insert into gateway.browser_sessions (user_id, token_hash, ip, expires_at, ends_at)
       select $1, sha256(n::text::bytea), '::1', now() + interval '1 day', now() + interval '1 day'
       from generate_series(1, 99) n`,
      [who.userId],
    )
    expect((await first.token()).status).toBe(200)
    await scene.database.query(
      `update gateway.browser_sessions set last_used_at = now() - interval '1 hour' where ip <> '::1'`,
    )
    await signedInBrowser(who.email)
    expect((await first.token()).status).toBe(401)
  })
})

describe(title(issueBrowserToken), () => {
  it('buys a token of 15 minutes, marked as a browser’s, for the workspace last used or the one named', async () => {
    const joy = await colleague(scene, ada, 'joy')
    const browser = await signedInBrowser(joy.email)
    const { status, body } = await browser.token()
    expect(status).toBe(200)
    expect(body).toMatchObject({ tokenType: 'Bearer', expiresIn: 900, workspace: { uuid: ada.workspaceId } })
    const { token } = body as { token: string }
    const { use, exp, iat } = claimsOf(token)
    expect(use).toBe('browser')
    expect(exp - iat).toBeLessThanOrEqual(900)
    expect(await scene.client(token).call(getMe)).toMatchObject({ uuid: joy.userId })
    const [home] = await scene.database.query<{ id: string }>(
      `select workspace_id as id from gateway.members where user_id = $1 and role = 'owner'`,
      [joy.userId],
    )
    const there = await browser.token(encodeId('wsp', home!.id))
    expect(there.body).toMatchObject({ workspace: { uuid: home!.id } })
    expect(await statusOf(scene, token)).toBe(200)
  })

  it('keeps one session a workspace, however many tokens it buys', async () => {
    const browser = await signedInBrowser(bob.email)
    const tokens = await Promise.all(Array.from({ length: 6 }, () => browser.newToken()))
    expect(new Set(tokens.map((token) => claimsOf(token).sid)).size).toBe(1)
    for (const token of tokens) expect(await statusOf(scene, token)).toBe(200)
  })

  it('answers a foreign workspace as one that does not exist, and without a session 401', async () => {
    const browser = await signedInBrowser(bob.email)
    const foreign = await browser.token(eve.workspaceId)
    const unknown = await browser.token('00000000-0000-7000-8000-000000000000')
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect(foreign.body).toEqual(unknown.body)
    expect((await openBrowser().token()).status).toBe(401)
  })

  it('writes no cookie, so that an answer that comes late undoes nothing that another tab has done', async () => {
    const browser = await signedInBrowser(bob.email)
    const { cookie } = browser
    expect((await browser.token()).headers.get('set-cookie')).toBeNull()
    await browser.signIn(bob.email)
    for (const Cookie of [cookie, '']) {
      const late = await openBrowser().token(undefined, { Cookie })
      expect([late.status, late.headers.get('set-cookie')]).toEqual([401, null])
    }
    expect((await browser.token()).status).toBe(200)
  })

  it('stays within 14 days of the last use and 90 of signing in', async () => {
    const who = await newcomer(scene, 'sliding')
    const browser = await signedInBrowser(who.email)
    const lives = async () =>
      (
        await scene.database.query(
          `select expires_at - last_used_at = interval '14 days' as slides, ends_at - created_at = interval '90 days' as ends
           from gateway.browser_sessions where user_id = $1`,
          [who.userId],
        )
      )[0]
    await scene.database.query(
      `update gateway.browser_sessions set expires_at = now() + interval '1 minute' where user_id = $1`,
      [who.userId],
    )
    expect((await browser.token()).status).toBe(200)
    expect(await lives()).toEqual({ slides: true, ends: true })
    await scene.database.query(
      `update gateway.browser_sessions set ends_at = now() + interval '1 minute' where user_id = $1`,
      [who.userId],
    )
    expect((await browser.token()).status).toBe(200)
    const [capped] = await scene.database.query(
      `select expires_at = ends_at as "atEnd" from gateway.browser_sessions where user_id = $1`,
      [who.userId],
    )
    expect(capped).toEqual({ atEnd: true })
    await scene.database.query('update gateway.browser_sessions set expires_at = now() where user_id = $1', [
      who.userId,
    ])
    expect((await browser.token()).status).toBe(401)
  })

  it('cannot be turned into a token that lives longer', async () => {
    const browser = await signedInBrowser(bob.email)
    const client = scene.client(await browser.newToken())
    expect((await client.answer(refresh)).status).toBe(403)
    expect((await client.answer(switchWorkspace, { workspaceId: ada.workspaceId })).status).toBe(403)
  })

  it('makes an API key only with the password, guesses at which are limited', async () => {
    const limited = await setScene({ env: { RATE_LIMITS: 'on', RATE_LIMIT_LOGIN: '3' } })
    const who = await newcomer(limited, 'keymaker')
    const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' }
    const opened = await limited.client().request('POST', '/api/auth/browser-session', { body: who, headers })
    const Cookie = opened.headers.get('set-cookie')!.split(';', 1)[0]!
    const path = '/api/auth/browser-session/token'
    const bought = await limited.client().request('POST', path, { body: {}, headers: { ...headers, Cookie } })
    const client = limited.client((bought.body as { token: string }).token)
    const create = async (current_password?: string) =>
      (await client.answer(createApiKey, { name: 'k', ...(current_password !== undefined && { current_password }) }))
        .status
    const answers = [await create(), await create(password), await create('a guess'), await create('a guess')]
    expect([...answers, await create(password)]).toEqual([400, 201, 403, 403, 429])
  })

  it('opens nothing by the cookie alone', async () => {
    const browser = await signedInBrowser(bob.email)
    const headers = { Cookie: browser.cookie, 'Sec-Fetch-Site': 'same-origin' }
    expect((await scene.client().request('GET', '/api/auth/me', { headers })).status).toBe(401)
  })

  it('gives no token for a workspace that the person was removed from', async () => {
    const rex = await colleague(scene, ada, 'rex')
    const browser = await signedInBrowser(rex.email)
    const token = await browser.newToken(ada.workspaceId)
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: rex.userId })
    expect(await statusOf(scene, token)).toBe(401)
    expect((await browser.token(ada.workspaceId)).status).toBe(404)
    expect((await browser.token()).status).toBe(200)
  })
})

describe(title(deleteBrowserSession), () => {
  it('ends the session with all its tokens and their sockets, and no other', async () => {
    const browser = await signedInBrowser(bob.email)
    const other = await signedInBrowser(bob.email)
    const [token, otherToken] = [await browser.newToken(), await other.newToken()]
    const socket = await openSocket(scene.url, token)
    const farewell = socket.next(goodbye)
    const { status, headers } = await browser.signOut()
    expect(status).toBe(200)
    expect(headers.get('set-cookie')).toMatch(/^parley_session=; Max-Age=0;/)
    expect(await statusOf(scene, token)).toBe(401)
    expect(await statusOf(scene, otherToken)).toBe(200)
    expect(await farewell).toMatchObject({ data: { code: 'revoked' } })
    expect((await browser.signOut()).status).toBe(200)
    expect((await browser.token()).status).toBe(401)
  })

  it('is what signing out by such a token does, too', async () => {
    const browser = await signedInBrowser(bob.email)
    const token = await browser.newToken()
    await scene.client(token).call(logout)
    expect(await statusOf(scene, token)).toBe(401)
    expect((await browser.token()).status).toBe(401)
  })

  it('is what a new password does to all others, and never to the one that set it', async () => {
    const who = await newcomer(scene, 'changer')
    const [mine, other] = [await signedInBrowser(who.email), await signedInBrowser(who.email)]
    const [token, otherToken] = [await mine.newToken(), await other.newToken()]
    await scene.client(token).call(updateMe, { password: 'a better password', currentPassword: password })
    expect(await statusOf(scene, otherToken)).toBe(401)
    expect((await other.token()).status).toBe(401)
    expect(await statusOf(scene, token)).toBe(200)
    expect((await mine.token()).status).toBe(200)
  })
})

describe(title(listSessions), () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'

  it('shows where one is signed in: device, address, last use, and which is this one', async () => {
    const lia = await newcomer(scene, 'lia')
    const browser = openBrowser()
    await browser.signIn(lia.email, { headers: { 'User-Agent': firefox } })
    const { token } = (await browser.token(undefined, { 'User-Agent': firefox })).body as { token: string }
    const { sessions } = await scene.client(token).call(listSessions)
    expect(sessions).toEqual([
      {
        id: expect.stringMatching(/^ses_/),
        device: 'Firefox 146 on Linux',
        address: '127.0.0.1',
        workspace: null,
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
        expiresAt: expect.any(String),
        current: true,
      },
      expect.objectContaining({
        device: 'node',
        workspace: { id: encodeId('wsp', lia.workspaceId), name: 'lia’s' },
        current: false,
      }),
    ])
    expect((await lia.call(listSessions)).sessions.map(({ current }) => current).sort()).toEqual([false, true])
  })

  it('shows one no more that was ended, at once and with its sockets', async () => {
    const max = await newcomer(scene, 'max')
    const browser = await signedInBrowser(max.email)
    const token = await browser.newToken()
    const socket = await openSocket(scene.url, max.token)
    const farewell = socket.next(goodbye)
    const listed = await scene.client(token).call(listSessions)
    const [current, other] = [true, false].map((is) => listed.sessions.find((each) => each.current === is)!)
    await scene.client(token).call(deleteSession, { id: other!.id })
    expect(await statusOf(scene, max.token)).toBe(401)
    expect(await farewell).toMatchObject({ data: { code: 'revoked' } })
    expect((await scene.client(token).call(listSessions)).sessions).toEqual([current])
    await scene.client(token).call(deleteSession, { id: current!.id })
    expect(await statusOf(scene, token)).toBe(401)
    expect((await browser.token()).status).toBe(401)
  })

  it('answers somebody else’s session exactly as one that does not exist', async () => {
    const { sessions } = await eve.call(listSessions)
    const theirs = await bob.answerTo(deleteSession, { id: sessions[0]!.id })
    expect(theirs.status).toBe(404)
    expect(theirs).toEqual(await bob.answerTo(deleteSession, { id: '00000000-0000-7000-8000-000000000000' }))
    expect(await statusOf(scene, eve.token)).toBe(200)
    await vi.waitFor(async () => expect((await eve.call(listSessions)).sessions).toHaveLength(1))
  })
})
