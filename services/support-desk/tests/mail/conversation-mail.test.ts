import { describe, expect, it } from 'vitest'
import { type ConversationMail, conversationMail, type MailSending } from '../../src/mail/conversation-mail.ts'
import { createMailAddresses } from '../../src/mail/mail-addresses.ts'

const sending: MailSending = {
  addresses: createMailAddresses({ domain: 'in.parley.example', secrets: ['s'.repeat(32)] }),
  takesReplies: true,
  publicUrl: 'https://parley.example',
}
const conversationId = '0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80'
const said = (senderType: 'VISITOR' | 'AGENT' | 'AI', content: string) => ({
  senderType,
  senderName: senderType === 'AGENT' ? 'Bob' : null,
  content,
  files: [],
})
const mail = (given: Partial<ConversationMail> = {}, over: Partial<MailSending> = {}) =>
  conversationMail(
    {
      kind: 'unseen',
      to: 'zoe@home.example',
      workspace: { name: 'Shop', language: 'en' },
      conversationId,
      seq: 3,
      subject: null,
      references: [],
      messages: [said('AGENT', 'Hello,\nis it <b>blue</b>?'), said('AGENT', 'https://shop.example/blue')],
      ...given,
    },
    { ...sending, ...over },
  )

describe('a mail of what a visitor has not seen', () => {
  it('says who wrote what, and where to answer, as text and as HTML', () => {
    const { text, html, ...rest } = mail()
    expect(text).toContain('Bob:\nHello,\nis it <b>blue</b>?\n\nBob:\nhttps://shop.example/blue\n\n')
    expect(html).toContain('is it &lt;b&gt;blue&lt;/b&gt;?')
    expect(rest).toMatchObject({ to: 'zoe@home.example', from_name: 'Shop', subject: 'Your conversation with Shop' })
    expect(sending.addresses.read(rest.reply_to!)).toEqual({ kind: 'conversation', conversationId })
    expect(sending.addresses.isReturnPathOf(rest.return_path!, rest.to)).toBe(true)
  })

  it('can be unsubscribed from with one click', () => {
    const { headers, text } = mail()
    const url = /^<(.+)>$/.exec(headers!['List-Unsubscribe']!)![1]!
    expect(headers).toMatchObject({ 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' })
    expect(text).toContain(`No more mails: ${url}`)
    expect(sending.addresses.readUnsubscribeToken(new URL(url).searchParams.get('token')!)).toMatchObject({
      conversationId,
    })
  })

  it('goes on in its thread, under the subject that it began with, and has the same id whenever it is made', () => {
    const references = ['zoe-1@home.example']
    expect(mail({ references, subject: 'My order' })).toMatchObject({ references, subject: 'Re: My order' })
    expect(mail({ references, subject: 'RE: My order' }).subject).toBe('RE: My order')
    expect(mail().message_id).toBe(mail().message_id)
    expect(mail({ seq: 4 }).message_id).not.toBe(mail().message_id)
  })

  it('speaks the desk’s language', () => {
    const subjects = (['en', 'de', 'tr', 'es'] as const).map(
      (language) => mail({ workspace: { name: 'Shop', language } }).subject,
    )
    expect(new Set(subjects).size).toBe(4)
    expect(mail({ workspace: { name: 'Shop', language: 'tr' } }).html).toContain('<html lang="tr">')
  })

  it('says that a program wrote it where only AI has, so that no program answers', () => {
    expect(mail().headers).not.toHaveProperty('Auto-Submitted')
    expect(mail({ messages: [said('AI', 'hi')] }).headers).toMatchObject({ 'Auto-Submitted': 'auto-replied' })
  })

  it('asks for no answer by mail where none would come back', () => {
    const { text, reply_to, return_path } = mail({}, { takesReplies: false })
    expect(text).toContain('To answer, open the chat')
    expect([reply_to, return_path]).toEqual([undefined, undefined])
  })

  it('is of a bounded length: the newest is in it', () => {
    const messages = Array.from({ length: 100 }, (_, n) => said('AGENT', `${n} ${'x'.repeat(9_000)}`))
    const { text } = mail({ messages })
    expect(text.length).toBeLessThan(60_000)
    expect(text).toContain('Bob:\n99 xxx')
  })
})

describe('a transcript', () => {
  it('has both sides; what its visitor wrote links to nothing, since its address is only said to be theirs', () => {
    const messages = [said('VISITOR', 'see https://evil.example now'), said('AGENT', 'no')]
    const { text, html, subject } = mail({
      kind: 'transcript',
      messages,
      workspace: { name: 'a.example', language: 'en' },
    })
    expect(text).toContain('You:\nsee https: //evil. example now\n\nBob:\nno')
    expect(html).not.toContain('evil.example')
    expect(subject).toBe('What you and a. example wrote')
  })
})
