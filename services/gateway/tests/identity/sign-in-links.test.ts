import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { title } from '@parley/contracts/endpoint'
import { getMe, resetPassword, updateMe } from '@parley/contracts/identity/auth'
import { openBrowserSessionByLink } from '@parley/contracts/identity/sessions'
import { newcomer, password } from '@parley/testing/people'
import { insertSignInLink } from '@parley/testing/rows/gateway'
import { environmentOf, newKeys } from '@parley/testing/settings'
import { describe, expect, it } from 'vitest'
import { openBrowser, signedInBrowser } from './browser.ts'
import { setScene, statusOf } from './scene.ts'

const scene = await setScene()

const run = promisify(execFile)
const command = join(import.meta.dirname, '../../src/sign-in-link.ts')

/** Makes a link as operators do, in the gateway's environment. */
async function makeLink(...args: string[]): Promise<string> {
  const { redisUrl, redisPrefix, database } = scene
  const databaseUrl = database.urlOf('gateway')
  const env = environmentOf('gateway', { keys: newKeys(), databaseUrl, redisUrl, redisPrefix, urls: new Map() })
  const { stdout } = await run(process.execPath, [command, ...args], {
    env: { ...env, PUBLIC_URL: 'https://parley.example' },
  })
  return stdout
}

/** Somebody new, with a link that signs them in. */
async function invited(name: string) {
  const who = await newcomer(scene, name)
  const secret = randomUUID()
  await insertSignInLink(scene.database, who.userId, secret)
  return { who, secret }
}

describe('the command that makes a link', () => {
  it('prints an address of the console, in place of the one before, whose secret is hashed at rest', async () => {
    const who = await newcomer(scene, 'owner')
    const [first, second] = [await makeLink(who.email), await makeLink(who.email.toUpperCase())]
    expect(second).toMatch(/^https:\/\/parley\.example\/app\/sign-in#once=[\w-]{43}\n$/)
    const [old, secret] = [first, second].map((link) => link.trim().split('=')[1]!)
    const [kept] = await scene.database.query<{ text: string; hash: string; short: boolean }>(
      `select to_jsonb(l)::text as text, encode(token_hash, 'base64') as hash,
              expires_at <= now() + interval '15 minutes' as short
       from gateway.sign_in_links l where user_id = $1`,
      [who.userId],
    )
    expect(kept).toMatchObject({ short: true })
    expect(JSON.stringify(kept)).not.toContain(secret)
    expect((await openBrowser(scene).signInByLink(old!)).status).toBe(401)
    expect((await openBrowser(scene).signInByLink(secret!)).status).toBe(200)
  })

  it('says in one sentence whom it cannot sign in', async () => {
    await expect(makeLink()).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^Say whom: .+\n$/) })
    await expect(makeLink('nobody@parley.test')).rejects.toMatchObject({
      stderr: 'Nobody has the address nobody@parley.test.\n',
    })
  })
})

describe(title(openBrowserSessionByLink), () => {
  it('signs its person in, once, however many try at the same time', async () => {
    const { who, secret } = await invited('once')
    const browsers = Array.from({ length: 6 }, () => openBrowser(scene))
    const answers = await Promise.all(browsers.map((browser) => browser.signInByLink(secret)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401])
    const winner = answers.findIndex(({ status }) => status === 200)
    expect(answers[winner]!.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict$/)
    expect(answers.filter(({ headers }) => headers.has('set-cookie'))).toHaveLength(1)
    const { token } = (await browsers[winner]!.token()).body as { token: string }
    expect(await scene.client(token).call(getMe)).toMatchObject({ uuid: who.userId })
  })

  it('ends the session that the browser had before', async () => {
    const browser = await signedInBrowser(scene, (await newcomer(scene, 'before')).email)
    const token = await browser.newToken()
    expect((await browser.signInByLink((await invited('after')).secret)).status).toBe(200)
    expect(await statusOf(scene, token)).toBe(401)
  })

  it('answers an unknown, a used and an expired link alike', async () => {
    const { who, secret } = await invited('late')
    await scene.database.query('update gateway.sign_in_links set expires_at = now() where user_id = $1', [who.userId])
    const used = await invited('used')
    await openBrowser(scene).signInByLink(used.secret)
    const answers = await Promise.all(
      [secret, used.secret, randomUUID()].map((each) => openBrowser(scene).signInByLink(each)),
    )
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  })

  it('takes a link from pages of its own origin alone, and leaves it unused otherwise', async () => {
    const { secret } = await invited('elsewhere')
    for (const [headers, status] of [
      [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
      [{ 'Sec-Fetch-Site': 'none' }, 403],
      [{ 'Content-Type': 'text/plain' }, 415],
    ] as const)
      expect((await openBrowser(scene).signInByLink(secret, headers)).status).toBe(status)
    expect((await openBrowser(scene).signInByLink(secret)).status).toBe(200)
  })

  it('works no more after a new password, by whatever way it was set', async () => {
    const changed = await invited('changed')
    await changed.who.call(updateMe, { password: 'a better password', currentPassword: password })
    const reset = await invited('reset')
    await scene.client().request('POST', '/api/auth/forgot-password', { body: { email: reset.who.email } })
    await scene.flushOutbox()
    const token = await scene.tokenMailedTo(reset.who.email, 1, 'reset-password')
    await scene.client().call(resetPassword, { token, password: 'a better password' })
    for (const { secret } of [changed, reset]) expect((await openBrowser(scene).signInByLink(secret)).status).toBe(401)
  })
})
