import { createHmac, randomUUID } from 'node:crypto'
import { createBlock } from '@parley/contracts/desk/blocks'
import { getTenantConversation } from '@parley/contracts/desk/conversation-lists'
import { deleteTenantConversation, resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { applyMacro, createMacro } from '@parley/contracts/desk/macros'
import { receiveMail, unsubscribe } from '@parley/contracts/desk/mail'
import { mergeTenantConversation } from '@parley/contracts/desk/merging'
import { createNote, listAgentMessages, sendAgentMessage } from '@parley/contracts/desk/messages'
import { mailTranscript } from '@parley/contracts/desk/transcript'
import { listTenantVisitors } from '@parley/contracts/desk/visitors'
import { createIdentitySecret, updateWidgetVisitor } from '@parley/contracts/desk/widget'
import { listWidgetConversations, readInWidget, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { getTenantWorkspace, updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { title } from '@parley/contracts/endpoint'
import { decodeId } from '@parley/contracts/type-id'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { captureLogs } from '@parley/testing/copies'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { bootService } from '@parley/testing/service'
import { startSmtp } from '@parley/testing/smtp'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import PostalMime from 'postal-mime'
import { describe, expect, it, vi } from 'vitest'
import { Config } from '../../src/config.ts'
import { digestOf, signatureOf } from '../../src/mail/inbound-signature.ts'
import type { DB } from '../../src/schema.ts'
import { deleteOldMails } from '../../src/store/inbound-mails.ts'
import { report } from './samples/automatic.ts'

const smtp = await startSmtp()
const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'support-desk'],
  serviceEnv: {
    gateway: { SMTP_URL: smtp.url, MAIL_FROM: 'Parley <hello@parley.example>' },
    // More connections than jobs that may wait for a lock.
    'support-desk': { UNSEEN_MAIL_DELAY_MS: '300', DATABASE_POOL_SIZE: '10' },
  },
})
const ada = await newcomer(platform, 'ada')
await ada.call(updateTenantWorkspace, { name: 'Shop' })
const key = await newWidgetKey(ada)

const newAddress = () => `${randomUUID()}@home.example`

/** A visitor with an address, who has written and left. */
async function conversation(
  email: string | null = newAddress(),
): Promise<{ visitor: TestVisitor; id: string; email: string }> {
  const visitor = await visit(platform, key, { user: { email } })
  const { conversationId } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
  return { visitor, id: conversationId, email: email! }
}

const mailsTo = (email: string) => smtp.mails.filter(({ to }) => to.includes(email))
const parsed = (email: string, index = 0) => PostalMime.parse(mailsTo(email)[index]!.source)
const textTo = (email: string) =>
  mailsTo(email)
    .map(({ source }) => source)
    .join()
const answer = (id: string, content: string) => ada.call(sendAgentMessage, { id, content })
const contentsOf = async (id: string) =>
  (await ada.call(listAgentMessages, { id })).messages.map(({ content }) => content)

