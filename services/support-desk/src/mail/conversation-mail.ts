import type { DeskWorkspace } from '@parley/contracts/desk/workspace'
import type { Mail } from '@parley/contracts/identity/jobs'
import { html } from '@parley/text/html'
import { mailLayout, paragraph, smallPrint, withoutLinks } from '@parley/text/mail-layout'
import { shorten } from '@parley/text/shorten'
import { deskHeader } from './automatic.ts'
import type { MailAddresses, MailKind } from './mail-addresses.ts'
import { wordsOf } from './words.ts'

/** What a message is in a mail. */
export interface MailedMessage {
  senderType: 'VISITOR' | 'AGENT' | 'AI' | 'SYSTEM'
  /** As people call them; of a visitor it is not shown. */
  senderName: string | null
  content: string
  /** The names of its files. */
  files: string[]
}

export interface ConversationMail {
  kind: MailKind
  to: string
  workspace: Pick<DeskWorkspace, 'name' | 'language'>
  conversationId: string
  /** Up to which number the conversation is in it. */
  seq: number
  /** The subject of the mail that it began with, if one did. */
  subject: string | null
  /** The ids of earlier mails of the conversation, the oldest first. */
  references: string[]
  messages: MailedMessage[]
}

/** Characters of one message, and of all of them; what is beyond is not mailed. */
const maxContent = { message: 5_000, mail: 50_000 }

/** Whether answers to mails come back. */
export interface MailSending {
  addresses: MailAddresses
  takesReplies: boolean
  publicUrl: string
}

/** A mail to a visitor: what they have not seen of a conversation, or all of it. */
export function conversationMail(mail: ConversationMail, { addresses, takesReplies, publicUrl }: MailSending): Mail {
  const { kind, to, workspace, conversationId, seq, references } = mail
  const words = wordsOf[workspace.language]
  const name = withoutLinks(workspace.name)
  const unsubscribeUrl = `${publicUrl}/api/desk/unsubscribe?token=${addresses.unsubscribeToken(conversationId, to)}`
  const replyTo = takesReplies ? addresses.ofConversation(conversationId) : undefined
  const intro = words[kind](name)
  const messages = fitting(mail.messages).map((message) => ({
    sender: senderOf(message, name, words),
    content:
      kind === 'transcript' && message.senderType === 'VISITOR' ? withoutLinks(message.content) : message.content,
    files: message.files.length > 0 ? words.files(message.files.map(withoutLinks).join(', ')) : '',
  }))
  const answer = takesReplies ? words.answer : words.answerInChat
  const why = words.whyMailed(name)
  return {
    to,
    from_name: workspace.name,
    subject: subjectOf(mail, name),
    text: [
      intro,
      ...messages.map(({ sender, content, files }) => [`${sender}:`, content, files].filter(Boolean).join('\n')),
      answer,
      `${why}\n${words.unsubscribe}: ${unsubscribeUrl}`,
    ]
      .join('\n\n')
      .concat('\n'),
    html: mailLayout({
      language: workspace.language,
      sender: workspace.name,
      content: [
        paragraph(intro),
        ...messages.map(
          ({ sender, content, files }) =>
            html`<div style="margin:0 0 16px;padding:12px 16px;background:#f4f3f0;border-radius:8px"><p style="margin:0 0 4px;font-size:13px;color:#6b6863">${sender}</p><p style="margin:0;white-space:pre-line;overflow-wrap:anywhere">${content}</p>${files !== '' && smallPrint(files)}</div>`,
        ),
        paragraph(answer),
        smallPrint(
          html`${why} <a href="${unsubscribeUrl}" target="_blank" rel="noopener" style="color:#6b6863">${words.unsubscribe}</a>`,
        ),
      ],
    }),
    message_id: addresses.messageId(kind, conversationId, seq),
    references,
    reply_to: replyTo,
    return_path: takesReplies ? addresses.returnPath(conversationId, to) : undefined,
    conversation_id: conversationId,
    headers: {
      [deskHeader]: '1',
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      // Programs that answer by themselves are to be quiet.
      'X-Auto-Response-Suppress': 'All',
      ...(isAutomatic(mail) && { 'Auto-Submitted': 'auto-replied' }),
    },
  }
}

/** Whether a program wrote all that is new in it. */
const isAutomatic = ({ kind, messages }: ConversationMail): boolean =>
  kind === 'transcript' || messages.every(({ senderType }) => senderType === 'AI')

function subjectOf({ kind, subject, workspace, references }: ConversationMail, name: string): string {
  const words = wordsOf[workspace.language]
  if (kind === 'transcript') return words.transcriptSubject(name)
  const given = subject?.trim() || words.subject(name)
  return references.length === 0 || /^re\s?:/i.test(given) ? given : `Re: ${given}`
}

function senderOf({ senderType, senderName }: MailedMessage, workspace: string, words: (typeof wordsOf)['en']): string {
  if (senderType === 'VISITOR') return words.visitor
  if (senderType === 'AI') return words.assistant
  return withoutLinks(senderName ?? workspace)
}

/** The newest messages that fit, in their order, with a sign where something is left out. */
function fitting(messages: readonly MailedMessage[]): MailedMessage[] {
  const fit: MailedMessage[] = []
  let left = maxContent.mail
  for (const message of messages.toReversed()) {
    const content = shorten(message.content, maxContent.message)
    left -= content.length
    if (left < 0) {
      fit.push({ senderType: 'SYSTEM', senderName: null, content: '…', files: [] })
      break
    }
    fit.push({ ...message, content })
  }
  return fit.reverse()
}
