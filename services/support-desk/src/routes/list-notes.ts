import { listNotes } from '@parley/contracts/desk/messages'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { countMessages } from '../store/messages.ts'
import * as store from '../store/notes.ts'

export const listNotesRoute = ({ db }: Context) =>
  route(listNotes, async ({ params, query: { page, limit, after_rev: afterRev }, caller }) => {
    const conversation = { workspaceId: caller.workspaceId, id: params.id }
    if ((await countMessages(db, conversation)) === undefined) throw noSuchConversation()
    const offset = afterRev === undefined ? (page - 1) * limit : 0
    return ok({ notes: await store.listNotes(db, conversation, { afterRev, offset, limit }), page, limit })
  })
