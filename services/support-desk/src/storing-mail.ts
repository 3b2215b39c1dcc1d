import { deskMessageLimits } from '@parley/contracts/desk/conversation'
import { visitorQuota } from '@parley/contracts/desk/widget-messages'
import { Name } from '@parley/contracts/fields'
import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { attachFiles } from '@parley/files/store/attaching'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from './context.ts'
import { read, say } from './domain/draft.ts'
import { noSuchConversation } from './domain/refusals.ts'
import type { MailContext } from './mail/context.ts'
import type { InboundMail } from './mail/inbound-mail.ts'
import type { Author, MailFile } from './mail/parse-mail.ts'
import { contentOf, type Destination, digestOfMail, nameOf, sortFiles } from './mail/receiving.ts'
import { openConversation } from './opening-conversations.ts'
import { isBlocked } from './store/blocks.ts'
import { countOpenConversations, findVisitorOf, newId } from './store/conversations.ts'
import { getDesk } from './store/desks.ts'
import { saveDraft } from './store/drafts.ts'
import { insertInboundMail, isKnownMail } from './store/inbound-mails.ts'
import { allowMail, countMail, findMailVisitor, setMailVisitor } from './store/mail-addresses.ts'
import { recordReceivedMail } from './store/mail-threads.ts'
import { addFileBytes, insertVisitor, lockVisitorRow, resumeVisit } from './store/visits.ts'

/** Mails of a day that are taken in: from one address, and to one desk of those that begin conversations. */
const mailsPerDay = { address: 200, desk: 5_000 }

interface Received {
  mail: InboundMail
  raw: Buffer
  destination: Destination
  trace: Trace
}

type Outcome =
  | { outcome: 'stored' | 'duplicate'; reason: null }
  | { outcome: 'ignored'; reason: 'no_sender' | 'empty' | 'blocked' }

const duplicate = { outcome: 'duplicate', reason: null } as const

/** Makes a message of a mail that somebody wrote, once. */
export async function storeMail(ctx: MailContext, received: Received): Promise<Outcome> {
  const { mail, raw, destination } = received
  const { workspaceId } = destination
  const { from } = mail
  if (!from) return { outcome: 'ignored', reason: 'no_sender' }
  if (await isFromBlocked(ctx.db, destination, from)) return { outcome: 'ignored', reason: 'blocked' }
  const digest = digestOfMail(mail, raw)
  if (await isKnownMail(ctx.db, workspaceId, digest)) return duplicate
  const { language } = await getDesk(ctx.db, workspaceId)
  const { kept, leftOut } = await sortFiles(mail)
  const isEmpty = contentOf(mail, { begins: isNew(destination), leftOut, language }) === '' && kept.length === 0
  if (isEmpty) return { outcome: 'ignored', reason: 'empty' }
  const visitorId = await findAuthor(ctx, destination, from)
  const files = await storeFiles(ctx, { workspaceId, visitorId }, kept)
  const content = contentOf(mail, {
    begins: isNew(destination),
    ...(destination.kind === 'conversation' && { mailedTo: destination.mailedTo }),
    leftOut: [...leftOut, ...files.refused],
    language,
  })
  const isStored = await transaction(ctx.db, (tx) =>
    addMessage(tx, ctx, received, { from, visitorId, digest, content, files: files.stored }),
  ).catch((error: unknown) => {
    if (error instanceof KnownMail) return false
    throw error
  })
  return isStored ? { outcome: 'stored', reason: null } : duplicate
}

/** Whether the desk takes nothing from an address, or from the visitor to whose conversation it writes. */
async function isFromBlocked(db: Db, destination: Destination, { address: email }: Author): Promise<boolean> {
  const { workspaceId } = destination
  const visitorId =
    destination.kind === 'conversation'
      ? await findVisitorOf(db, workspaceId, destination.conversationId)
      : await findMailVisitor(db, { workspaceId, address: email })
  return isBlocked(db, workspaceId, { visitorId, email })
}

const isNew = ({ kind }: Destination): boolean => kind === 'desk'

/** Thrown so that the transaction of a mail which another one has stored meanwhile leaves nothing. */
class KnownMail extends Error {}

/**
 * The visitor who wrote a mail: the conversation's, or whoever has mailed from this address before, who is made where
 * nobody has. Nobody who only says in a widget that the address is theirs: they could read what is answered to it.
 */
