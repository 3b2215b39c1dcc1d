import { title } from '@parley/contracts/endpoint'
import { forgotPassword, login, resetPassword } from '@parley/contracts/identity/auth'
import { tally } from '@parley/testing/answer'
import { colleague, newcomer, password, people } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import { keyOf, queued, setScene, statusOf, tokenIn } from './scene.ts'

const scene = await setScene({ serviceEnv: { gateway: { PUBLIC_URL: 'https://parley.example/' } } })
const anyone = scene.client()
const { ada } = await people(scene)

async function requestReset(email: string, times = 1) {
  await anyone.call(forgotPassword, { email })
  await scene.flushOutbox()
  return scene.tokenMailedTo(email, times, 'reset-password')
}

describe(title(forgotPassword), () => {
  it('answers a known address as an unknown one, and mails the known one alone', async () => {
    const known = await anyone.answer(forgotPassword, { email: 'ADA@parley.test' })
    const unknown = await anyone.answer(forgotPassword, { email: 'nobody@parley.test' })
    expect(known).toMatchObject({ status: 202, body: { success: true } })
    expect(unknown).toMatchObject({ status: 202, body: { success: true } })
    const [mail] = await scene.mailsTo(ada.email)
    expect(mail).toEqual({
      to: 'ada@parley.test',
      from: expect.stringContaining('@'),
      subject: 'Set a new password for Parley',
      text: expect.stringMatching(/https:\/\/parley\.example\/reset-password\?token=[\w-]{43}\n/),
      html: expect.stringMatching(/href="https:\/\/parley\.example\/reset-password\?token=[\w-]{43}"/),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    // Jobs run in order: a mail requested later has arrived, so none is pending for the unknown address.
    const last = await newcomer(scene, 'last')
    await requestReset(last.email)
    const rows = await scene.database.query('select recipient from gateway.mails')
    expect(rows.map(({ recipient }) => recipient)).not.toContain('nobody@parley.test')
  })

  it('keeps no token, neither in PostgreSQL nor, once it is mailed, in Redis', async () => {
    const token = await requestReset((await newcomer(scene, 'tom')).email)
    const stored = async () => {
      const rows = await scene.database.query(`
        select to_jsonb(r)::text as kept from gateway.password_resets r union all select payload::text from gateway.outbox`)
      return JSON.stringify(rows) + (await queued(scene))
    }
    await vi.waitUntil(async () => !(await stored()).includes(token), 30_000)
  })

  it('leaves no address in Redis once the job is done', async () => {
    const { email } = await newcomer(scene, 'private')
    await requestReset(email)
    await anyone.call(forgotPassword, { email: 'stranger@parley.test' })
    const asked = async () => /private@parley|stranger@parley/.test(await queued(scene))
    await vi.waitUntil(async () => !(await asked()), 30_000)
  })

  it('revokes the earlier link', async () => {
    const { email } = await newcomer(scene, 'twice')
    const first = await requestReset(email)
    const second = await requestReset(email, 2)
    const body = { password: 'a better password' }
    expect((await anyone.answer(resetPassword, { token: first, ...body })).status).toBe(400)
    expect((await anyone.answer(resetPassword, { token: second, ...body })).status).toBe(200)
  })

  it('mails an address five times an hour at most; the newest link still works', async () => {
    const { email, userId } = await newcomer(scene, 'flooded')
    const newest = await requestReset(email)
    await scene.database.query(
      `insert into gateway.account_mails (user_id, kind, mailed_at)
       select $1, 'reset', now() - make_interval(mins => n) from generate_series(1, 4) n`,
      [userId],
    )
    expect((await anyone.answer(forgotPassword, { email })).status).toBe(202)
    // Jobs run in order: this one is mailed after the other was not.
    await requestReset((await newcomer(scene, 'later')).email)
    expect(await scene.mailsTo(email)).toHaveLength(1)
    const body = { token: newest, password: 'a better password' }
    expect((await anyone.answer(resetPassword, body)).status).toBe(200)
    await scene.database.query(`update gateway.account_mails set mailed_at = mailed_at - interval '1 hour'`)
    await requestReset(email, 2)
  })

  it('names a malformed address', async () => {
    expect(await anyone.answer(forgotPassword, { email: 'nobody' })).toMatchObject({
      status: 400,
      body: { data: [{ path: 'email' }] },
    })
  })
})

describe(title(resetPassword), () => {
  it('sets the password and ends every session of the person, in all workspaces; keys stay', async () => {
    const rob = await colleague(scene, ada, 'rob')
    const home = (await anyone.call(login, { email: rob.email, password })).token
    const key = await keyOf(rob, ['read'])
    expect(await statusOf(scene, rob.token)).toBe(200)
    const token = await requestReset(rob.email)
    expect(await anyone.call(resetPassword, { token, password: 'a better password' })).toEqual({ success: true })
    expect([await statusOf(scene, rob.token), await statusOf(scene, home)]).toEqual([401, 401])
    await scene.accessChangeOf(rob, null)
    expect(await statusOf(scene, key.token!)).toBe(200)
    expect((await anyone.answer(login, { email: rob.email, password })).status).toBe(401)
    expect((await anyone.answer(login, { email: rob.email, password: 'a better password' })).status).toBe(200)
  })

  it('works once, even of many tries at once', async () => {
    const { email } = await newcomer(scene, 'many')
    const token = await requestReset(email)
    const tries = Array.from({ length: 6 }, (_, i) => ({ token, password: `a better password ${i}` }))
    const answers = await Promise.all(tries.map((input) => anyone.answer(resetPassword, input)))
    expect(tally(answers)).toEqual({ 200: 1, 400: 5 })
    const winner = answers.findIndex(({ status }) => status === 200)
    expect((await anyone.answer(login, { email, password: tries[winner]!.password })).status).toBe(200)
  })

  it('refuses an expired token as an unknown one', async () => {
    const { email, userId } = await newcomer(scene, 'late')
    const token = await requestReset(email)
    const [row] = await scene.database.query(
      `select expires_at - created_at = interval '1 hour' as "anHour" from gateway.password_resets where user_id = $1`,
      [userId],
    )
    expect(row).toEqual({ anHour: true })
    await scene.database.query('update gateway.password_resets set expires_at = now() where user_id = $1', [userId])
    const expired = await anyone.answer(resetPassword, { token, password: 'a better password' })
    const unknown = await anyone.answer(resetPassword, { token: 'x'.repeat(43), password: 'a better password' })
    expect(expired).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path: 'token' }] } })
    expect(unknown).toMatchObject({ status: expired.status, body: expired.body })
    expect((await anyone.answer(login, { email, password })).status).toBe(200)
  })

  it('refuses a password that is too short without using the token up', async () => {
    const { email } = await newcomer(scene, 'short')
    const token = await requestReset(email)
    const short = await anyone.answer(resetPassword, { token, password: 'seven77' })
    expect(short).toMatchObject({ status: 400, body: { data: [{ path: 'password' }] } })
    expect((await anyone.answer(resetPassword, { token, password: 'eight888' })).status).toBe(200)
  })

  it('is not an invitation’s token, nor the other way round', async () => {
    const [mail] = await scene.mailsTo(ada.email)
    const token = tokenIn(mail!.text)
    expect((await anyone.request('POST', '/api/auth/accept-invite', { body: { token, password } })).status).toBe(400)
  })
})
