import type { IncomingMessage } from 'node:http'
import { ServiceError } from '@parley/kit/errors'

/**
 * Keeps requests of other sites from calls that a cookie opens. Browsers say by `Sec-Fetch-Site` who asks, and scripts
 * cannot change it; those that do not send it (to plain http, too) send `Origin` with every POST and DELETE.
 *
 * @param publicOrigin that of `PUBLIC_URL`
 * @throws ServiceError 415 for another type than JSON, which other sites' forms cannot send; 403 for another site
 */
export function checkSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>, publicOrigin: string): void {
  if (!/^\s*application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? ''))
    throw new ServiceError('unsupported_media_type', 'The request must be application/json.')
  const site = headers['sec-fetch-site']
  const isOurs = site === undefined ? isOwnOrigin(headers.origin, headers.host, publicOrigin) : site === 'same-origin'
  if (!isOurs) throw new ServiceError('forbidden', 'Only pages of this origin may do this.')
}

/** The public one, or the one that the request itself went to. */
const isOwnOrigin = (origin: string | undefined, host: string | undefined, publicOrigin: string): boolean =>
  origin !== undefined && (origin === publicOrigin || (URL.canParse(origin) && new URL(origin).host === host))