/** Hands over a mail as the mail server does. */
async function handOver(mail: string, headers: Record<string, string> = {}) {
  const digest = digestOf(Buffer.from(mail))
  const response = await fetch(`${platform.url}/api/desk/inbound-mail`, {
    method: 'POST',
    body: mail,
    headers: {
      'content-type': 'message/rfc822',
      'content-digest': digest,
      'x-mail-signature': signatureOf(digest, platform.inboundMailSecret),
      ...headers,
    },
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const mailOf = (from: string, to: string, text: string, more: string[] = []) =>
  [
    `From: Zoe <${from}>`,
    `To: ${to}`,
    'Subject: My parcel',
    `Message-ID: <${randomUUID()}@home.example>`,
    ...more,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
  ].join('\r\n')

const stored = { status: 200, body: { outcome: 'stored', reason: null } }
const replyTo = async (email: string) => (await parsed(email)).replyTo![0]!.address!

/** What a visitor's open widget does. */
const setOnline = (id: string) =>
  platform.database.query(
    `insert into support_desk.online_visitors select workspace_id, visitor_id, now() + interval '1 hour'
     from support_desk.conversations where id = $1`,
    [uuidOf(id)],
  )
const uuidOf = (id: string) => decodeId(id, ['cnv'])!

/** Until a later message of somebody else's was mailed, so that what was due before is done. */
async function mailed() {
  const { id, email } = await conversation()
  await answer(id, 'later')
  await smtp.mailTo(email)
}

describe('what a visitor has not seen', () => {
  it('comes to them in one mail, once, from the workspace, and never a note', async () => {
    const { id, email } = await conversation()
    await ada.call(createNote, { id, content: 'suspicious' })
    const unlock = await platform.database.lockTable('support_desk.mail_threads') // on which the jobs wait
    for (const content of ['one', 'two', 'three', 'four', 'five']) await answer(id, content)
    await unlock()
    await smtp.mailTo(email)
    const { from, text, html, messageId } = await parsed(email)
    expect(from).toEqual({ name: 'Shop', address: 'hello@parley.example' })
    expect(messageId).toMatch(/\.unseen\.6@/)
    expect(text).toMatch(/ada:\s+one\s+ada:\s+two\s+ada:\s+three\s+ada:\s+four\s+ada:\s+five/)
    expect(text! + html!).not.toContain('suspicious')
    await mailed()
    expect(mailsTo(email)).toHaveLength(1)
  })

  it('comes to nobody without an address, or with the widget open, and without what was read', async () => {
    const [nameless, online] = [await conversation(null), await conversation()]
    await setOnline(online.id)
    await answer(nameless.id, 'hi')
    await answer(online.id, 'looked at')
    await online.visitor.call(readInWidget, {})
    await mailed()
    expect(mailsTo(online.email)).toEqual([])
    await platform.database.query('delete from support_desk.online_visitors')
    await answer(online.id, 'missed')
    await smtp.mailTo(online.email)
    expect(textTo(online.email)).toMatch(/missed/)
    expect(textTo(online.email)).not.toMatch(/looked at/)
  })

  it('comes no more often than every two minutes while nothing of it is read', async () => {
    const { id, email } = await conversation()
    await answer(id, 'one')
    await smtp.mailTo(email)
    await answer(id, 'two')
    await mailed()
    expect(mailsTo(email)).toHaveLength(1)
    await platform.database.query(
      `update support_desk.mail_threads set mailed_at = mailed_at - interval '2 minutes' where conversation_id = $1`,
      [uuidOf(id)],
    )
    await answer(id, 'three')
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(2), 30_000)
    const [first, second] = [await parsed(email), await parsed(email, 1)]
    expect(second.text).toMatch(/two[\s\S]*three/)
    expect(second.text).not.toMatch(/one/)
    expect(second).toMatchObject({ inReplyTo: first.messageId, references: first.messageId })
  })

  it('comes again to the right address, once a visitor has corrected theirs', async () => {
    const { visitor, id, email: mistyped } = await conversation()
    await answer(id, 'one')
    await smtp.mailTo(mistyped)
    const email = newAddress()
    await visitor.call(updateWidgetVisitor, { email })
    await answer(id, 'two')
    await smtp.mailTo(email)
    expect((await parsed(email)).text).toMatch(/one[\s\S]*two/)
  })

  it('comes no more once the conversation is deleted', async () => {
    smtp.refuse(1_000)
    const [deleted, other] = [await conversation(), await conversation()]
    await answer(deleted.id, 'hi')
    await vi.waitFor(async () => {
      const [thread] = await platform.database.query(
        'select from support_desk.mail_threads where conversation_id = $1 and mailed_seq > 0',
        [uuidOf(deleted.id)],
      )
      expect(thread).toBeDefined()
    }, 30_000)
    await ada.call(deleteTenantConversation, { id: deleted.id })
    await answer(other.id, 'later')
    smtp.refuse(0)
    await smtp.mailTo(other.email)
    await mailed()
    expect(mailsTo(deleted.email)).toEqual([])
  })

  it('comes by macros too', async () => {
    const { id: macroId } = await ada.call(createMacro, {
      name: 'Thanks',
      actions: [{ type: 'reply', content: 'Thank you' }],
    })
    const { id, email } = await conversation()
    await ada.call(applyMacro, { id: macroId, conversationId: id })
    await smtp.mailTo(email)
    expect((await parsed(email)).text).toContain('Thank you')
  })

  it('comes in the desk’s language', async () => {
    await ada.call(updateTenantWorkspace, { language: 'de' })
    const { id, email } = await conversation()
    await answer(id, 'Guten Tag')
    await smtp.mailTo(email)
    await ada.call(updateTenantWorkspace, { language: 'en' })
    expect((await parsed(email)).subject).toBe('Ihr Gespräch mit Shop')
  })

  it('comes to an address that has answered none twenty times a day at most, whoever its visitor is', async () => {
    const { id, email } = await conversation()
    await answer(id, 'one')
    await smtp.mailTo(email)
    await platform.database.query(
      `update support_desk.mail_addresses set sent = 20 where address_hash = sha256(convert_to($1, 'UTF8'))`,
      [email],
    )
    const again = await conversation(email)
    await answer(again.id, 'two')
    await mailed()
    expect(mailsTo(email)).toHaveLength(1)
    // Whoever answers from there is somebody: more may come.
    expect(await handOver(mailOf(email, await replyTo(email), 'It is me'))).toEqual(stored)
    await answer(again.id, 'three')
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(2), 30_000)
  })
})

describe(title(receiveMail), () => {
  it('brings an answer into its conversation, once', async () => {
    const { id, email } = await conversation()
    await answer(id, 'Which colour?')
    await smtp.mailTo(email)
    const reply = mailOf(email, await replyTo(email), 'Blue.\r\n\r\nOn 11/3/25 10:12, ada wrote:\r\n> Which colour?')
    expect(await handOver(reply)).toEqual(stored)
    expect(await handOver(reply)).toEqual({ status: 200, body: { outcome: 'duplicate', reason: null } })
    expect(await Promise.all([1, 2].map(() => handOver(mailOf(email, 'x@in.parley.test', 'no'))))).toMatchObject([
      { status: 404 },
      { status: 404 },
    ])
    expect(await contentsOf(id)).toEqual(['Hello?', 'Which colour?', 'Blue.'])
    await answer(id, 'Thanks')
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(2), 30_000)
    const [, messageId] = /Message-ID: (.+)\r/.exec(reply)!
    expect((await parsed(email, 1)).inReplyTo).toBe(messageId)
  })

  it('finds where the conversation that it answers was merged, whose mails go on in that thread, each once', async () => {
    const { visitor, id, email } = await conversation()
    await answer(id, 'mailed')
    await smtp.mailTo(email)
    const { messageId, replyTo: to } = await parsed(email)
    const { conversationId: into } = await visitor.call(sendWidgetMessage, { content: 'again', newConversation: true })
    await visitor.client.answer(readInWidget, { conversationId: into })
    await ada.call(mergeTenantConversation, { id: into, conversationId: id })
    expect(await handOver(mailOf(email, to![0]!.address!, 'to the merged one'))).toEqual(stored)
    expect(await contentsOf(into)).toEqual(['again', 'Hello?', 'mailed', 'to the merged one'])
    await answer(into, 'new')
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(2), 30_000)
    const second = await parsed(email, 1)
    expect(second.references).toContain(messageId)
    expect(second.text).not.toMatch(/mailed/)
    await visitor.call(mailTranscript, { conversationId: into })
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(3), 30_000)
    expect((await parsed(email, 2)).text).toMatch(/Hello\?[\s\S]*mailed[\s\S]*again[\s\S]*to the merged one[\s\S]*new/)
  })

  it('stores it once, also where it is handed over several times at once', async () => {
    const { id, email } = await conversation()
    await answer(id, 'hi')
    await smtp.mailTo(email)
    const reply = mailOf(email, await replyTo(email), 'once')
    const answers = await Promise.all(Array.from({ length: 4 }, () => handOver(reply)))
    expect(answers.map(({ body }) => body.outcome).sort()).toEqual(['duplicate', 'duplicate', 'duplicate', 'stored'])
    expect((await contentsOf(id)).filter((content) => content === 'once')).toHaveLength(1)
  })

  it('finds the conversation by the mail that it answers, reopens it, and says who wrote it where that is another', async () => {
    const { visitor, id, email } = await conversation()
    await answer(id, 'hi')
    await smtp.mailTo(email)
    await ada.call(resolveAgentConversation, { id })
    const { messageId } = await parsed(email)
    const reply = mailOf('friend@home.example', 'hello@parley.example', 'I am her friend', [
      `In-Reply-To: ${messageId}`,
    ])
    expect(await handOver(reply)).toEqual(stored)
    expect((await contentsOf(id)).at(-1)).toBe('I am her friend\n\nWritten by: friend@home.example')
    expect((await visitor.call(listWidgetConversations)).conversations).toMatchObject([{ id, status: 'WAITING' }])
  })

  it('says who wrote it where that is not the address of a visitor who was proven since', async () => {
    const { secret } = await ada.call(createIdentitySecret)
    const { visitor, id, email } = await conversation()
    await answer(id, 'hi')
    await smtp.mailTo(email)
    const hash = createHmac('sha256', secret).update('zoe').digest('hex')
    const user = { externalId: 'zoe', hash, email: newAddress() }
    await visit(platform, key, { visitorToken: visitor.token, user })
    expect(await handOver(mailOf(email, await replyTo(email), 'It is me'))).toEqual(stored)
    expect((await contentsOf(id)).at(-1)).toBe(`It is me\n\nWritten by: ${email}`)
    // Nor does a mail to the desk that says to be from the proven one join what they have written.
    const { mailAddress } = await ada.call(getTenantWorkspace)
    expect(await handOver(mailOf(user.email, mailAddress!, 'It is me'))).toEqual(stored)
    expect(await contentsOf(id)).toHaveLength(3)
  })

  it('begins a conversation at the desk’s address, with the files that conversations take', async () => {
    const [from, { mailAddress }] = [newAddress(), await ada.call(getTenantWorkspace)]
    const files = [
      ['a.svg.html', '%PDF-1.7<script>'],
      ['b.exe', 'MZ\u0001\u0002'],
    ].map(
      ([name, content]) =>
        `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content!).toString('base64')}\r\n`,
    )
    const body = `--b\r\n\r\nWhere is it?\r\n${files.join('')}--b--\r\n`
    const source = mailOf(from, mailAddress!, body).replace('text/plain; charset=utf-8', 'multipart/mixed; boundary=b')
    expect(await handOver(source)).toEqual(stored)
    const [found, ...others] = (await ada.call(listTenantVisitors, { search: from })).visitors
    expect([found, ...others]).toMatchObject([{ name: 'Zoe', email: from }])
    const [row] = await platform.database.query<{ id: string }>(
      'select id from support_desk.conversations where visitor_id = $1',
      [decodeId(found!.id, ['vis'])],
    )
    const { id } = row!
    const [message] = (await ada.call(listAgentMessages, { id })).messages
    expect(message).toMatchObject({
      content: 'My parcel\n\nWhere is it?\n\nFiles that were not kept: b.exe',
      attachments: [{ name: 'a.svg.html.pdf', type: 'application/pdf' }],
    })
    await answer(id, 'Here')
    await smtp.mailTo(from)
    expect((await parsed(from)).subject).toBe('Re: My parcel')
    // Whoever claims the address in a widget is somebody else, and the same address is the same visitor.
    const claimant = await visit(platform, key, { user: { email: from } })
    expect(claimant.session.conversation).toBeNull()
    expect(await handOver(mailOf(from, mailAddress!, 'Me again'))).toEqual(stored)
    expect((await ada.call(listTenantVisitors, { search: from })).visitors).toHaveLength(2)
  })

  it('ignores programs, and mails no address more that does not exist', async () => {
    const { id, email } = await conversation()
    await answer(id, 'hi')
    await smtp.mailTo(email)
    const to = await replyTo(email)
    const ignored = (reason: string) => ({ status: 200, body: { outcome: 'ignored', reason } })
    expect(await handOver(mailOf(email, to, 'I am away', ['Auto-Submitted: auto-replied']))).toEqual(
      ignored('auto_reply'),
    )
    expect(await handOver(mailOf(email, to, '  '))).toEqual(ignored('empty'))
    const blocked = newAddress()
    await ada.call(createBlock, { kind: 'email', value: blocked })
    expect(await handOver(mailOf(blocked, to, 'hi'))).toEqual(ignored('blocked'))
    expect(await handOver(mailOf('nobody', to, 'hi'))).toEqual(ignored('no_sender'))
    expect(await handOver(`X-Parley-Desk: 1\r\n${mailOf(email, to, 'hi')}`)).toEqual(ignored('own'))
    const { mailAddress } = await ada.call(getTenantWorkspace)
    for (const own of [mailAddress!, to])
      expect(await handOver(mailOf(own, mailAddress!, 'hi'))).toEqual(ignored('own'))
    const bounceOf = (gone: string, returnPath: string) =>
      report.replace('To: reply@in.parley.example', `To: ${returnPath}`).replaceAll('zoe@home.example', gone)
    const returnPath = mailsTo(email)[0]!.from
    expect(await handOver(bounceOf(email, returnPath))).toEqual(ignored('bounce'))
    expect(await contentsOf(id)).toEqual(['Hello?', 'hi'])
    const again = await conversation(email)
    await answer(again.id, 'gone')
    await mailed()
    expect(mailsTo(email)).toHaveLength(1)
    // The address that its visitor now says is theirs is another than the one that was mailed.
    const other = await conversation()
    await again.visitor.call(updateWidgetVisitor, { email: other.email })
    await again.visitor.call(mailTranscript, {})
    await smtp.mailTo(other.email)
    for (const each of [to, returnPath]) await handOver(bounceOf(other.email, each))
    await answer(other.id, 'still here')
    await vi.waitFor(() => expect(mailsTo(other.email)).toHaveLength(2), 30_000)
  })

  it('believes nobody who does not know the secret, or sends other bytes, and needs the type', async () => {
    const mail = mailOf(newAddress(), 'x@in.parley.test', 'hi')
    expect((await handOver(mail, { 'x-mail-signature': 'f'.repeat(64) })).status).toBe(401)
    const other = digestOf(Buffer.from('other'))
    const signed = { 'content-digest': other, 'x-mail-signature': signatureOf(other, platform.inboundMailSecret) }
    expect((await handOver(mail, signed)).status).toBe(401)
    expect((await handOver(mail, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await handOver(mail, { 'x-mail-signature': '' })).body).toMatchObject({ statusCode: 401 })
    expect((await handOver(`X-Long: ${'x'.repeat(300_000)}\r\n${mail}`)).status).toBe(400)
  })

  it('is a 503 without the settings, which anybody may ask for without an error in the log', async () => {
    const logs = captureLogs()
    const { client } = await bootService('support-desk', {
      database: platform.database,
      env: { LOG_LEVEL: 'info', INBOUND_MAIL_DOMAIN: '', INBOUND_MAIL_SECRETS: '' },
    })
    const headers = { 'content-type': 'message/rfc822' }
    const answered = await client().request('POST', '/api/desk/inbound-mail', { headers, body: 'hi' })
    expect(answered).toMatchObject({ status: 503, body: { statusMessage: expect.stringContaining('INBOUND_MAIL_') } })
    await vi.waitFor(() => expect(logs()).toContain('"status":503'), 20_000)
    vi.restoreAllMocks()
    expect(logs()).not.toContain('"level":50')
  })

  it('forgets after 30 days which mails it has taken in', async () => {
    const log = createLog('support-desk', { LOG_LEVEL: 'silent' })
    const db = createDatabase<DB>('support-desk', { url: platform.database.urlOf('support-desk'), poolSize: 1, log })
    const { mailAddress } = await ada.call(getTenantWorkspace)
    const [old, young] = [mailOf(newAddress(), mailAddress!, 'old'), mailOf(newAddress(), mailAddress!, 'young')]
    await handOver(old)
    await platform.database.query(`update support_desk.inbound_mails set received_at = now() - interval '31 days'`)
    await handOver(young)
    const { count } = (
      await platform.database.query<{ count: number }>(
        `select count(*)::int as count from support_desk.inbound_mails where received_at < now() - interval '1 day'`,
      )
    )[0]!
    expect(await deleteOldMails(db, 1)).toBe(1)
    expect(await deleteOldMails(db, 1_000)).toBe(count - 1)
    await db.destroy()
    const duplicate = { status: 200, body: { outcome: 'duplicate', reason: null } }
    expect(await Promise.all([old, young].map((mail) => handOver(mail)))).toEqual([stored, duplicate])
  })

  it('takes so much from one address in a day', async () => {
    const { mailAddress } = await ada.call(getTenantWorkspace)
    const from = newAddress()
    expect(await handOver(mailOf(from, mailAddress!, 'one'))).toEqual(stored)
    await platform.database.query(
      `update support_desk.mail_addresses set received = 200 where address_hash = sha256(convert_to($1, 'UTF8'))`,
      [from],
    )
    expect((await handOver(mailOf(from, mailAddress!, 'two'))).status).toBe(429)
  })
})

