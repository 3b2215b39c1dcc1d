import * as z from 'zod'
import { Language, Time } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { defineJob } from '../job.ts'

/** Messages of a conversation that are analysed at most, and characters of them; the newest count. */
export const maxAnalysed = { messages: 300, characters: 100_000, charactersOfOne: 4_000 } as const

/** One message of a conversation of the support desk. */
export const AnalysedMessage = z.object({
  id: Uuid,
  sender: z.enum(['visitor', 'agent', 'ai', 'system']),
  /** Whom the summary names; null for nobody known. */
  name: z.string().max(200).nullable(),
  at: Time,
  content: z.string().max(maxAnalysed.charactersOfOne),
})
export type AnalysedMessage = z.infer<typeof AnalysedMessage>

/** As much of a conversation as is analysed: the newest messages that fit, each cut where it is too long. */
export function boundForAnalysis(messages: readonly AnalysedMessage[]): AnalysedMessage[] {
  let left: number = maxAnalysed.characters
  const kept: AnalysedMessage[] = []
  for (const message of messages.slice(-maxAnalysed.messages).toReversed()) {
    const content = message.content.slice(0, maxAnalysed.charactersOfOne).toWellFormed()
    left -= content.length
    if (left < 0) break
    kept.unshift({ ...message, content, name: message.name?.slice(0, 200).toWellFormed() ?? null })
  }
  return kept
}

/** How a conversation ended for its visitor: `unanswered` by anybody; `unclear` where the messages do not show it. */
export const analysisOutcomes = ['resolved', 'unresolved', 'unanswered', 'unclear'] as const
export const sentiments = ['positive', 'neutral', 'negative'] as const

/** What is found out about a conversation. */
export const ConversationAnalysis = z.object({
  outcome: z.enum(analysisOutcomes),
  summary: z.string().max(2_000),
  /** The visitor’s, towards the end. */
  sentiment: z.enum(sentiments),
  /** What it was about, the weightiest first; in the language that was asked for where a model says it, as it was said otherwise. */
  topics: z.array(z.string().min(1).max(60)).max(5),
  /** Messages that this rests on. */
  evidence: z.array(Uuid),
})
export type ConversationAnalysis = z.infer<typeof ConversationAnalysis>

/**
 * Why there is no analysis: the model was not available for as long as it was tried (`unavailable`), it declined
 * (`refused`), it gave nothing usable twice (`malformed`), or the workspace’s budget is used up (`budget_exceeded`).
 */
export const analysisFailures = ['unavailable', 'refused', 'malformed', 'budget_exceeded'] as const
export type AnalysisFailure = (typeof analysisFailures)[number]

/**
 * Queued by the support desk when a conversation is resolved. The messages come with it, since they are the desk’s; each
 * conversation is answered by one `store-analysis`, or by several that say the same kind of thing.
 */
export const analyseConversation = defineJob({
  name: 'analyse-conversation',
  owner: 'chat-engine',
  summary: 'Find out how a conversation of the support desk went, and hand that back by `store-analysis`.',
  payload: z.object({
    workspace_id: Uuid,
    conversation_id: Uuid,
    /** In which summary and topics are written, where a model writes them. */
    language: Language.default('en'),
    /** Oldest first, as `boundForAnalysis` leaves them. */
    messages: z.array(AnalysedMessage).max(maxAnalysed.messages),
  }),
  attempts: 6, // the last one about ten minutes after the first
  backoffMs: 20_000,
  maxBackoffMs: 300_000,
  timeoutMs: 120_000,
  secret: true, // what visitors say is nobody else's business
})

export const storeAnalysis = defineJob({
  name: 'store-analysis',
  owner: 'support-desk',
  summary: 'Store what was found out about a conversation, or why nothing was. Coming twice, the later one counts.',
  payload: z.object({
    workspace_id: Uuid,
    conversation_id: Uuid,
    result: z.discriminatedUnion('status', [
      z.object({ status: z.literal('done'), analysis: ConversationAnalysis, model: z.string() }),
      z.object({ status: z.literal('failed'), reason: z.enum(analysisFailures) }),
    ]),
  }),
  attempts: 8,
  backoffMs: 1_000,
  timeoutMs: 30_000,
  secret: true, // the summary, as above
})

export const summaryJobs = [analyseConversation, storeAnalysis] as const
