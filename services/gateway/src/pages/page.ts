import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip as gzipCallback } from 'node:zlib'
import { sendContent } from '@parley/kit/content'
import type { Log } from '@parley/kit/log'
import type { Request, Response } from 'express'

const gzip = promisify(gzipCallback)

export interface Page {
  type: string
  read: () => string | Promise<Buffer>
  /** Whether its path names its content, so that a browser need never ask again. */
  isImmutable?: boolean
  /** Filled in by the first request. */
  loaded?: Promise<{ body: Buffer; compressed: Buffer; etag: string }>
}

async function load({ read }: Page) {
  const body = Buffer.from(await read())
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 27)
  return { body, compressed: await gzip(body, { level: 9 }), etag }
}

/** Answers one page, read and compressed once, from memory. */
export async function sendPage(page: Page, request: Request, response: Response, log: Log): Promise<void> {
  page.loaded ??= load(page).catch((error: unknown) => {
    page.loaded = undefined
    throw error
  })
  const { body, compressed, etag } = await page.loaded
  const isCompressed = request.acceptsEncodings('gzip', 'identity') === 'gzip'
  const content = {
    type: page.type,
    text: isCompressed ? compressed : body,
    etag: `"${etag}${isCompressed ? '-gzip' : ''}"`,
    headers: {
      Vary: 'Accept-Encoding',
      'Cache-Control': page.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(isCompressed && { 'Content-Encoding': 'gzip' }),
    },
  }
  await sendContent(request, response, content, log)
}
