import { beginningOf, shorten } from '@parley/text/shorten'
import PostalMime, { type Address, type Attachment, addressParser, type Email } from 'postal-mime'
import { type Automatic, automaticOf, type HeaderOf } from './automatic.ts'
import { type Bounce, bouncesIn } from './bounce.ts'
import { fixed, isFlowed, unflowed } from './flowed-text.ts'
import { textOfHtml } from './html-text.ts'
import { ownTextOf } from './own-text.ts'

/** A mail as it says what it is, as far as the desk needs it; addresses are as they are written. */
export interface ParsedMail {
  /** Without angle brackets; undefined where it has none. */
  messageId: string | undefined
  /** The mails that it answers, the newest first. */
  references: string[]
  /** Who wrote it; undefined where that is nobody, or several of whom none has sent it. */
  from: Author | undefined
  /** Whom it was delivered to, and then whom it was written to. */
  recipients: string[]
  subject: string
  /** What they wrote, without quotes and signature. */
  text: string
  files: MailFile[]
  /** The names of files beyond those that are kept. */
  leftOut: string[]
  automatic: Automatic | undefined
  /** Of a report on mails: whom they did not reach. */
  bounces: Bounce[]
}

export interface Author {
  address: string
  name: string | undefined
}

/** A file that was attached to a mail. */
export interface MailFile {
  name: string | undefined
  content: Uint8Array
}

/** What is read of one mail; what is beyond is left out, or the mail is refused where it says so. */
export const mailLimits = {
  /** Refused beyond it, in bytes. */
  headerBytes: 256 * 1024,
  /** Refused beyond it: parts within parts. */
  depth: 32,
  subject: 500,
  text: 20_000,
  /** Characters that are looked at, quotes and signature included. */
  sourceText: 1_000_000,
  files: 10,
  references: 50,
  recipients: 50,
} as const

/** Pictures that stand in the text and are smaller are decoration: logos of signatures, pixels that count readers. */
const minInlineBytes = 8 * 1024

/** Parses a mail (RFC 5322). @throws Error where it is nested too deeply, or its headers are too long */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const flows = isFlowed(raw)
  const email = await PostalMime.parse(flows ? fixed(raw) : raw, {
    maxHeadersSize: mailLimits.headerBytes,
    maxNestingDepth: mailLimits.depth,
    // Mails within the mail are files.
    maxRfc822NestingDepth: 0,
    forceRfc822Attachments: true,
  })
  const header: HeaderOf = (name) => email.headers.find(({ key }) => key === name)?.value
  const from = authorOf(email)
  const automatic = automaticOf(header, from?.address)
  const subject = shorten(oneLine(email.subject ?? ''), mailLimits.subject)
  const { files, leftOut } = filesOf(email.attachments)
  return {
    messageId: idsIn(header('message-id'))[0],
    references: [...new Set([...idsIn(header('in-reply-to')), ...idsIn(header('references')).reverse()])].slice(
      0,
      mailLimits.references,
    ),
    from,
    recipients: recipientsOf(email),
    subject,
    text: shorten(ownTextOf(textOf(email, flows), subject), mailLimits.text),
    files,
    leftOut,
    automatic,
    bounces: automatic === 'bounce' ? email.attachments.flatMap(bouncesOf) : [],
  }
}

/** The plain text, or that of the HTML where there is none. */
function textOf({ text = '', html }: Email, flows: boolean): string {
  const plain = text.slice(0, mailLimits.sourceText)
  if (plain.trim() === '' && html !== undefined) return clean(textOfHtml(html.slice(0, mailLimits.sourceText)))
  return clean(flows ? unflowed(plain) : plain)
}

/** Without what PostgreSQL stores in no text, and without half characters. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed()

const oneLine = (text: string): string =>
  clean(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()

/** Of several authors the one who has sent it (RFC 5322, 3.6.2): of two headers, too, since mail servers check only one. */
function authorOf({ headers, sender }: Email): Author | undefined {
  const authors = headers.filter(({ key }) => key === 'from').flatMap(({ value }) => addressParser(value))
  const author = authors.length > 1 ? authors.find(({ address }) => address === sender?.address) : authors[0]
  if (author?.address === undefined) return undefined
  const name = shorten(oneLine(author.name), 100)
  return { address: author.address, name: name === '' ? undefined : name }
}

/** `Delivered-To` and its like, which mail servers add on delivery, come first: they say where it really went. */
function recipientsOf({ headers, to = [], cc = [] }: Email): string[] {
  const delivered = headers
    .filter(({ key }) => key === 'delivered-to' || key === 'x-original-to' || key === 'envelope-to')
    .slice(0, mailLimits.recipients)
    .flatMap(({ value }) => addressParser(value))
  return [...new Set([...delivered, ...to, ...cc].flatMap(mailboxesOf))].slice(0, mailLimits.recipients)
}

const mailboxesOf = ({ address, group }: Address): string[] =>
  address === undefined ? (group ?? []).map((each) => each.address) : [address]

/** The ids in a header: `<1.2@shop.example> <3@shop.example>`. */
const idsIn = (value = ''): string[] => [...value.slice(0, 32_768).matchAll(/<([^\s<>]{1,998})>/g)].map(([, id]) => id!)

function filesOf(attachments: Attachment[]): Pick<ParsedMail, 'files' | 'leftOut'> {
  const files = attachments
    .filter(({ mimeType }) => mimeType !== 'message/delivery-status')
    .map(({ filename, content, related }) => ({
      name: filename === null ? undefined : beginningOf(oneLine(filename), 200),
      content: bytesOf(content),
      related,
    }))
    .filter(({ content, related }) => content.length >= (related ? minInlineBytes : 1))
    .map(({ name, content }) => ({ name, content }))
  return {
    files: files.slice(0, mailLimits.files),
    leftOut: files.slice(mailLimits.files, 10 * mailLimits.files).map(({ name }) => name ?? 'attachment'),
  }
}

const bouncesOf = ({ mimeType, content }: Attachment): Bounce[] =>
  mimeType === 'message/delivery-status' ? bouncesIn(bytesOf(content)) : []

const bytesOf = (content: Attachment['content']): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer)
