import { conversationUpdated } from '@parley/contracts/desk/events'
import { analyseResolved } from '@parley/contracts/desk/jobs'
import { analyseConversation, storeAnalysis } from '@parley/contracts/summaries/jobs'
import { decodeId } from '@parley/contracts/type-id'
import { insertJob, transaction } from '@parley/kit/outbox'
import { withoutOwnWords } from '../domain/ai-words.ts'
import { beginDraft, change } from '../domain/draft.ts'
import { lockConversation } from '../store/conversations.ts'
import { getDesk } from '../store/desks.ts'
import { saveDraft } from '../store/drafts.ts'
import { readTranscript } from '../store/transcripts.ts'
import type { AiContext } from './context.ts'

/** Has the chat engine find out how conversations that were resolved went, and stores what it hands back. */
export function workAnalyses({ db, log, work, chatEngine }: AiContext): void {
  work(analyseResolved, async ({ workspace_id: workspaceId, data }, { trace }) => {
    if (!chatEngine) return
    const conversation = { workspaceId, id: decodeId(data.id, ['cnv'])! }
    const messages = withoutOwnWords(await readTranscript(db, conversation))
    // Deleted meanwhile.
    if (messages.length === 0) return
    const { language } = await getDesk(db, workspaceId)
    const payload = { workspace_id: workspaceId, conversation_id: conversation.id, language, messages }
    await transaction(db, (tx) => insertJob(tx, analyseConversation, payload, trace))
  })

  work(storeAnalysis, async ({ workspace_id: workspaceId, conversation_id: id, result }, { trace }) => {
    if (result.status === 'failed') {
      log.info({ conversation: id, reason: result.reason }, 'a conversation could not be analysed')
      return
    }
    await transaction(db, async (tx) => {
      const row = await lockConversation(tx, workspaceId, id)
      // Deleted, or merged into another, meanwhile.
      if (!row || row.merged_into !== null) return
      const draft = beginDraft(row)
      draft.analysis = result.analysis
      change(draft, conversationUpdated, { topics: result.analysis.topics })
      await saveDraft(tx, draft, trace)
    })
  })
}
