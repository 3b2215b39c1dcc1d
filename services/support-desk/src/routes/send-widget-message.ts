import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { attachFiles } from '@parley/files/store/attaching'
import { ok } from '@parley/kit/route'
import { answerByItself } from '../answering-by-itself.ts'
import type { Context } from '../context.ts'
import { checkTypes } from '../desk-files.ts'
import { read, say } from '../domain/draft.ts'
import { requireSomething } from '../domain/message-rules.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { openConversation } from '../opening-conversations.ts'
import { newId } from '../store/conversations.ts'
import { saveDraft } from '../store/drafts.ts'
import { findMessages } from '../store/messages.ts'
import { addFileBytes, lockVisitorRow, resumeVisit } from '../store/visits.ts'

export const sendWidgetMessageRoute = ({ files, visitorLimits, onlineAgents, chatEngine }: Context) =>
  files.uploadRoute(sendWidgetMessage, {
    placeOf: (_fields, { caller }) => caller.visitorId,
    async inspect(spooled, { caller: { widgetKeyId }, ip }) {
      await checkTypes(spooled)
      await visitorLimits.countMessage(ip)
      await visitorLimits.countFiles({ widgetKeyId, ip, bytes: spooled.reduce((sum, { size }) => sum + size, 0) })
    },
    async answer(tx, { files: sent, uploads, fields, caller, ip, trace }) {
      requireSomething(fields, sent)
      const { workspaceId, visitorId, siteId } = caller
      const visitor = await lockVisitorRow(tx, workspaceId, visitorId)
      if (!visitor) throw noSuchVisitor()
      const draft = await openConversation(tx, caller, fields, {
        onlineAgents,
        countNew: () => visitorLimits.countConversation(ip),
      })
      const id = await newId(tx)
      const attachments = await attachFiles(tx, { ...uploads, holderId: id })
      read(draft, 'visitor')
      say(draft, {
        ...{ id, senderType: 'VISITOR', senderId: visitorId, senderName: null },
        ...{ content: fields.content, attachments: attachments! },
      })
      await resumeVisit(tx, visitor, { workspaceId, siteId }, new Date())
      await addFileBytes(
        tx,
        workspaceId,
        visitorId,
        sent.reduce((sum, { size }) => sum + size, 0),
      )
      await answerByItself(tx, { chatEngine }, draft, trace)
      await saveDraft(tx, draft, trace)
      const message = (await findMessages(tx, { workspaceId, id: draft.row.id }, [id])).get(id)
      return ok(message!)
    },
  })
