import { conversationCreated } from '@parley/contracts/desk/events'
import { sendWidgetMessage, visitorQuota } from '@parley/contracts/desk/widget-messages'
import { attachFiles } from '@parley/files/store/attaching'
import type { VisitorCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { ok } from '@parley/kit/route'
import { askAi } from '../ai/answer-visitor.ts'
import type { Context, Db } from '../context.ts'
import { checkTypes } from '../desk-files.ts'
import { reopen } from '../domain/conversation-rules.ts'
import { beginDraft, change, type Draft, read, say } from '../domain/draft.ts'
import { requireSomething } from '../domain/message-rules.ts'
import { noSuchConversation, noSuchVisitor } from '../domain/refusals.ts'
import { lockAgentOf } from '../store/agents.ts'
import {
  countOpenConversations,
  findVisitorConversation,
  insertConversation,
  lockConversation,
  newId,
} from '../store/conversations.ts'
import { saveDraft } from '../store/drafts.ts'
import { findMessages } from '../store/messages.ts'
import { addFileBytes, lockVisitorRow, resumeVisit } from '../store/visits.ts'

export const sendWidgetMessageRoute = ({ files }: Context) =>
  files.uploadRoute(sendWidgetMessage, {
    placeOf: (_fields, { caller }) => caller.visitorId,
    inspect: checkTypes,
    async answer(tx, { files: sent, uploads, fields, caller, trace }) {
      requireSomething(fields.content, sent)
      const { workspaceId, visitorId, siteId } = caller
      const visitor = await lockVisitorRow(tx, workspaceId, visitorId)
      if (!visitor) throw noSuchVisitor()
      const draft = await openConversation(tx, caller, fields)
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
      await saveDraft(tx, draft, trace)
      await askAi(tx, draft, trace)
      const message = (await findMessages(tx, { workspaceId, id: draft.row.id }, [id])).get(id)
      return ok(message!)
    },
  })

/** The conversation that the visitor, who is locked, writes in: it is open then, and locked too. */
async function openConversation(
  tx: Db,
  { workspaceId, visitorId, siteId }: VisitorCaller,
  { conversationId, newConversation }: { conversationId?: string | undefined; newConversation: boolean },
): Promise<Draft> {
  const isNew = newConversation && conversationId === undefined
  const found = isNew ? undefined : await findVisitorConversation(tx, workspaceId, visitorId, conversationId)
  if (!found && conversationId !== undefined) throw noSuchConversation()
  const lockedAgent = found?.status === 'CLOSED' ? await lockAgentOf(tx, { workspaceId, id: found.id }) : null
  const row = found && (await lockConversation(tx, workspaceId, found.id))
  if (row && row.status !== 'CLOSED') return beginDraft(row)
  const open = await countOpenConversations(tx, workspaceId, visitorId, visitorQuota.openConversations)
  if (open >= visitorQuota.openConversations)
    throw new ServiceError('conflict', `You have ${visitorQuota.openConversations} open conversations already.`)
  if (row) {
    const draft = beginDraft(row)
    reopen(draft, lockedAgent)
    return draft
  }
  const draft = beginDraft(await insertConversation(tx, { workspaceId, visitorId, siteId }), { isNew: true })
  change(draft, conversationCreated, {})
  return draft
}
