import { inspect } from 'node:util'
import { forgotPassword, updateMe } from '@parley/contracts/identity/auth'
import { inviteWorkspaceMember, updateWorkspace } from '@parley/contracts/identity/workspaces'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { startSmtp } from '@parley/testing/smtp'
import { describe, expect, it, vi } from 'vitest'
import type { Config } from '../../src/config.ts'
import { createMailer } from '../../src/mail/mailer.ts'
import { sendRaw } from '../ingress/gateway.ts'
import { queued, setScene, tokenIn } from './scene.ts'

describe('mail where an SMTP server is configured', async () => {
  const smtp = await startSmtp()
  const platform = await bootPlatform({
    services: ['gateway', 'channels'],
    serviceEnv: {
      gateway: { SMTP_URL: smtp.url, MAIL_FROM: 'Parley <hello@parley.example>', PUBLIC_URL: 'https://parley.example' },
    },
  })
  const ada = await newcomer(platform, 'ada')

  it('goes out from MAIL_FROM, as text and HTML, with a link to PUBLIC_URL', async () => {
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email: 'zoe@parley.test' })
    const { from, to, source } = await smtp.mailTo('zoe@parley.test')
    expect({ from, to }).toEqual({ from: 'hello@parley.example', to: ['zoe@parley.test'] })
    expect(source).toMatch(/^From: Parley <hello@parley\.example>\r$/m)
    expect(source).toMatch(/^Content-Type: multipart\/alternative/m)
    const plain = source.replaceAll('=\r\n', '').replaceAll('=3D', '=')
    expect(plain).toMatch(/https:\/\/parley\.example\/accept-invite\?token=[\w-]{43}\r\n/)
    expect(plain).toContain(`href="https://parley.example/accept-invite?token=${tokenIn(plain)}"`)
  })

  it('is tried again when the server has no time for it', async () => {
    await smtp.mailTo(ada.email) // the one that verifies the address
    smtp.refuse(1)
    await platform.client().call(forgotPassword, { email: ada.email })
    await vi.waitFor(() => expect(smtp.mails.at(-1)!.source).toContain('Set a new password'), 10_000)
  })

  it.each([
    ['u@bücher.example', 'u@xn--bcher-kva.example'],
    ['bücherei@acme.example', 'bücherei@acme.example'],
  ])('goes to %s as mail servers know it', async (email, written) => {
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email })
    // The double shows the envelope's domain in Unicode, however it came.
    const { source } = await smtp.mailTo(email)
    expect(source).toContain(`\r\nTo: ${written}\r\n`)
  })

  it('fails without saying to whom it goes, which logs and jobs would keep', async () => {
    const mailer = createMailer({
      config: { SMTP_URL: smtp.url, MAIL_FROM: 'Parley <hello@parley.example>' } as Config,
      db: undefined as never,
    })
    closeAfterwards({ close: async () => mailer.close() })
    smtp.refuse(1)
    const sending = mailer.send({ to: 'gone@parley.test', subject: 'Hi', text: 'hi' }, AbortSignal.timeout(20_000))
    const error: unknown = await sending.catch((failed: unknown) => failed)
    expect(error).toMatchObject({ message: expect.stringContaining('<…@…>: try again later'), responseCode: 451 })
    expect(inspect(error)).not.toContain('gone@parley.test')
  })

  it('goes out in a thread, in somebody’s name, with reports and answers to other addresses, where it says so', async () => {
    const mailer = createMailer({
      config: { SMTP_URL: smtp.url, MAIL_FROM: 'Parley <hello@parley.example>' } as Config,
      db: undefined as never,
    })
    closeAfterwards({ close: async () => mailer.close() })
    await mailer.send(
      {
        ...{ to: 'thread@parley.test', subject: 'Re: Order', text: 'hi', from_name: 'Shop\r\nBcc: eve@evil.example' },
        ...{ reply_to: 'cnv@in.parley.example', return_path: 'reports@in.parley.example' },
        ...{ message_id: '2@in.parley.example', references: ['0@home.example', '1@home.example'] },
        headers: { 'List-Unsubscribe': '<https://parley.example/u>', 'X-Parley-Desk': '1\r\nBcc: eve@evil.example' },
      },
      new AbortController().signal,
    )
    const { from, to, source } = await smtp.mailTo('thread@parley.test')
    expect({ from, to }).toEqual({ from: 'reports@in.parley.example', to: ['thread@parley.test'] })
    expect(source).toMatch(/^From: \S*Shop\S*\r\n <hello@parley\.example>\r$/m)
    expect(source).toContain('\r\nReply-To: cnv@in.parley.example\r\n')
    expect(source).toContain('\r\nMessage-ID: <2@in.parley.example>\r\n')
    expect(source).toContain('\r\nIn-Reply-To: <1@home.example>\r\n')
    expect(source).toContain('\r\nReferences: <0@home.example> <1@home.example>\r\n')
    expect(source).toContain('List-Unsubscribe: <https://parley.example/u>\r\n')
    expect(source).not.toMatch(/^Bcc:/m)
  })

  it('is not kept: there is no /dev/mail', async () => {
    expect((await platform.client().request('GET', '/dev/mail')).status).toBe(404)
    expect(await platform.database.query('select from gateway.mails')).toEqual([])
  })
})

