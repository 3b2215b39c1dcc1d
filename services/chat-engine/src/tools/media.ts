import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { headBytes, isInline, typeOf } from '@parley/files/file-types'
import { ServiceError } from '@parley/kit/errors'
import * as z from 'zod'
import type { Usage } from '../engines/engine.ts'
import type { ToolsConfig } from './config.ts'

export type MediaKind = 'image' | 'video'

/** What was made. What it is was looked at; the rest of it is a stranger's. */
export interface MadeMedia {
  name: string
  type: string
  /** Read once. It throws as `make` does. */
  content: AsyncIterable<Buffer>
}

/** What is to be made. */
export interface MediaRequest {
  kind: MediaKind
  /** What is to be seen; its first 4,000 characters count. */
  prompt: string
  /** Called when the media service is about to be asked: whether it takes the request is known only when it answers. */
  onAsked: (model: string) => void
  /**
   * Called once the media service has taken the request, which then counts whatever becomes of it; and where it is not
   * waited for any more, since it may have.
   */
  onTaken: (model: string, usage: Pick<Usage, 'inputTokens' | 'outputTokens'>) => void
}

type MediaConfig = Pick<ToolsConfig, 'MEDIA_URL' | 'MEDIA_API_KEY' | 'MEDIA_MODEL' | 'MEDIA_VIDEO_MODEL'>

export interface MediaOptions {
  /** How often a video that is being made is asked after; 2 s if not given. */
  pollMs?: number
}

const maxPromptLength = 4_000
const maxBytes = { image: 20 * 1024 * 1024, video: 100 * 1024 * 1024 }
const maxMs = { image: 120_000, video: 480_000 }

const tokens = z.int().min(0).catch(0)
const noTokens = { input_tokens: 0, output_tokens: 0 }
const usage = z.object({ input_tokens: tokens, output_tokens: tokens }).catch(noTokens)
const Images = z.object({ data: z.array(z.object({ b64_json: z.string().min(1) })).min(1), usage })
const Video = z.object({ id: z.string().regex(/^[\w-]{1,200}$/), status: z.string(), usage })

/**
 * Makes pictures and videos by an OpenAI-compatible API: `images/generations` and `videos`. Only what the API answers
 * itself is taken; an address in its answer is never opened.
 */
