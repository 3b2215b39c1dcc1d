import { mailTranscript } from '@parley/contracts/desk/transcript'
import { sendMail } from '@parley/contracts/identity/jobs'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import { noSuchConversation } from '../domain/refusals.ts'
import type { MailContext } from '../mail/context.ts'
import { conversationMail } from '../mail/conversation-mail.ts'
import { findVisitorConversation } from '../store/conversations.ts'
import { countMail } from '../store/mail-addresses.ts'
import { findMailable, listForMail, lockMailThread, recordSentMail } from '../store/mail-threads.ts'

const betweenTranscriptsMs = 3_600_000
const transcriptsPerDay = 5
const maxMessages = 500

export const mailTranscriptRoute = (ctx: MailContext) =>
  route(mailTranscript, (request) =>
    transact(ctx.db, request, async (tx) => {
      const { body, caller, trace } = request
      const { workspaceId, visitorId } = caller
      const conversationId = (await findVisitorConversation(tx, workspaceId, visitorId, body.conversationId))?.id
      const found = conversationId && (await findMailable(tx, workspaceId, conversationId))
      if (!found) throw noSuchConversation()
      const { address, workspace } = found
      if (address === null) throw new ServiceError('conflict', 'The visitor has no email address.')
      const about = { workspaceId, conversationId }
      const { messages, seq } = await listForMail(tx, about, {
        senders: ['VISITOR', 'AGENT', 'AI', 'SYSTEM'],
        limit: maxMessages,
      })
      // Else anybody could have us mail a text of theirs to anybody.
      if (!messages.some(({ senderType }) => senderType === 'AGENT'))
        throw new ServiceError('conflict', 'Nobody has answered in this conversation yet.')
      const thread = await lockMailThread(tx, workspaceId, conversationId, address)
      if (thread.transcriptMsAgo !== null && thread.transcriptMsAgo < betweenTranscriptsMs)
        throw new ServiceError('rate_limited', 'A transcript of this conversation was mailed within the hour.')
      // Whether an address wants mails is nobody else's business: the answer is the same.
      if (await countMail(tx, { workspaceId, address }, { direction: 'sent', max: transcriptsPerDay })) {
        const content = { subject: thread.subject, references: thread.messageIds, messages }
        const mail = conversationMail(
          { kind: 'transcript', to: address, workspace, conversationId, seq, ...content },
          ctx,
        )
        const jobId = await insertJob(tx, sendMail, mail, trace)
        await recordSentMail(tx, about, { kind: 'transcript', jobId })
      }
      return ok({ success: true as const })
    }),
  )
