import * as z from 'zod'
import { maxWebQuery, webSearchName } from '../engines/known-tools.ts'
import { coverageOf, type Quotable, termsIn } from '../engines/quoting.ts'
import { checkedTool, failed } from './checked-tool.ts'
import { type Firecrawl, FirecrawlError, type WebResult } from './firecrawl.ts'
import { fitting, type Tool } from './tool.ts'

export const webSearchOff = 'Not configured: FIRECRAWL_API_KEY.'

/** Searches the web by a service of the operator's. What it finds may be opened without approval. */
export const createWebSearch = (firecrawl: Firecrawl | undefined): Tool =>
  checkedTool({
    name: webSearchName,
    description:
      'Searches the web, and answers titles, addresses and descriptions of pages. Once you have read what others wrote, a query needs the approval of a person unless all of its words are the person’s own.',
    input: z.object({
      query: z.string().trim().min(1).max(maxWebQuery).describe('What to search for.'),
      limit: z.int().min(1).max(10).default(5).describe('How many pages at most.'),
    }),
    reads: 'web',
    timeoutMs: 20_000,
    sends: ({ query }) => query,
    async run({ query, limit }, _scope, signal) {
      if (!firecrawl) return failed(webSearchOff)
      try {
        const results = fitting(await firecrawl.search(query, limit, signal))
        return {
          text: JSON.stringify({ results }),
          failed: false,
          found: { sources: results.map(quotableFor(query)) },
          links: results.map(({ url }) => url),
          sources: results.map(({ url, title }) => ({ type: 'page', id: url, channel_id: null, title, passage: null })),
        }
      } catch (error) {
        if (error instanceof FirecrawlError) return failed(error.message)
        throw error
      }
    },
  })

function quotableFor(question: string) {
  const terms = termsIn(question)
  return ({ url, title, description }: WebResult): Quotable => ({
    id: url,
    author: new URL(url).host,
    place: title,
    text: description,
    coverage: coverageOf(`${title} ${description}`, terms),
  })
}