export function createMedia(config: MediaConfig, { pollMs = 2_000 }: MediaOptions = {}) {
  /** The model for a kind. @throws ServiceError 503 that names the setting that is missing */
  function modelFor(kind: MediaKind): { url: string; model: string } {
    const setting = kind === 'image' ? 'MEDIA_MODEL' : 'MEDIA_VIDEO_MODEL'
    const { MEDIA_URL: url, [setting]: model } = config
    if (url === undefined) throw notConfigured('MEDIA_URL')
    if (model === undefined) throw notConfigured(setting)
    return { url: url.replace(/\/+$/, ''), model }
  }

  async function ask(url: string, path: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
    const response = await fetch(`${url}/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(config.MEDIA_API_KEY !== undefined && { authorization: `Bearer ${config.MEDIA_API_KEY}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal,
    })
    if (response.ok) return response
    await response.body?.cancel()
    throw refusalOf(response.status)
  }

  const askJson = async <T>(schema: z.ZodType<T>, limit: number, response: Response): Promise<T> => {
    const json = await text(bytesOf(response, limit))
    try {
      return schema.parse(JSON.parse(json))
    } catch (cause) {
      throw new ServiceError('bad_gateway', 'The media service gave an answer that cannot be read.', { cause })
    }
  }

  /** Asks for what is wanted, and says what that has used. */
  async function order<T extends { usage: z.output<typeof usage> }>(
    { kind, prompt, onAsked, onTaken }: MediaRequest,
    { path, answers, limit }: { path: string; answers: z.ZodType<T>; limit: number },
    signal: AbortSignal,
  ): Promise<T> {
    const { url, model } = modelFor(kind)
    signal.throwIfAborted()
    onAsked(model)
    let response: Response | undefined
    let answer: T | undefined
    try {
      response = await ask(url, path, { model, prompt, ...(kind === 'image' && { n: 1 }) }, signal)
      answer = await askJson(answers, limit, response)
      return answer
    } finally {
      const { input_tokens: inputTokens, output_tokens: outputTokens } = answer?.usage ?? noTokens
      if (response || signal.aborted) onTaken(model, { inputTokens, outputTokens })
    }
  }

  async function makeImage(request: MediaRequest, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    // Base64 is a third longer.
    const wanted = { path: 'images/generations', answers: Images, limit: maxBytes.image * 1.4 }
    const { data } = await order(request, wanted, signal)
    const picture = Buffer.from(data[0]!.b64_json, 'base64')
    if (picture.length > maxBytes.image) throw tooLong()
    return asContent(picture)
  }

  async function makeVideo(request: MediaRequest, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    const { url } = modelFor('video')
    const wanted = { path: 'videos', answers: Video, limit: 64 * 1024 }
    let video = await order(request, wanted, signal)
    const { id } = video
    for (let polls = 0; video.status === 'queued' || video.status === 'in_progress'; polls++) {
      if (polls > 0) await wait(pollMs, undefined, { signal })
      video = await askJson(Video, wanted.limit, await ask(url, `videos/${id}`, undefined, signal))
    }
    if (video.status !== 'completed')
      throw new ServiceError('bad_gateway', 'The media service could not make this video.')
    return bytesOf(await ask(url, `videos/${id}/content`, undefined, signal), maxBytes.video)
  }

  return {
    /** @throws ServiceError 503 that names the setting without which a kind cannot be made */
    check(kind: MediaKind): void {
      modelFor(kind)
    },

    /**
     * Makes a picture or a video; the first takes up to two minutes, the second up to eight, with the reading of its
     * content.
     *
     * @throws ServiceError 503 where it is not configured, 502 and 504 where it fails, is slow, or is something else than
     *   was asked for; the signal's reason
     */
    async make(request: MediaRequest, given: AbortSignal): Promise<MadeMedia> {
      const { kind } = request
      modelFor(kind)
      const late = AbortSignal.timeout(maxMs[kind])
      const failed = new AbortController()
      const signal = AbortSignal.any([given, late, failed.signal])
      const failureOf = (error: unknown): unknown => {
        if (given.aborted) return given.reason
        if (error instanceof ServiceError) return error
        if (late.aborted) return new ServiceError('timeout', 'The media service took too long.', { cause: error })
        return new ServiceError('bad_gateway', 'The media service cannot be reached.', { cause: error })
      }
      async function* rethrown(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
        try {
          yield* content
        } catch (error) {
          throw failureOf(error)
        }
      }
      try {
        const wanted = { ...request, prompt: request.prompt.slice(0, maxPromptLength).toWellFormed() }
        const content = await (kind === 'image' ? makeImage(wanted, signal) : makeVideo(wanted, signal))
        const { head, whole } = await peek(content)
        const { name, type } = await namedBy(kind, head)
        return { name, type, content: rethrown(whole) }
      } catch (error) {
        const failure = failureOf(error)
        // What is still on its way is not waited for.
        failed.abort()
        throw failure
      }
    },
  }
}
export type Media = ReturnType<typeof createMedia>

const notConfigured = (setting: string) => new ServiceError('unavailable', `Not configured: ${setting}.`)
const tooLong = () => new ServiceError('bad_gateway', 'The media service gave too long an answer.')

function refusalOf(status: number): ServiceError {
  if (status === 429) return new ServiceError('unavailable', 'The media service is asked too often right now.')
  if (status === 401 || status === 403)
    return new ServiceError('unavailable', 'The media service does not accept its key: MEDIA_API_KEY.')
  if (status === 400) return new ServiceError('bad_gateway', 'The media service refuses to make this.')
  return new ServiceError('bad_gateway', `The media service failed (${status}).`)
}

async function* bytesOf(response: Response, limit: number): AsyncGenerator<Buffer> {
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > limit) throw tooLong()
    yield Buffer.from(chunk)
  }
}

async function* asContent(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** As much of the beginning as shows the type, and all of it. */
async function peek(content: AsyncIterable<Buffer>): Promise<{ head: Buffer; whole: AsyncIterable<Buffer> }> {
  const chunks = content[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  let next = await chunks.next()
  for (; !next.done && head.length < headBytes; next = await chunks.next()) head = Buffer.concat([head, next.value])
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      yield head
      for (; !next.done; next = await chunks.next()) yield next.value
    } finally {
      await chunks.return?.()
    }
  }
  return { head: head.subarray(0, headBytes), whole: whole() }
}

const endings: Record<string, string> = { jpeg: 'jpg', quicktime: 'mov' }

/** What a file is called by its first bytes. @throws ServiceError 502 where it is not what was asked for */
async function namedBy(kind: MediaKind, head: Buffer): Promise<{ name: string; type: string }> {
  const type = await typeOf(head, head.length < headBytes, '')
  if (!type.startsWith(`${kind}/`) || !isInline(type))
    throw new ServiceError(
      'bad_gateway',
      `The media service gave something else than ${kind === 'image' ? 'a picture' : 'a video'}.`,
    )
  const subtype = type.slice(kind.length + 1)
  return { name: `${kind}.${endings[subtype] ?? subtype}`, type }
}
