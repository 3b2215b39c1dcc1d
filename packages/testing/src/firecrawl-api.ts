import * as z from 'zod'
import { answerJson, startServer } from './json-server.ts'

const SearchRequest = z.strictObject({ query: z.string().min(1).max(500), limit: z.int().min(1).max(100) })
const ScrapeRequest = z.strictObject({
  url: z.url(),
  formats: z.array(z.enum(['markdown', 'html', 'links'])).min(1),
  onlyMainContent: z.boolean().optional(),
})

/** A page as Firecrawl finds or reads it. */
export interface ScriptedPage {
  url: string
  title: string
  description: string
  markdown: string
}

/** A server that speaks the part of Firecrawl's API, version 2, that Parley uses, and checks requests as it does. */
export interface FirecrawlDouble {
  /** For FIRECRAWL_URL and FIRECRAWL_API_KEY. */
  readonly url: string
  readonly apiKey: string
  /** Searches and addresses that it was asked for, oldest first. */
  readonly searches: string[]
  readonly scrapes: string[]
  /** What it knows: every search finds all of it. */
  readonly pages: ScriptedPage[]
  /** Answers the next request with this status, or with this text in place of JSON. */
  next?: { status: number } | { text: string } | undefined
}

/** Starts the double on a free port of 127.0.0.1; closed by itself. */
export async function startFirecrawlApi(): Promise<FirecrawlDouble> {
  const apiKey = 'fc-test'
  const server = await startServer(({ method, path, headers, body }, response) => {
    if (method !== 'POST') return answerJson(response, 404, { success: false, error: 'Not Found' })
    if (headers.authorization !== `Bearer ${apiKey}`)
      return answerJson(response, 401, { success: false, error: 'Unauthorized: Invalid token' })
    const { next } = double
    double.next = undefined
    if (next && 'status' in next) return answerJson(response, next.status, { success: false, error: 'As scripted.' })
    if (next) return void response.end(next.text)
    if (path === '/v2/search') {
      const { data, error } = SearchRequest.safeParse(JSON.parse(body))
      if (!data) return answerJson(response, 400, { success: false, error: 'Bad Request', details: error.issues })
      double.searches.push(data.query)
      const web = double.pages
        .slice(0, data.limit)
        .map(({ url, title, description }, i) => ({ url, title, description, position: i + 1 }))
      return answerJson(response, 200, { success: true, data: { web }, creditsUsed: 2 })
    }
    if (path === '/v2/scrape') {
      const { data, error } = ScrapeRequest.safeParse(JSON.parse(body))
      if (!data) return answerJson(response, 400, { success: false, error: 'Bad Request', details: error.issues })
      double.scrapes.push(data.url)
      const page = double.pages.find(({ url }) => url === data.url)
      if (!page) return answerJson(response, 404, { success: false, error: 'The page was not found.' })
      const metadata = { title: page.title, sourceURL: page.url, statusCode: 200 }
      return answerJson(response, 200, { success: true, data: { markdown: page.markdown, metadata } })
    }
    answerJson(response, 404, { success: false, error: 'Not Found' })
  })
  const double: FirecrawlDouble = { url: server.url, apiKey, searches: [], scrapes: [], pages: [] }
  return double
}
