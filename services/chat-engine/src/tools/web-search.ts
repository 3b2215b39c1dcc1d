import * as z from 'zod'
import { checkedTool, failed } from './checked-tool.ts'
import { type Firecrawl, FirecrawlError } from './firecrawl.ts'
import type { Tool } from './tool.ts'

export const webSearchName = 'web_search'

/** What the tool answers, as JSON. */
export const WebPages = z.object({
  results: z.array(z.object({ url: z.url(), title: z.string(), description: z.string() })),
})
export type WebPages = z.output<typeof WebPages>

/** Characters of a question that may be searched for. */
export const maxWebQuery = 500

export const webSearchOff = 'Not configured: FIRECRAWL_API_KEY.'

/** Searches the web by a service of the operator's. What it finds may be opened without approval. */
export const createWebSearch = (firecrawl: Firecrawl | undefined): Tool =>
  checkedTool({
    name: webSearchName,
    description: 'Searches the web, and answers titles, addresses and descriptions of pages.',
    input: z.object({
      query: z.string().trim().min(1).max(maxWebQuery).describe('What to search for.'),
      limit: z.int().min(1).max(10).default(5).describe('How many pages at most.'),
    }),
    timeoutMs: 20_000,
    async run({ query, limit }, _scope, signal) {
      if (!firecrawl) return failed(webSearchOff)
      try {
        const results = await firecrawl.search(query, limit, signal)
        return {
          text: JSON.stringify({ results } satisfies WebPages),
          failed: false,
          links: results.map(({ url }) => url),
        }
      } catch (error) {
        if (error instanceof FirecrawlError) return failed(error.message)
        throw error
      }
    },
  })
