import { createHash, randomUUID } from 'node:crypto'
import type { Holders } from '@parley/kit/gate'
import { cheapPasswords } from '@parley/testing/settings'
import { describe, expect, it, vi } from 'vitest'
import { createPasswords, type Passwords } from '../../src/identity/domain/passwords.ts'
import { createDeployment, openGateway, register, type SignedUp } from '../ingress/gateway.ts'

const deployment = await createDeployment()
const env = { TRUSTED_PROXIES: '127.0.0.0/8, ::1' }
const password = 'correct horse'
const better = 'a better password'

/** What was hashed and checked for each IP address, and for whom who is signed in. */
const done = new Map<string, string[]>()
const signedIn: Holders[] = []
function note(what: string, { ip, ...others }: Holders) {
  done.set(ip!, [...(done.get(ip!) ?? []), what])
  if (Object.keys(others).length > 0) signedIn.push(others)
}
const real = createPasswords({ cost: cheapPasswords })
const passwords: Passwords = {
  hash(given, holders) {
    note('hash', holders)
    return real.hash(given, holders)
  },
  verify(hash, given, holders) {
    note('verify', holders)
    return real.verify(hash, given, holders)
  },
}
const gateway = await openGateway(deployment, { env }, { passwords })

function send(
  path: string,
  body: object,
  { url = gateway.url, method = 'POST', from, who }: { url?: string; method?: string; from: string; who?: SignedUp },
) {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from, ...who?.headers }
  return fetch(url + path, { method, headers, body: JSON.stringify(body) })
}

/** Keeps a token as its mail's link would have it, in a table of one token a person. */
async function linkFor({ userId }: SignedUp, table: 'password_resets' | 'email_verifications'): Promise<string> {
  const token = randomUUID()
  await deployment.database.query(
    `insert into gateway.${table} (user_id, token_hash, expires_at) values ($1, $2, now() + interval '1 hour')
     on conflict (user_id) do update set token_hash = excluded.token_hash`,
    [userId, createHash('sha256').update(token).digest()],
  )
  return token
}

async function invitationFor(email: string, by: SignedUp): Promise<string> {
  const token = randomUUID()
  await deployment.database.query(
    `insert into gateway.invitations (workspace_id, email, token_hash, role, agent, expires_at)
     values ($1, $2, $3, 'member', false, now() + interval '1 day')`,
    [by.workspaceId, email, createHash('sha256').update(token).digest()],
  )
  return token
}

describe('what is hashed and checked counts for the IP address of whoever asks', () => {
  it.each<[string, string[], (from: string, ada: SignedUp) => Promise<Response>]>([
    [
      'registering',
      ['hash'],
      (from) => send('/api/auth/register', { email: `${randomUUID()}@example.com`, password, name: 'A' }, { from }),
    ],
    ['signing in', ['verify'], (from, { email }) => send('/api/auth/login', { email, password }, { from })],
    [
      'changing the password',
      ['verify', 'hash'],
      (from, who) =>
        send('/api/auth/me', { password: better, currentPassword: password }, { method: 'PATCH', from, who }),
    ],
    [
      'resetting the password',
      ['hash'],
      async (from, ada) =>
        send('/api/auth/reset-password', { token: await linkFor(ada, 'password_resets'), password: better }, { from }),
    ],
    [
      'accepting an invitation with a new account',
      ['hash'],
      async (from, ada) => {
        const token = await invitationFor(`${randomUUID()}@example.com`, ada)
        return send('/api/auth/accept-invite', { token, password }, { from })
      },
    ],
    [
      'accepting an invitation with an account whose address was not proven',
      ['verify', 'hash'],
      async (from, ada) => {
        const { email } = await register(gateway.url)
        const token = await invitationFor(email, ada)
        return send('/api/auth/accept-invite', { token, password: better }, { from })
      },
    ],
    [
      'proving an address, with another password',
      ['verify', 'hash'],
      async (from, ada) => {
        const token = await linkFor(ada, 'email_verifications')
        return send('/api/auth/verify-email', { token, password: better }, { from })
      },
    ],
  ])('when %s', async (_, expected, ask) => {
    const ada = await register(gateway.url)
    const from = `203.0.113.${done.size + 1}`
    const { status } = await ask(from, ada)
    expect([200, 201]).toContain(status)
    expect(done.get(from)).toEqual(expected)
  })

  it('or for who is signed in', async () => {
    const { userId, workspaceId, ...ada } = await register(gateway.url)
    signedIn.length = 0
    const who = { userId, workspaceId, ...ada }
    await send(
      '/api/auth/me',
      { password: better, currentPassword: password },
      { method: 'PATCH', from: '203.0.113.99', who },
    )
    expect(signedIn).toEqual(Array(2).fill({ person: userId, workspace: workspaceId }))
  })
})

describe('an address that signs in all the time', () => {
  it('keeps no other address waiting', async () => {
    let checking = 0
    const release = Promise.withResolvers<void>()
    const check = async (_hash: string, given: string) => {
      if (given !== 'that takes long') return false
      checking += 1
      await release.promise
      return false
    }
    const { url } = await openGateway(
      deployment,
      { env },
      { passwords: createPasswords({ atOnce: 2, cost: cheapPasswords, check }) },
    )
    const signIn = (secret: string, from: string) =>
      send('/api/auth/login', { email: 'nobody@example.com', password: secret }, { url, from })
    const slow = Array.from({ length: 5 }, () => signIn('that takes long', '203.0.113.1'))
    await vi.waitFor(() => expect(checking).toBe(1), 30_000)
    expect((await signIn('that is quick', '203.0.113.2')).status).toBe(401)
    expect(checking).toBe(1)
    release.resolve()
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(Array(5).fill(401))
  })
})
