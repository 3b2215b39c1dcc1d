/** A JWT or an API key; a function is called before each request or connection, for tokens that are renewed. */
export type Token = string | (() => string | Promise<string>)

export interface ParleyOptions {
  /** Parley's public URL, such as `https://parley.example.com`. */
  baseUrl: string
  token?: Token
  /** How often a call that failed for a passing reason is sent again. Default: 2. */
  maxRetries?: number
  /** How long one attempt may take, in milliseconds; a file's download may then go on. Default: 60,000. */
  timeoutMs?: number
  /** Used instead of the platform's own `fetch`. */
  fetch?: typeof fetch
}

export interface CallOptions {
  /** Ends the call, its retries included: it rejects with the signal's reason. */
  signal?: AbortSignal
  /**
   * Makes a POST safe to repeat: the same key and input answer what the first attempt did, for 24 hours. By default each
   * call has a key of its own, which its retries share.
   */
  idempotencyKey?: string
  headers?: Record<string, string>
  /** In place of those of the client. */
  maxRetries?: number
  timeoutMs?: number
}

export interface StreamOptions extends Pick<CallOptions, 'headers'> {
  /** The id of the last frame received earlier, where the stream is to be resumed. */
  lastEventId?: string
  /** Aborting it disconnects; so does leaving the loop. */
  signal?: AbortSignal
}

export interface UploadOptions extends CallOptions {
  /** Called with how many bytes of the files have gone out. A retry begins at 0 again. */
  onProgress?: (progress: { sentBytes: number; totalBytes: number }) => void
}
