import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { attachFiles } from '@parley/files/store/attaching'
import { ok } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { checkTypes } from '../desk-files.ts'
import { assign, silenceAi } from '../domain/conversation-rules.ts'
import { beginDraft, read, say } from '../domain/draft.ts'
import { requireSomething } from '../domain/message-rules.ts'
import { noSuchConversation, notAnAgent } from '../domain/refusals.ts'
import { lockAgent, requireFree } from '../store/agents.ts'
import { lockConversation, newId } from '../store/conversations.ts'
import { saveDraft } from '../store/drafts.ts'
import { findMessages } from '../store/messages.ts'

export const sendAgentMessageRoute = ({ files, mailIfUnseen }: Context) =>
  files.uploadRoute(sendAgentMessage, {
    placeOf: (_fields, { params }) => params.id,
    inspect: checkTypes,
    async answer(tx, { files: sent, uploads, fields, caller, trace }) {
      requireSomething(fields, sent)
      const { content } = fields
      const { workspaceId, userId } = caller
      const conversation = { workspaceId, id: uploads.placeId }
      const senderName = await lockAgent(tx, workspaceId, userId)
      if (senderName === undefined) throw notAnAgent()
      const row = await lockConversation(tx, workspaceId, conversation.id)
      if (!row) throw noSuchConversation()
      await requireFree(tx, workspaceId, row, userId)
      const draft = beginDraft(row)
      const id = await newId(tx)
      const attachments = await attachFiles(tx, { ...uploads, holderId: id })
      assign(draft, userId)
      read(draft, 'agent')
      say(draft, { id, senderType: 'AGENT', senderId: userId, senderName, content, attachments: attachments! })
      silenceAi(draft)
      await saveDraft(tx, draft, trace)
      await mailIfUnseen(tx, draft, trace)
      return ok((await findMessages(tx, conversation, [id])).get(id)!)
    },
  })
