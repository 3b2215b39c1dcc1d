import { lookup } from 'node:dns/promises'
import { HttpUrl } from '@parley/contracts/fields'
import { DocumentError } from '@parley/documents/error'
import type { Extractor } from '@parley/documents/extractor'
import { isPublic } from '@parley/kit/outside/addresses'
import { OutsideError } from '@parley/kit/outside/error'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import * as z from 'zod'
import { webScrapeName } from '../engines/known-tools.ts'
import { checkedTool, failed } from './checked-tool.ts'
import { type Firecrawl, FirecrawlError, type WebPage } from './firecrawl.ts'
import { maxResultLength, type Tool } from './tool.ts'

const maxPageBytes = 5 * 1024 * 1024

export interface WebScrapeOptions {
  firecrawl: Firecrawl | undefined
  outside: OutsideFetch
  extractor: Pick<Extractor, 'extract'>
}

/** Reads a page: by the operator's service where there is one, else by itself, without running the page's scripts. */
export const createWebScrape = ({ firecrawl, outside, extractor }: WebScrapeOptions): Tool =>
  checkedTool({
    name: webScrapeName,
    description:
      'Opens a page of the web, or a document such as a PDF, and answers its text. An address that neither the person nor web_search has given needs the approval of a person.',
    input: z.object({ url: HttpUrl.describe('The address of the page.') }),
    reads: 'web',
    timeoutMs: 45_000,
    opens: ({ url }) => url,
    async run({ url }, { workspaceId }, signal) {
      try {
        const page = firecrawl
          ? await readByService(firecrawl, url, signal)
          : await read({ outside, extractor }, url, workspaceId, signal)
        if (page.text.trim() === '') return failed('The page has no text.')
        const text = page.text.slice(0, maxResultLength)
        const title = page.title.slice(0, 300)
        return {
          text: JSON.stringify({ url, title, text }),
          failed: false,
          // How well it answers whoever asked for it knows.
          found: { sources: [{ id: url, author: new URL(url).host, place: title || url, text, coverage: 1 }] },
          sources: [{ type: 'page', id: url, channel_id: null, title: title || null, passage: null }],
        }
      } catch (error) {
        if (error instanceof FirecrawlError || error instanceof OutsideError || error instanceof DocumentError)
          return failed(error.message)
        throw error
      }
    },
  })

/** The service may run within the operator's network: it is asked for public addresses alone. */
async function readByService(firecrawl: Firecrawl, url: string, signal: AbortSignal): Promise<WebPage> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  const addresses = await lookup(host, { all: true }).catch((cause) => {
    throw new OutsideError('unknown_host', `${host} has no address.`, { cause })
  })
  if (!addresses.every(({ address }) => isPublic(address)))
    throw new OutsideError('address', `${host} is not a public address.`)
  return firecrawl.scrape(url, signal)
}

async function read(
  { outside, extractor }: Pick<WebScrapeOptions, 'outside' | 'extractor'>,
  url: string,
  workspace: string,
  signal: AbortSignal,
): Promise<WebPage> {
  const headers = { 'user-agent': 'Parley', accept: 'text/html, text/plain, application/pdf;q=0.9, */*;q=0.5' }
  const response = await outside.fetch(url, { headers, maxBytes: maxPageBytes, timeoutMs: 20_000, signal })
  if (!response.ok) {
    await response.body?.cancel()
    throw new OutsideError('malformed', `The page answered ${response.status}.`)
  }
  const bytes = Buffer.from(await response.arrayBuffer())
  const type = response.headers.get('content-type') ?? ''
  const document = await extractor.extract({ bytes, name: '', type }, { workspace, signal })
  return { title: document.title ?? '', text: document.text }
}
