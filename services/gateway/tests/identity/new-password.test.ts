import type { RawAnswer } from '@parley/client/client'
import { acceptInvite, login, refresh, resetPassword, switchWorkspace, updateMe } from '@parley/contracts/identity/auth'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newcomer, type Person, password, proveAddress } from '@parley/testing/people'
import { type Kysely, sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const better = 'a better password'

const log = createLog('test', { LOG_LEVEL: 'silent' })
const own = createDatabase<unknown>('gateway', { url: scene.database.url, poolSize: 1, log })
closeAfterwards({ close: () => own.destroy() })

/** Runs `work` while a transaction of the test's own has done `statements` and not ended; it ends when `work` says so. */
async function during(
  statements: (tx: Kysely<unknown>) => Promise<unknown>,
  work: (end: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const tx = await own.startTransaction().execute()
  let ended = false
  const end = async () => {
    if (!ended) await tx.commit().execute()
    ended = true
  }
  try {
    await statements(tx)
    await work(end)
  } finally {
    await end()
  }
}

/** How many of the gateway's transactions wait for another. */
const waiting = async () =>
  (
    await scene.database.query(
      'select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0',
    )
  ).length

/** Resolves when an answer has arrived or so many transactions wait. */
async function settled(answer: Promise<RawAnswer>, count: number): Promise<void> {
  let answered = false
  answer.then(() => {
    answered = true
  })
  await vi.waitUntil(async () => answered || (await waiting()) >= count, 30_000)
}

const openSessions = async ({ userId }: Person) =>
  (
    await scene.database.query<{ id: string }>(
      'select id from gateway.sessions where user_id = $1 and revoked_at is null and expires_at > now()',
      [userId],
    )
  ).length

/** Requests that open a session, and the credential of each. */
const ways: [string, (who: Person) => Promise<RawAnswer>][] = [
  ['signing in', (who) => anyone.answer(login, { email: who.email, password })],
  ['refreshing', (who) => who.client.answer(refresh)],
  ['switching workspaces', (who) => who.client.answer(switchWorkspace, { workspaceId: who.workspaceId })],
  [
    'accepting an invitation',
    async (who) => {
      await scene.database.query(
        `insert into gateway.invitations (workspace_id, email, token_hash, role, agent, expires_at)
         values ($1, $2, sha256($3), 'member', false, now() + interval '1 day')`,
        [who.workspaceId, who.email, Buffer.from(who.name)],
      )
      return anyone.answer(acceptInvite, { token: who.name, password })
    },
  ],
]

/** What sets a password, and how many sessions it leaves. */
const changes: [string, number, (who: Person) => Promise<() => Promise<RawAnswer>>][] = [
  [
    'a reset',
    0,
    async (who) => {
      await scene.database.query(
        `insert into gateway.password_resets (user_id, token_hash, expires_at)
         values ($1, sha256($2), now() + interval '1 hour')`,
        [who.userId, Buffer.from(who.name)],
      )
      return () => anyone.answer(resetPassword, { token: who.name, password: better })
    },
  ],
  [
    'a change by the person',
    1,
    async (who) => {
      const { token } = await anyone.call(login, { email: who.email, password })
      return () => scene.client(token).answer(updateMe, { password: better, currentPassword: password })
    },
  ],
]

const cases = ways.flatMap(([way, open]) =>
  changes.map(([change, left, prepare]) => ({ way, open, change, left, prepare })),
)
let person = 0

describe('a new password', () => {
  it.each(cases)('ends the session that $way opens while $change is being made', async ({ open, left, prepare }) => {
    const who = await newcomer(scene, `open${++person}`)
    await proveAddress(scene, who.email)
    const change = await prepare(who)
    await during(
      // What opening a session needs of the membership, so that it stops half-way.
      (tx) => sql`select from gateway.members where user_id = ${who.userId} for update`.execute(tx),
      async (end) => {
        const opening = open(who)
        await settled(opening, 1)
        const changing = change()
        await settled(changing, 2)
        await end()
        expect([200, 201]).toContain((await opening).status)
        expect((await changing).status).toBe(200)
        expect(await openSessions(who)).toBe(left)
      },
    )
  })

  it.each(ways)('keeps out who went by the old one or its session in %s', async (_way, open) => {
    const who = await newcomer(scene, `late${++person}`)
    await proveAddress(scene, who.email)
    await during(
      async (tx) => {
        await sql`update gateway.users set password_hash = 'another' where id = ${who.userId}`.execute(tx)
        await sql`update gateway.sessions set revoked_at = now() where user_id = ${who.userId}`.execute(tx)
      },
      async (end) => {
        const opening = open(who)
        await settled(opening, 1)
        await end()
        expect((await opening).status).toBe(401)
        expect(await openSessions(who)).toBe(0)
      },
    )
  })
})
