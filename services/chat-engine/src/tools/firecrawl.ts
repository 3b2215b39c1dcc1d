import * as z from 'zod'
import type { ToolsConfig } from './config.ts'

const SearchAnswer = z.object({
  data: z.object({
    web: z
      .array(z.object({ url: z.string(), title: z.string().nullish(), description: z.string().nullish() }))
      .default([]),
  }),
})
const ScrapeAnswer = z.object({
  data: z.object({
    markdown: z.string().nullish(),
    metadata: z.object({ title: z.union([z.string(), z.array(z.string())]).nullish() }).default({}),
  }),
})

export interface WebPage {
  title: string
  text: string
}
export interface WebResult {
  url: string
  title: string
  description: string
}

/** An answer that is no success, in a sentence that may be shown. */
export class FirecrawlError extends Error {
  override name = 'FirecrawlError'
}

const maxAnswerBytes = 4 * 1024 * 1024

/** A Firecrawl-compatible API, version 2; undefined without a key. */
export function createFirecrawl({
  FIRECRAWL_URL: url,
  FIRECRAWL_API_KEY: key,
}: Pick<ToolsConfig, 'FIRECRAWL_URL' | 'FIRECRAWL_API_KEY'>) {
  if (key === undefined) return undefined

  /** @throws FirecrawlError for an answer that is no success or cannot be read; the signal's reason */
  async function ask<T>(path: string, body: object, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const response = await fetch(`${url.replace(/\/+$/, '')}/v2/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new FirecrawlError(refusals[response.status] ?? `The web service failed (${response.status}).`)
    }
    const text = await readAtMost(response, maxAnswerBytes)
    try {
      return schema.parse(JSON.parse(text))
    } catch (cause) {
      throw new FirecrawlError('The web service gave an answer that cannot be read.', { cause })
    }
  }

  return {
    async search(query: string, limit: number, signal: AbortSignal): Promise<WebResult[]> {
      const { data } = await ask('search', { query, limit }, SearchAnswer, signal)
      return data.web
        .filter((found) => URL.canParse(found.url) && /^https?:/i.test(found.url))
        .slice(0, limit)
        .map((found) => ({ url: found.url, title: found.title ?? '', description: found.description ?? '' }))
    },
    async scrape(pageUrl: string, signal: AbortSignal): Promise<WebPage> {
      const body = { url: pageUrl, formats: ['markdown'], onlyMainContent: true }
      const { data } = await ask('scrape', body, ScrapeAnswer, signal)
      const { title } = data.metadata
      return { title: (Array.isArray(title) ? title[0] : title) ?? '', text: data.markdown ?? '' }
    },
  }
}
export type Firecrawl = NonNullable<ReturnType<typeof createFirecrawl>>

const refusals: Record<number, string> = {
  401: 'The web service does not accept its key: FIRECRAWL_API_KEY.',
  402: 'The web service wants to be paid.',
  403: 'The web service refuses this page.',
  408: 'The page took too long.',
  429: 'The web service is asked too often right now.',
}

/** @throws FirecrawlError beyond the limit */
async function readAtMost(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > maxBytes) throw new FirecrawlError('The web service gave too long an answer.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
