import { mailUnseen } from '@parley/contracts/desk/jobs'
import { sendMail } from '@parley/contracts/identity/jobs'
import { Postpone } from '@parley/kit/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import type { MailContext } from '../mail/context.ts'
import { conversationMail } from '../mail/conversation-mail.ts'
import { countMail } from '../store/mail-addresses.ts'
import { findMailable, listForMail, lockMailThread, type MailThread, recordSentMail } from '../store/mail-threads.ts'

/** The least time between two mails of which the first was not read. */
const betweenMailsMs = 120_000
/** Who has the widget open may yet look at it; how long, and how often, that is asked. */
const readerMs = { atMost: 3_600_000, every: 30_000 }
/** Mails to one address in a day, from one workspace: that is merely said to be somebody's, and that has answered one. */
const mailsPerDay = { max: 20, confirmedMax: 200 }
const maxMessages = 100

/**
 * Mails a visitor what they have not seen. Each answer asks for it; whichever job runs first mails all of them, and the others
 * find nothing left.
 */
export const workMailUnseen = (ctx: MailContext): void =>
  ctx.work(mailUnseen, async (answer, { trace }) => {
    const waitMs = await transaction(ctx.db, (tx) => mailOrWait(ctx, tx, answer, trace))
    if (waitMs > 0) throw new Postpone(waitMs)
  })

/** @returns after how many milliseconds to look again; 0 for never */
async function mailOrWait(
  ctx: MailContext,
  tx: Db,
  { workspace_id: workspaceId, conversation_id: conversationId, seq, answered_at }: z.output<typeof mailUnseen.payload>,
  trace: Trace,
): Promise<number> {
  const about = { workspaceId, conversationId }
  const found = await findMailable(tx, workspaceId, conversationId)
  if (!found?.address) return 0
  const { address, workspace, isOnline, readSeq } = found
  const thread = await lockMailThread(tx, workspaceId, conversationId, address)
  const afterSeq = Math.max(readSeq, thread.mailedSeq)
  const { messages, seq: newestSeq } = await listForMail(tx, about, {
    ...{ senders: ['AGENT', 'AI'], afterSeq, limit: maxMessages },
    isUnseen: true,
  })
  if (messages.length === 0) return 0
  const waitMs = isOnline ? readerMs.every : betweenMails(thread, readSeq)
  if (waitMs > 0) {
    const isOld = Date.now() - Date.parse(answered_at) > readerMs.atMost
    // The newest answer's job waits for all.
    return isOld || newestSeq > seq ? 0 : waitMs
  }
  if (!(await countMail(tx, { workspaceId, address }, { direction: 'sent', ...mailsPerDay }))) return 0
  const mail = conversationMail(
    {
      kind: 'unseen',
      to: address,
      workspace,
      conversationId,
      seq: newestSeq,
      subject: thread.subject,
      references: thread.messageIds,
      messages,
    },
    ctx,
  )
  const jobId = await insertJob(tx, sendMail, mail, trace)
  await recordSentMail(tx, about, { kind: 'unseen', seq: newestSeq, messageId: mail.message_id!, jobId })
  return 0
}

/** How long the next mail has to wait since the last one was not read. */
function betweenMails({ mailedMsAgo, mailedSeq }: MailThread, readSeq: number): number {
  const isUnread = mailedMsAgo !== null && readSeq < mailedSeq
  return isUnread ? Math.max(0, Math.ceil(betweenMailsMs - mailedMsAgo)) : 0
}
