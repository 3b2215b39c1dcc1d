import { draftReply } from '@parley/contracts/desk/assistance'
import { answerVisitor } from '@parley/contracts/desk/jobs'
import { ServiceError } from '@parley/kit/errors'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import { type AiSettings, aiSettingsOf } from '../domain/ai-settings.ts'
import { aiAnswer, aiName, handOverText } from '../domain/ai-words.ts'
import { beginDraft, type Draft, say } from '../domain/draft.ts'
import { findConversationRow, lockConversationForAi, newId } from '../store/conversations.ts'
import { getDesk, hasAiAnswer } from '../store/desks.ts'
import { saveDraft } from '../store/drafts.ts'
import { readTranscript } from '../store/transcripts.ts'
import type { AiContext } from './context.ts'
import { companyOf } from './reading.ts'

/** Beyond so many answers of AI in a conversation people are to go on. */
const maxAnswers = 20

/** Has AI answer what a visitor has just written, in the transaction that stores it, where the workspace wants that. */
export async function askAi(tx: Db, { row }: Draft, trace: Trace): Promise<void> {
  if (row.status !== 'WAITING' || row.is_left_to_people || !(await hasAiAnswer(tx, row.workspace_id))) return
  const { workspace_id, id: conversation_id, epoch, visitor_messages } = row
  await insertJob(tx, answerVisitor, { workspace_id, conversation_id, epoch, visitor_messages }, trace)
}

/** Answers visitors who wait, from what was made public, or hands them over to people. */
export function workAnswers({ db, log, work, chatEngine }: AiContext): void {
  work(answerVisitor, async (asked, { trace, signal }) => {
    const { workspace_id: workspaceId, conversation_id: id, epoch } = asked
    const before = await findConversationRow(db, workspaceId, id)
    if (!before || before.epoch !== epoch || before.visitor_messages !== asked.visitor_messages) return
    const desk = await getDesk(db, workspaceId)
    const settings = aiSettingsOf(desk)
    if (!settings.firstResponse) return
    const messages = await readTranscript(db, { workspaceId, id })
    const company = companyOf(desk)
    const { language } = desk
    const input = { reader: 'visitor' as const, company, language, messages }
    const drafted = await chatEngine
      .call(draftReply, input, { workspaceId, userId: null, trace, signal })
      .catch((error) => {
        // The conversation waits for people as it did; what passes is tried again.
        if (!(error instanceof ServiceError) || error.code === 'unavailable' || error.code === 'timeout') throw error
        log.info({ err: error, conversation: id }, 'AI did not answer a visitor')
        return undefined
      })
    if (!drafted) return
    const answered = messages.filter(({ sender }) => sender === 'ai').length
    const answer = answered < maxAnswers ? answerOf(drafted, settings) : undefined
    await transaction(db, async (tx) => {
      const row = await lockConversationForAi(tx, { workspaceId, id, epoch })
      // Whoever writes again is answered to all of it, by the job of that.
      if (!row || row.visitor_messages !== asked.visitor_messages) return
      const draft = beginDraft(row)
      const isFirst = answered === 0
      const content = answer ? aiAnswer(language, company, { ...answer, isFirst }) : handOverText(language)
      say(draft, {
        ...{ id: await newId(tx), senderType: 'AI', senderId: null, senderName: aiName(language) },
        ...{ content, attachments: [] },
      })
      if (!answer) draft.row = { ...draft.row, is_left_to_people: true }
      await saveDraft(tx, draft, trace)
    })
  })
}

interface Drafted {
  text: string | null
  confidence: number
  sources: readonly { source: string }[]
  wants_person: boolean
}

/** What is said; undefined where people are to answer. */
function answerOf(
  { text, confidence, sources, wants_person }: Drafted,
  { minConfidence }: AiSettings,
): { text: string; sources: string[] } | undefined {
  if (wants_person || text === null || confidence < minConfidence) return undefined
  return { text, sources: sources.map(({ source }) => source) }
}
