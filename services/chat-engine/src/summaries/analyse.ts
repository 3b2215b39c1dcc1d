import type { Language } from '@parley/contracts/fields'
import {
  type AnalysedMessage,
  analysisOutcomes,
  type ConversationAnalysis,
  sentiments,
} from '@parley/contracts/summaries/jobs'
import * as z from 'zod'
import type { Asker } from '../engines/ask.ts'
import { askByTool } from '../engines/ask-by-tool.ts'
import { languageNames } from '../engines/language-names.ts'
import { quoted } from '../engines/quoted.ts'
import { nameOf, takeCitations } from './citations.ts'
import { quoteAnalysis } from './quote-analysis.ts'

const maxTokens = 4_096

const instructionsFor = (language: Language): string =>
  `You analyse conversations of a company's support desk. Write summary and topics in ${languageNames[language]}.`

const tool = {
  name: 'record_analysis',
  description: 'Records the analysis of the conversation. Call it once.',
  input: z.object({
    outcome: z
      .enum(analysisOutcomes)
      .describe(
        'How it ended for the visitor: resolved; unresolved; unanswered where nobody answered; unclear where the messages do not show it.',
      ),
    summary: z.string().trim().min(1).max(2_000).describe('Two or three sentences.'),
    sentiment: z.enum(sentiments).describe('The visitor’s, towards the end.'),
    topics: z.array(z.string().trim().min(1).max(60)).max(5).describe('One to three words each.'),
    evidence: z.array(z.string().max(200)).max(50).describe('Names of the messages that show this: m3.'),
  }),
}

/**
 * Finds out how a conversation went.
 *
 * @param asker null where rules are to decide, in place of a model
 * @throws AnswerRefused; what the asker throws
 */
export async function analyse(
  asker: Asker | null,
  messages: readonly AnalysedMessage[],
  language: Language,
  signal: AbortSignal,
): Promise<ConversationAnalysis> {
  if (!asker || messages.length === 0) return quoteAnalysis(messages, language)
  const ids = messages.map(({ id }) => id)
  const shown = messages.map(({ sender, name, at, content }, i) =>
    quoted('message', { id: nameOf(i), sender, name: name ?? sender, at }, content),
  )
  const text = shown.join('\n')
  const { summary, evidence, ...rest } = await askByTool(
    asker,
    tool,
    { instructions: instructionsFor(language), text, maxTokens },
    signal,
  )
  const named = evidence.flatMap((each) => each.match(/m\d+/gi) ?? [])
  const cited = takeCitations(`${summary} [${named.join(', ')}]`, ids)
  return { ...rest, summary: cited.text, evidence: cited.evidence }
}