describe(title(unsubscribe), () => {
  it('is a page that changes nothing, and a call that ends the mails; answering begins them again', async () => {
    const { visitor, id, email } = await conversation()
    await answer(id, 'one')
    await smtp.mailTo(email)
    const { headers } = await parsed(email)
    const url = headers.find((header) => header.key === 'list-unsubscribe')!.value.slice(1, -1)
    const path = new URL(url).pathname + new URL(url).search
    const page = await fetch(platform.url + path)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('Shop will not mail you its answers any more.')
    const post = (to: string) =>
      fetch(platform.url + to, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    const emailStatus = async () => (await ada.call(getTenantConversation, { id })).visitor.emailStatus
    expect(await emailStatus()).toBe('ok')
    for (let times = 0; times < 2; times += 1) expect((await post(path)).status).toBe(200)
    expect(await emailStatus()).toBe('unsubscribed')
    expect((await post(path.slice(0, -1))).status).toBe(404)
    const again = await conversation(email)
    await answer(again.id, 'two')
    await mailed()
    expect(mailsTo(email)).toHaveLength(1)
    expect(await handOver(mailOf(email, await replyTo(email), 'I want to know'))).toEqual(stored)
    await answer(id, 'three')
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(2), 30_000)
    // The link is for the address that was mailed, whatever the visitor says of theirs later.
    const other = await conversation()
    await visitor.call(updateWidgetVisitor, { email: other.email })
    await visitor.call(mailTranscript, {})
    await smtp.mailTo(other.email)
    expect((await post(path)).status).toBe(200)
    await answer(other.id, 'still here')
    await vi.waitFor(() => expect(mailsTo(other.email)).toHaveLength(2), 30_000)
  })
})