function findAuthor(ctx: MailContext, destination: Destination, { address, name }: Author): Promise<string> {
  const { workspaceId } = destination
  return transaction(ctx.db, async (tx) => {
    await requireFew(tx, { workspaceId, address }, mailsPerDay.address)
    if (destination.kind === 'conversation') {
      const visitorId = await findVisitorOf(tx, workspaceId, destination.conversationId)
      if (visitorId === undefined) throw noSuchConversation()
      return visitorId
    }
    await requireFew(tx, { workspaceId, address: ctx.addresses.ofDesk(workspaceId) }, mailsPerDay.desk)
    const known = await findMailVisitor(tx, { workspaceId, address })
    if (known !== undefined) return known
    const shownName = Name.safeParse(name).data ?? null
    const made = await insertVisitor(tx, { workspaceId, siteId: null, name: shownName, email: address }, new Date())
    await setMailVisitor(tx, { workspaceId, address }, made)
    return made
  })
}

/** @throws ServiceError 429 */
async function requireFew(tx: Db, of: { workspaceId: string; address: string }, max: number): Promise<void> {
  if (!(await countMail(tx, of, { direction: 'received', max })))
    throw new ServiceError('rate_limited', 'Too many mails have come from or to this address today.', {
      headers: { 'Retry-After': '3600' },
    })
}

/** Stores the files of a mail as if its author had uploaded them, and names those that are refused. */
async function storeFiles(
  { files }: MailContext,
  { workspaceId, visitorId }: { workspaceId: string; visitorId: string },
  kept: readonly MailFile[],
): Promise<{ stored: UnsignedAttachment[]; refused: string[] }> {
  const stored: UnsignedAttachment[] = []
  const refused: string[] = []
  const place = { workspaceId, placeId: visitorId, uploader: { kind: 'visitor', id: visitorId } as const }
  for (const file of kept) {
    const content = Buffer.from(file.content)
    try {
      stored.push(await files.store({ ...place, name: file.name, content, maxBytes: deskMessageLimits.fileBytes }))
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code === 'unavailable') throw error
      refused.push(nameOf(file)) // too damaged, or more than its author may have
    }
  }
  return { stored, refused }
}

async function addMessage(
  tx: Db,
  { onlineAgents }: MailContext,
  { mail, destination, trace }: Received,
  given: { from: Author; visitorId: string; digest: Buffer; content: string; files: UnsignedAttachment[] },
): Promise<true> {
  const { workspaceId } = destination
  const { from, visitorId, digest, content, files } = given
  const visitor = await lockVisitorRow(tx, workspaceId, visitorId)
  if (!visitor) throw noSuchConversation()
  const { site_id: siteId } = visitor
  const draft = await openConversation(
    tx,
    { workspaceId, visitorId, siteId },
    await whichConversation(tx, destination, visitorId),
    { onlineAgents },
  )
  const conversationId = draft.row.id
  if (!(await insertInboundMail(tx, { workspaceId, digest, conversationId }))) throw new KnownMail()
  const id = await newId(tx)
  const fileIds = files.map((file) => file.id)
  const uploads = { workspaceId, placeId: visitorId, uploaderId: visitorId, fileIds }
  const attachments = await attachFiles(tx, { ...uploads, holderId: id })
  if (!attachments) throw new ServiceError('unavailable', 'The files of the mail are gone: send it again.')
  read(draft, 'visitor')
  say(draft, { id, senderType: 'VISITOR', senderId: visitorId, senderName: null, content, attachments })
  await resumeVisit(tx, visitor, { workspaceId, siteId }, new Date())
  await addFileBytes(
    tx,
    workspaceId,
    visitorId,
    files.reduce((sum, { size }) => sum + size, 0),
  )
  await saveDraft(tx, draft, trace)
  const subject = isNew(destination) && mail.subject !== '' ? mail.subject : null
  const { address } = from
  await recordReceivedMail(tx, { workspaceId, conversationId }, { address, subject, messageId: mail.messageId })
  if (destination.kind === 'conversation')
    await allowMail(tx, { workspaceId, address }, { isConfirmed: address === destination.mailedTo })
  return true
}

/** A mail to the desk begins a conversation, unless its author has as many as they may have open. */
async function whichConversation(tx: Db, destination: Destination, visitorId: string) {
  if (destination.kind === 'conversation') return { conversationId: destination.conversationId, newConversation: false }
  const max = visitorQuota.openConversations
  const open = await countOpenConversations(tx, destination.workspaceId, visitorId, max)
  return { newConversation: open < max }
}
