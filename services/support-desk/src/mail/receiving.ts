import { createHash } from 'node:crypto'
import { deskMessageLimits } from '@parley/contracts/desk/conversation'
import { deskFileTypes } from '@parley/contracts/desk/messages'
import { normalizeEmail } from '@parley/contracts/email'
import type { Language } from '@parley/contracts/fields'
import { showsSomething } from '@parley/contracts/text'
import { headBytes, typeOf } from '@parley/files/file-types'
import { shorten } from '@parley/text/shorten'
import type { Db } from '../context.ts'
import { digestOfAddress } from '../domain/address-digest.ts'
import { refuseMail } from '../store/mail-addresses.ts'
import { findMailThread } from '../store/mail-threads.ts'
import type { InboundMail } from './inbound-mail.ts'
import type { MailAddresses } from './mail-addresses.ts'
import type { MailFile } from './parse-mail.ts'
import { wordsOf } from './words.ts'

/** Where a mail belongs: to a conversation that it answers, or to a workspace's desk. */
export type Destination =
  | { kind: 'conversation'; workspaceId: string; conversationId: string; mailedTo: string | null }
  | { kind: 'desk'; workspaceId: string }

/**
 * Where a mail belongs: by the addresses that it came to, whose signatures prove that we mailed its sender or somebody who
 * passed them on; else by the mails that it answers, for programs that answer to the sender whatever it says.
 */
export async function destinationOf(
  db: Db,
  addresses: MailAddresses,
  { recipients, references }: Pick<InboundMail, 'recipients' | 'references'>,
): Promise<Destination | undefined> {
  const named = recipients.flatMap((recipient) => addresses.read(recipient) ?? [])
  const conversationIds = [
    ...named.flatMap((each) => (each.kind === 'conversation' ? each.conversationId : [])),
    ...references.flatMap((id) => addresses.readMessageId(id) ?? []),
  ]
  for (const id of new Set(conversationIds)) {
    const thread = await findMailThread(db, id)
    if (!thread) continue
    const { workspaceId, conversationId, ownAddress: mailedTo } = thread
    return { kind: 'conversation', conversationId, workspaceId, mailedTo }
  }
  const desk = named.find(({ kind }) => kind === 'desk')
  return desk as Destination | undefined
}

/**
 * Ends mails to an address that a report says does not exist. It has come to the return path of a mail to that address: who
 * knows another one can say nothing of it.
 */
export async function heedBounces(
  db: Db,
  addresses: MailAddresses,
  { bounces, recipients }: InboundMail,
  { workspaceId }: Destination,
): Promise<void> {
  for (const { recipient, isPermanent } of bounces) {
    const address = normalizeEmail(recipient)
    if (!isPermanent || address === undefined) continue
    if (!recipients.some((returnPath) => addresses.isReturnPathOf(returnPath, address))) continue
    await refuseMail(db, { workspaceId, digest: digestOfAddress(address) }, 'bounced')
  }
}

/** By which a mail is known again: its id, or its bytes where it has none. */
export const digestOfMail = ({ messageId }: InboundMail, raw: Buffer): Buffer =>
  createHash('sha256')
    .update(messageId ?? raw)
    .digest()

const maxNote = 1_000

const types: ReadonlySet<string> = new Set(deskFileTypes)

/** The files of a mail that a conversation takes, and the names of the others. */
export async function sortFiles({ files, leftOut }: InboundMail): Promise<{ kept: MailFile[]; leftOut: string[] }> {
  const kept: MailFile[] = []
  const others: string[] = []
  for (const file of files) {
    if (kept.length < deskMessageLimits.files && (await isTaken(file))) kept.push(file)
    else others.push(nameOf(file))
  }
  return { kept, leftOut: [...others, ...leftOut] }
}

export const nameOf = ({ name }: Pick<MailFile, 'name'>): string => name ?? 'attachment'

async function isTaken({ name = '', content }: MailFile): Promise<boolean> {
  if (content.length > deskMessageLimits.fileBytes) return false
  const head = Buffer.from(content.subarray(0, headBytes))
  return types.has(await typeOf(head, head.length === content.length, name))
}

/** What a mail says in a conversation: its subject too where it begins one, and below what agents should know of it. */
export function contentOf(
  { subject, text, from }: InboundMail,
  {
    begins,
    mailedTo,
    leftOut,
    language,
  }: { begins: boolean; mailedTo?: string | null; leftOut: string[]; language: Language },
): string {
  const words = wordsOf[language]
  const isAnothers = mailedTo !== undefined && from !== undefined && from.address !== mailedTo
  const notes = [
    isAnothers ? words.writtenBy(from.address) : '',
    leftOut.length > 0 ? shorten(words.notKept(leftOut.join(', ')), maxNote) : '',
  ]
  const below = notes.filter(Boolean).join('\n')
  const said = [begins ? subject : '', text].filter(showsSomething).join('\n\n')
  const fit = shorten(said, deskMessageLimits.content - below.length - 2)
  return [fit, below].filter(Boolean).join('\n\n')
}
