import type { UploadOptions } from './options.ts'

type OnProgress = NonNullable<UploadOptions['onProgress']>

interface Upload {
  method: string
  headers: Record<string, string>
  body: FormData
  signal: AbortSignal
}

/** What is used of a browser's `XMLHttpRequest`: Node has none, nor its types. */
interface Xhr {
  responseType: string
  readonly status: number
  readonly response: Blob
  readonly upload: { onprogress: (event: { loaded: number }) => void }
  onload: () => void
  onerror: () => void
  onabort: () => void
  onloadend: () => void
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getAllResponseHeaders(): string
  send(body: FormData): void
  abort(): void
}
const { XMLHttpRequest } = globalThis as unknown as { XMLHttpRequest?: new () => Xhr }

/** Sends a form as `fetch` does, and says how much of its files has gone out. */
export async function sendWithProgress(
  url: string,
  upload: Upload,
  onProgress: OnProgress,
  send: typeof fetch,
): Promise<Response> {
  const totalBytes = [...upload.body.values()].reduce((sum, value) => sum + (value instanceof Blob ? value.size : 0), 0)
  let reported = -1
  const report = (sent: number) => {
    const sentBytes = Math.min(sent, totalBytes)
    if (sentBytes === reported) return
    reported = sentBytes
    onProgress({ sentBytes, totalBytes })
  }
  report(0)
  let response: Response
  if (XMLHttpRequest) response = await sendByXhr(new XMLHttpRequest(), url, upload, report)
  // Elsewhere in browsers, bodies that are streams are sent over HTTP/2 alone.
  else response = await send(url, isServer() ? counted(upload, report) : upload)
  report(totalBytes)
  return response
}

const isServer = (): boolean => 'process' in globalThis || 'Deno' in globalThis

function counted({ body, headers, ...rest }: Upload, report: (sent: number) => void): RequestInit {
  const encoded = new Response(body)
  let sent = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk)
      sent += chunk.byteLength
      report(sent)
    },
  })
  const stream = encoded.body!.pipeThrough(counter)
  const typed = { ...headers, 'Content-Type': encoded.headers.get('content-type')! }
  return { ...rest, headers: typed, body: stream, duplex: 'half' } as RequestInit
}

/** The one part of a browser that reports an upload's progress. */
function sendByXhr(request: Xhr, url: string, upload: Upload, report: (sent: number) => void): Promise<Response> {
  const { method, headers, body, signal } = upload
  return new Promise((resolve, reject) => {
    const abort = () => request.abort()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.responseType = 'blob'
    request.upload.onprogress = ({ loaded }) => report(loaded)
    request.onload = () => resolve(responseOf(request))
    request.onerror = () => reject(new TypeError('The upload failed.'))
    request.onabort = () => reject(signal.reason)
    request.onloadend = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    if (signal.aborted) reject(signal.reason)
    else request.send(body)
  })
}

function responseOf(request: Xhr): Response {
  const headers = new Headers()
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const [name = '', ...value] = line.split(': ')
    if (name) headers.append(name, value.join(': '))
  }
  return new Response(request.response, { status: request.status, headers })
}
