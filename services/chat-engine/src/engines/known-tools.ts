import { confidenceIn, type Quotable } from './quoting.ts'

/** The tools that the local engine asks for. */
export const knowledgeSearchName = 'knowledge_search'
export const webSearchName = 'web_search'
export const webScrapeName = 'web_scrape'
export const channelSummaryName = 'channel_summary'
export const namesForLocal: readonly string[] = [knowledgeSearchName, channelSummaryName, webSearchName, webScrapeName]

/** Characters of a question that the web may be searched for. */
export const maxWebQuery = 500

/**
 * How well what a search has found answers what it was asked, from 0 to 1; undefined of other tools.
 *
 * @param sources best first; none where it has failed
 */
export function confidenceInSearch(
  tool: string,
  input: unknown,
  sources: readonly Quotable[] = [],
): number | undefined {
  if (tool !== knowledgeSearchName && tool !== webSearchName) return undefined
  const { query } = Object(input) as { query?: unknown }
  return confidenceIn(typeof query === 'string' ? query : '', sources)
}