describe(title(mailTranscript), () => {
  it('mails a conversation to its visitor, once an agent has answered, once an hour', async () => {
    const { visitor, id, email } = await conversation()
    expect((await visitor.client.answer(mailTranscript, {})).status).toBe(409)
    await setOnline(id)
    await ada.call(createNote, { id, content: 'suspicious' })
    await answer(id, 'Hi')
    await visitor.call(mailTranscript, {})
    await smtp.mailTo(email)
    const { text, subject } = await parsed(email)
    expect(subject).toBe('What you and Shop wrote')
    expect(text).toMatch(/You:\s+Hello\?\s+ada:\s+Hi/)
    expect(text).not.toContain('suspicious')
    expect((await visitor.client.answer(mailTranscript, {})).status).toBe(429)
    await platform.database.query('delete from support_desk.online_visitors')
  })

  it('is nobody else’s, and needs an address', async () => {
    const [one, other] = [await conversation(), await conversation(null)]
    await answer(one.id, 'Hi')
    await answer(other.id, 'Hi')
    expect((await other.visitor.client.answer(mailTranscript, { conversationId: one.id })).status).toBe(404)
    expect((await other.visitor.client.answer(mailTranscript, {})).status).toBe(409)
  })
})

it('an answer is mailed within 20 s, which leaves a mail server five, whatever an operator says', () => {
  const { UNSEEN_MAIL_DELAY_MS: delay } = Config.shape
  expect(delay.parse(undefined)).toBe(12_000)
  expect(['15000', '15001'].map((ms) => delay.safeParse(ms).success)).toEqual([true, false])
})
