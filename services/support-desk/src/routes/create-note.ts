import { createNote } from '@parley/contracts/desk/messages'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { annotate, beginDraft } from '../domain/draft.ts'
import { noSuchConversation, notAnAgent } from '../domain/refusals.ts'
import { lockAgent } from '../store/agents.ts'
import { lockConversation, newId } from '../store/conversations.ts'
import { saveDraft } from '../store/drafts.ts'
import { findNotes } from '../store/notes.ts'

export const createNoteRoute = ({ db }: Context) =>
  route(createNote, (request) => {
    const { params, body, caller, trace } = request
    const conversation = { workspaceId: caller.workspaceId, id: params.id }
    return transact(
      db,
      request,
      async (tx) => {
        const authorName = await lockAgent(tx, caller.workspaceId, caller.userId)
        if (authorName === undefined) throw notAnAgent()
        const row = await lockConversation(tx, caller.workspaceId, params.id)
        if (!row) throw noSuchConversation()
        const draft = beginDraft(row)
        const id = await newId(tx)
        annotate(draft, { id, authorId: caller.userId, authorName, content: body.content })
        await saveDraft(tx, draft, trace)
        return ok((await findNotes(tx, conversation, [id])).get(id)!)
      },
      { about: () => params.id },
    )
  })
