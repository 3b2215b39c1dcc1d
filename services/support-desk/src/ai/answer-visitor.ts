import { draftReply } from '@parley/contracts/desk/assistance'
import { answerVisitor } from '@parley/contracts/desk/jobs'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import type { Db } from '../context.ts'
import { type AiSettings, aiSettingsOf } from '../domain/ai-settings.ts'
import { answeredTurn, endedTurn } from '../domain/ai-turn.ts'
import { aiAnswer, aiName, handOverText } from '../domain/ai-words.ts'
import { awayMessageFor, sayAway } from '../domain/away-message.ts'
import { beginDraft, type Draft, say } from '../domain/draft.ts'
import { findConversationRow, lockConversationForAi, newId } from '../store/conversations.ts'
import { getDesk } from '../store/desks.ts'
import { saveDraft } from '../store/drafts.ts'
import { readTranscript } from '../store/transcripts.ts'
import { findVisitorLanguage } from '../store/visits.ts'
import type { AiContext } from './context.ts'
import { companyOf } from './reading.ts'

/** Beyond so many answers of AI in a conversation people are to go on. */
const maxAnswers = 20

/** Answers visitors who wait, from what was made public, or hands them over to people. */
export function workAnswers({ db, log, work, chatEngine }: AiContext): void {
  work(answerVisitor, async (asked, { trace, signal }) => {
    if (!chatEngine) return
    const { workspace_id: workspaceId, conversation_id: id, epoch } = asked
    const before = await findConversationRow(db, workspaceId, id)
    if (!before || before.epoch !== epoch || before.visitor_messages !== asked.visitor_messages) return
    const desk = await getDesk(db, workspaceId)
    const settings = aiSettingsOf(desk)
    if (!settings.firstResponse) return
    const messages = await readTranscript(db, { workspaceId, id })
    const company = companyOf(desk)
    const language = (await findVisitorLanguage(db, before)) ?? desk.language
    const input = { reader: 'visitor' as const, company, language, messages }
    /** Locks the conversation, if it is still AI's turn, and says something in it. */
    const speak = (decide: (tx: Db, draft: Draft) => Promise<void>) =>
      transaction(db, async (tx) => {
        const row = await lockConversationForAi(tx, { workspaceId, id, epoch })
        // Whoever writes again is answered to all of it, by the job of that.
        if (!row || row.visitor_messages !== asked.visitor_messages) return
        const draft = beginDraft(row)
        await decide(tx, draft)
        await saveDraft(tx, draft, trace)
      })

    const drafted = await chatEngine
      .call(draftReply, input, { workspaceId, userId: null, trace, signal })
      .catch(async (error) => {
        // The conversation waits for people as it did; what passes is tried again.
        await speak(async (tx, draft) => {
          draft.row = { ...draft.row, ...endedTurn(draft.row) }
          const content = awayMessageFor(draft.row, desk, new Date(), language)
          if (content !== undefined) sayAway(draft, { id: await newId(tx), content })
        })
        if (!(error instanceof ServiceError) || error.code === 'unavailable' || error.code === 'timeout') throw error
        log.info({ err: error, conversation: id }, 'AI did not answer a visitor')
        return undefined
      })
    if (!drafted) return
    const answered = messages.filter(({ sender }) => sender === 'ai').length
    const answer = answered < maxAnswers ? answerOf(drafted, settings) : undefined
    await speak(async (tx, draft) => {
      const by = { id: await newId(tx), senderType: 'AI', senderId: null, senderName: aiName(language) } as const
      if (answer) {
        const content = aiAnswer(language, company, { ...answer, isFirst: answered === 0 })
        say(draft, { ...by, content, attachments: [] })
        draft.row = { ...draft.row, ...answeredTurn() }
        return
      }
      // One message for both: that people will answer, and that none is there.
      const away = awayMessageFor(draft.row, desk, new Date(), language)
      const content = [handOverText(language), ...(away === undefined ? [] : [away])].join('\n\n')
      say(draft, { ...by, content, attachments: [] })
      const announced = away !== undefined && { has_away_message: true }
      draft.row = { ...draft.row, ...endedTurn(draft.row), ...announced, is_left_to_people: true }
    })
  })
}

interface Drafted {
  text: string | null
  confidence: number
  sources: readonly { source: string | null }[]
  wants_person: boolean
}

/** What is said; undefined where people are to answer. */
function answerOf(
  { text, confidence, sources, wants_person }: Drafted,
  { minConfidence }: AiSettings,
): { text: string; sources: string[] } | undefined {
  if (wants_person || text === null || confidence < minConfidence) return undefined
  return { text, sources: sources.flatMap(({ source }) => source ?? []) }
}