describe('GET /dev/mail', async () => {
  const scene = await setScene({ serviceEnv: { gateway: { PUBLIC_URL: 'https://parley.example' } } })
  const ada = await newcomer(scene, 'ada')
  const browse = (path: string) => fetch(scene.url + path, { headers: { Accept: 'text/html,*/*;q=0.8' } })

  it('answers programs an array, newest first', async () => {
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email: 'one@parley.test' })
    await scene.mailsTo('one@parley.test')
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email: 'two@parley.test' })
    await scene.mailsTo('two@parley.test')
    const { status, body, headers } = await scene.client().request('GET', '/dev/mail')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    const to = (body as { to: string }[]).map((mail) => mail.to)
    expect(to).toEqual(['two@parley.test', 'one@parley.test', ada.email])
    for (const mail of body as object[])
      expect(Object.keys(mail).sort()).toEqual([
        'at',
        'from',
        'html',
        'messageId',
        'references',
        'replyTo',
        'subject',
        'text',
        'to',
      ])
  })

  it('answers people a page with links to click, which nothing in a mail can script', async () => {
    await scene.database.query(
      `insert into gateway.mails (recipient, sender, subject, text, reply_to, message_id, reference_ids)
       values ('<i>@x', 'y', '<script>1</script>', $1, 'answers@x', '2@x', '{0@x,1@x}')`,
      ['See http://localhost/accept-invite?token=abc&x="><b>'],
    )
    const response = await browse('/dev/mail')
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await response.text()
    expect(page).toContain('&lt;script&gt;1&lt;/script&gt;')
    expect(page).not.toContain('<script>1')
    for (const said of ['answers@x', '2@x', '0@x 1@x']) expect(page).toContain(`<dd>${said}</dd>`)
    expect(page).toContain('<a href="http://localhost/accept-invite?token=abc&amp;x=">')
    expect((await browse('/dev/mail.css')).headers.get('content-type')).toMatch(/^text\/css/)
  })

  it('shows a mail as it looks in a mail program, in a sandbox', async () => {
    const page = await (await browse('/dev/mail')).text()
    const [, path] = /href="(\/dev\/mail\/[0-9a-f-]{36})"/.exec(page)!
    const response = await browse(path!)
    expect(response.headers.get('content-security-policy')).toMatch(/sandbox(?!.*allow-scripts)/)
    expect(await response.text()).toContain('Accept the invitation')
    for (const none of ['/dev/mail/x', `/dev/mail/${ada.userId}`]) expect((await browse(none)).status).toBe(404)
  })

  it('makes no link of what people call themselves and their workspaces', async () => {
    const named = await newcomer(scene, 'mallory')
    await named.call(updateMe, { name: 'www.evil.example' })
    await named.call(updateWorkspace, { id: named.workspaceId, name: 'http://evil.example/x Inc.' })
    await named.call(inviteWorkspaceMember, { id: named.workspaceId, email: 'prey@parley.test' })
    await named.call(inviteWorkspaceMember, { id: named.workspaceId, email: ada.email })
    for (const mail of [...(await scene.mailsTo('prey@parley.test')), ...(await scene.mailsTo(ada.email))]) {
      expect(mail.subject).toMatch(
        /^www\. evil\. example (?:invited|added) you to http: \/\/evil\. example\/x Inc\. on Parley$/,
      )
      for (const said of [mail.subject, mail.text, mail.html]) expect(said).not.toMatch(/evil\.example|http:\/\/evil/)
    }
    expect(await (await browse('/dev/mail')).text()).not.toMatch(/href="[^"]*evil/)
  })

  it('is for whoever opens it here, and for no website they visit', async () => {
    const { port } = new URL(scene.url)
    const ask = async (host: string, headers: string[] = []) => {
      const lines = [
        'GET /dev/mail HTTP/1.1',
        `Host: ${host}`,
        'Accept: application/json',
        ...headers,
        'Connection: close',
      ]
      return sendRaw(scene.url, `${lines.join('\r\n')}\r\n\r\n`)
    }
    const here = `127.0.0.1:${port}`
    const welcome: [string, string[]?][] = [
      [here],
      [`localhost:${port}`, ['Sec-Fetch-Site: none']],
      [`[::1]:${port}`],
      [here, [`Origin: http://${here}`, 'Sec-Fetch-Site: same-origin']],
      ['parley.example'],
      ['parley.example', ['Origin: https://parley.example']],
    ]
    for (const [host, headers] of welcome) {
      const answer = await ask(host, headers)
      expect([host, answer.status]).toEqual([host, 200])
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
    const refused: [string, string[]?][] = [
      [here, ['Origin: https://evil.example']],
      [here, ['Origin: http://localhost:3000']],
      [here, ['Origin: null']],
      [here, ['Sec-Fetch-Site: cross-site']],
      [`rebound.evil.example:${port}`],
      [`127.0.0.1.evil.example:${port}`],
      [`parley.example.evil.example`],
    ]
    for (const [host, headers] of refused) {
      const answer = await ask(host, headers)
      expect([host, headers, answer.status]).toEqual([host, headers, 403])
      expect(answer.body).toContain('PUBLIC_URL')
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
  })

  it('keeps the newest thousand', async () => {
    await scene.database.query(
      `insert into gateway.mails (recipient, sender, subject, text) select 'old@parley.test', 'y', 's', 't' from generate_series(1, 1100)`,
    )
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email: 'newest@parley.test' })
    await scene.mailsTo('newest@parley.test')
    const [row] = await scene.database.query('select count(*) as kept from gateway.mails')
    expect(row).toEqual({ kept: 1000 })
  })
})

describe('mail in production without an SMTP server', () => {
  it('is neither kept nor shown, and waits in the queue', async () => {
    const platform = await bootPlatform({
      services: ['gateway', 'channels'],
      serviceEnv: {
        gateway: { PARLEY_ENV: 'production', RATE_LIMITS: 'on', PUBLIC_URL: 'https://parley.example' },
      },
    })
    const ada = await newcomer(platform, 'ada')
    await platform.client().call(forgotPassword, { email: ada.email })
    await vi.waitUntil(async () => (await queued(platform)).includes('SMTP_URL is not set'), 30_000)
    expect((await platform.client().request('GET', '/dev/mail')).status).toBe(404)
    expect(await platform.database.query('select from gateway.mails')).toEqual([])
  })
})
