import { setTimeout as wait } from 'node:timers/promises'
import type { OutgoingFile, RemoteFile } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { RefusedFile } from '../refused-file.ts'
import type { Call } from './calls.ts'

/** Hosts of Slack’s, which are given our token. */
const slackHosts = /\.slack(-files|-edge|-gov)?\.com$/

/** Until Slack has scanned a file, it does not say which message shows it. */
const scanDelaysMs = [0, 250, 500, 1_000, 2_000, 4_000]

export interface Files {
  open(file: RemoteFile, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  /**
   * Takes files to Slack, where nobody sees them yet.
   *
   * @throws RefusedFile
   */
  upload(files: readonly OutgoingFile[], signal: AbortSignal): Promise<UploadedFile[]>
  /** Shows files in one message: its `ts`, unless Slack takes too long to say. */
  share(files: readonly UploadedFile[], place: FilePlace, signal: AbortSignal): Promise<string | undefined>
}

interface UploadedFile {
  id: string
  title: string
}

export interface FilePlace {
  channelId: string
  threadId: string | null
}

function failureOf({ status, headers }: Response, detail: string): PlatformError {
  if (status !== 429) return new PlatformError('unavailable', detail)
  return new PlatformError('rate_limited', detail, { retryAfterMs: Number(headers.get('retry-after') ?? 5) * 1_000 })
}

export function createFiles(call: Call, token: string, slackApiUrl: string): Files {
  /** The token goes to Slack alone, and to where the operator says that Slack is. */
  function slackUrl(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isOperators = url?.origin === new URL(slackApiUrl).origin
    if (url && (isOperators || (url.protocol === 'https:' && slackHosts.test(url.hostname)))) return url
    throw new PlatformError('rejected', 'This file is not kept by Slack.')
  }

  async function fetchSlack(
    url: URL,
    signal: AbortSignal,
    request: RequestInit & { duplex?: 'half' },
  ): Promise<Response> {
    try {
      return await fetch(url, { ...request, signal, redirect: 'manual' })
    } catch (cause) {
      signal.throwIfAborted()
      throw new PlatformError('unavailable', 'Slack cannot be reached.', { cause })
    }
  }

  async function upload(file: OutgoingFile, signal: AbortSignal): Promise<string> {
    const { upload_url, file_id } = await call(signal, (web) =>
      web.files.getUploadURLExternal({ filename: file.name, length: file.size }),
    ).catch((cause) => {
      throw cause instanceof PlatformError && cause.failure === 'rejected' ? new RefusedFile(file, { cause }) : cause
    })
    const answer = await fetchSlack(slackUrl(upload_url ?? ''), signal, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(file.size) },
      body: await file.open(signal),
      duplex: 'half',
    })
    await answer.body?.cancel()
    if (answer.ok) return file_id!
    const failure = failureOf(answer, `Slack took no file: it answered ${answer.status}.`)
    throw answer.status < 500 && failure.failure === 'unavailable' ? new RefusedFile(file, { cause: failure }) : failure
  }

  return {
    async open({ url }, signal) {
      const answer = await fetchSlack(slackUrl(url), signal, { headers: { authorization: `Bearer ${token}` } })
      if (answer.ok && answer.body) return answer.body
      await answer.body?.cancel()
      // Whoever may not see a file is sent to where people sign in.
      if (answer.status < 400) throw new PlatformError('missing_scope', 'missing_scope: files:read')
      if (answer.status === 404 || answer.status === 410) throw new PlatformError('not_found', 'file_not_found')
      throw failureOf(answer, `Slack answered ${answer.status}.`)
    },
    async upload(files, signal) {
      const uploaded: UploadedFile[] = []
      for (const file of files) uploaded.push({ id: await upload(file, signal), title: file.name })
      return uploaded
    },
    async share([first, ...others], { channelId, threadId }, signal) {
      await call(signal, (web) =>
        web.files.completeUploadExternal({
          files: [first!, ...others],
          ...(threadId === null ? { channel_id: channelId } : { channel_id: channelId, thread_ts: threadId }),
        }),
      )
      for (const delayMs of scanDelaysMs) {
        await wait(delayMs, undefined, { signal })
        const { file } = await call(signal, (web) => web.files.info({ file: first!.id }))
        const { public: open, private: closed } = file?.shares ?? {}
        const ts = (open?.[channelId] ?? closed?.[channelId])?.[0]?.ts
        if (ts) return ts
      }
      return undefined
    },
  }
}
