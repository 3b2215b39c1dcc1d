import type { Call } from './call.ts'
import { decodeBody } from './decode.ts'
import { formOf, placeFields } from './encode.ts'
import type { ParleyOptions, UploadOptions } from './options.ts'
import { ParleyConnectionError, ParleyError } from './parley-error.ts'
import { pause } from './pause.ts'
import { isRepeatable, retryDelay } from './retries.ts'

/** Sends a request of a call, once. */
type Sender = (
  call: Call,
  input: Record<string, unknown>,
  options: Pick<UploadOptions, 'headers' | 'signal' | 'onProgress'>,
) => Promise<Response>

/** Makes calls: each is sent until it succeeds, fails for good, or has been retried often enough. */
export type Transport = (call: Call, input: Record<string, unknown>, options?: UploadOptions) => Promise<unknown>

export function createSender(client: ParleyOptions): Sender {
  const baseUrl = client.baseUrl.replace(/\/+$/, '')
  const send: typeof fetch = client.fetch ?? ((url, init) => fetch(url, init))

  return async (call, input, { headers, signal, onProgress }) => {
    const { path, body } = placeFields(call, input)
    const { token } = client
    const credential = typeof token === 'function' ? await token() : token
    const url = `${baseUrl}${path}`
    const isForm = call.isUpload && !(call.takesJson && body && !Object.values(body).flat().some(isFile))
    const request = {
      method: call.method.toUpperCase(),
      headers: {
        ...(credential !== undefined && { Authorization: `Bearer ${credential}` }),
        ...(body && !isForm && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(signal && { signal }),
    }
    if (!isForm) return send(url, { ...request, ...(body && { body: JSON.stringify(body) }) })
    const form = formOf(body ?? {})
    if (!onProgress) return send(url, { ...request, body: form })
    // A browser loads it with the first file.
    const { sendWithProgress } = await import('./upload.ts')
    return sendWithProgress(
      url,
      { ...request, body: form, signal: signal ?? new AbortController().signal },
      onProgress,
      send,
    )
  }
}

const isFile = (value: unknown): boolean => value instanceof Blob

export function createTransport(client: ParleyOptions): Transport {
  const send = createSender(client)

  async function attempt(call: Call, input: Record<string, unknown>, options: UploadOptions): Promise<unknown> {
    const headers = {
      Accept: 'application/json',
      ...(options.idempotencyKey !== undefined && { 'Idempotency-Key': options.idempotencyKey }),
      ...options.headers,
    }
    const timeoutMs = options.timeoutMs ?? client.timeoutMs ?? 60_000
    const timeout = new AbortController()
    const timer = setTimeout(
      () => timeout.abort(new DOMException(`There was no answer within ${timeoutMs} ms.`, 'TimeoutError')),
      timeoutMs,
    )
    try {
      const signal = options.signal ? AbortSignal.any([options.signal, timeout.signal]) : timeout.signal
      const response = await send(call, input, { ...options, headers, signal })
      // A file may take longer than an answer does.
      if (call.isFile) clearTimeout(timer)
      const answer = { status: response.status, headers: response.headers, body: await decodeBody(response) }
      if (!response.ok) throw new ParleyError(answer)
      return answer.body
    } catch (error) {
      throw failureOf(call, error, options.signal)
    } finally {
      clearTimeout(timer)
    }
  }

  return async (call, input, given = {}) => {
    const maxRetries = given.maxRetries ?? client.maxRetries ?? 2
    const options = call.isIdempotent ? { idempotencyKey: crypto.randomUUID(), ...given } : given
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(call, input, options)
      } catch (error) {
        const delay = tries > maxRetries ? undefined : retryDelay(error, tries, isRepeatable(call))
        if (delay === undefined) throw error
        await pause(delay, options.signal)
      }
    }
  }
}

/** What is thrown where a call has failed: an answer as it is, why its caller has stopped it, or that there was none. */
export function failureOf({ operation }: Call, error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof ParleyError) return error
  if (signal?.aborted) return signal.reason
  return new ParleyConnectionError(`${operation}: ${(error as Error).message}`, { cause: error })
}
