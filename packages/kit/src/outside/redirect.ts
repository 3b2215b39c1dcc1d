import { OutsideError } from './error.ts'

/** What is sent to one URL of a call. */
export interface Hop {
  url: URL
  method: string
  headers: Headers
  body: string | Uint8Array | undefined
}

const redirects = new Set([301, 302, 303, 307, 308])
/** What says nothing of who sends it. */
const harmless = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/** Whether an answer sends its client elsewhere. */
export const isRedirect = (status: number): boolean => redirects.has(status)

/**
 * Where a redirect leads, with the method and body that the Fetch standard keeps. To another origin go no headers that
 * could be credentials, whatever they are called.
 *
 * @throws OutsideError for one without a destination, or from https to http
 */
export function followRedirect({ url, method, headers, body }: Hop, status: number, location: string | null): Hop {
  if (location === null || !URL.canParse(location, url.href))
    throw new OutsideError('redirect', `${url.hostname} redirects to no URL.`)
  const next = new URL(location, url)
  if (url.protocol === 'https:' && next.protocol !== 'https:')
    throw new OutsideError('redirect', `${url.hostname} redirects from https to another scheme.`)
  const kept = new Headers(headers)
  if (next.origin !== url.origin) for (const name of headers.keys()) if (!harmless.has(name)) kept.delete(name)
  const becomesGet = status === 303 ? method !== 'HEAD' : status <= 302 && method === 'POST'
  if (!becomesGet) return { url: next, method, headers: kept, body }
  for (const name of headers.keys()) if (name.startsWith('content-')) kept.delete(name)
  return { url: next, method: 'GET', headers: kept, body: undefined }
}
