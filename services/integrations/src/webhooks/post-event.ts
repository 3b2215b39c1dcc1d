import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { OutsideError } from '@parley/kit/outside/error'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import { signatureHeaders } from './secrets.ts'

const timeoutMs = webhookLimits.timeoutSeconds * 1_000
/** A receiver may ask for this much patience. */
const maxRetryAfterMs = 3_600_000

/** How a try went. */
export interface Answer {
  /** Null where there was no answer. */
  status: number | null
  /** Its beginning. */
  body: string
  error: string | null
  durationMs: number
  /** When the receiver wants to be asked again. */
  retryAfterMs?: number
}

export const isSuccess = ({ status, error }: Answer): boolean => status !== null && error === null

/** Whether the receiver itself is away or overloaded, whatever it is sent; otherwise it refuses this one event. */
export const isAway = ({ status }: Answer): boolean =>
  status === null || status >= 500 || status === 408 || status === 429

/** Posts a signed event to a URL once. What goes wrong there is an answer, too. @throws the signal's reason once it is aborted */
export async function postEvent(
  fetch: OutsideFetch['fetch'],
  { url, secrets }: { url: string; secrets: readonly string[] },
  { id, payload }: { id: string; payload: string },
  signal: AbortSignal,
): Promise<Answer> {
  const begun = performance.now()
  const took = () => Math.round(performance.now() - begun)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Parley-Webhooks',
        ...signatureHeaders(secrets, id, payload),
      },
      body: payload,
      maxRedirects: 0,
      timeoutMs,
      firstByteTimeoutMs: timeoutMs,
      signal,
    })
    const { status, ok: isOk, headers } = response
    const body = await beginningOf(response)
    const error = isOk ? null : `The receiver answered ${status}.`
    return { status, body, error, durationMs: took(), ...retryAfter(headers) }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { status: null, body: '', error: error.message, durationMs: took() }
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  if (body)
    for await (const chunk of body) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= webhookLimits.answerBytes) break
    }
  // PostgreSQL stores no NUL.
  return Buffer.concat(chunks).subarray(0, webhookLimits.answerBytes).toString('utf8').replaceAll('\0', '')
}

/** In seconds, or a date. */
function retryAfter(headers: Headers): { retryAfterMs?: number } {
  const given = headers.get('retry-after')
  if (given === null) return {}
  const ms = /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - Date.now()
  return ms > 0 ? { retryAfterMs: Math.min(ms, maxRetryAfterMs) } : {}
}
