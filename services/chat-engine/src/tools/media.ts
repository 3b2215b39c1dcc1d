import { setTimeout as wait } from 'node:timers/promises'
import { ServiceError } from '@parley/kit/errors'
import * as z from 'zod'
import type { ToolsConfig } from './config.ts'

export type MediaKind = 'image' | 'video'

/** What was made. Its bytes are a stranger's: whoever stores them looks at what they are. */
export interface MadeMedia {
  name: string
  type: string
  bytes: Buffer
}

type MediaConfig = Pick<ToolsConfig, 'MEDIA_URL' | 'MEDIA_API_KEY' | 'MEDIA_MODEL' | 'MEDIA_VIDEO_MODEL'>

export interface MediaOptions {
  /** How often a video that is being made is asked after; 2 s if not given. */
  pollMs?: number
}

const maxPromptLength = 4_000
const maxBytes = { image: 20 * 1024 * 1024, video: 100 * 1024 * 1024 }
const maxMs = { image: 120_000, video: 480_000 }
const files = {
  image: { name: 'image.png', type: 'image/png' },
  video: { name: 'video.mp4', type: 'video/mp4' },
}

const Images = z.object({ data: z.array(z.object({ b64_json: z.base64().min(1) })).min(1) })
const Video = z.object({ id: z.string().regex(/^[\w-]{1,200}$/), status: z.string() })

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
    const bytes = await readAtMost(response, limit)
    try {
      return schema.parse(JSON.parse(bytes.toString('utf8')))
    } catch (cause) {
      throw new ServiceError('bad_gateway', 'The media service gave an answer that cannot be read.', { cause })
    }
  }

  async function makeImage(prompt: string, signal: AbortSignal): Promise<Buffer> {
    const { url, model } = modelFor('image')
    const response = await ask(url, 'images/generations', { model, prompt, n: 1 }, signal)
    // Base64 is a third longer.
    const { data } = await askJson(Images, maxBytes.image * 1.4, response)
    return Buffer.from(data[0]!.b64_json, 'base64')
  }

  async function makeVideo(prompt: string, signal: AbortSignal): Promise<Buffer> {
    const { url, model } = modelFor('video')
    const read = (response: Response) => askJson(Video, 64 * 1024, response)
    let video = await read(await ask(url, 'videos', { model, prompt }, signal))
    const { id } = video
    while (video.status === 'queued' || video.status === 'in_progress') {
      await wait(pollMs, undefined, { signal })
      video = await read(await ask(url, `videos/${id}`, undefined, signal))
    }
    if (video.status !== 'completed')
      throw new ServiceError('bad_gateway', 'The media service could not make this video.')
    return readAtMost(await ask(url, `videos/${id}/content`, undefined, signal), maxBytes.video)
  }

  return {
    /** @throws ServiceError 503 that names the setting without which a kind cannot be made */
    check(kind: MediaKind): void {
      modelFor(kind)
    },

    /**
     * Makes a picture or a video; the first takes up to two minutes, the second up to eight.
     *
     * @param prompt what is to be seen; its first 4,000 characters count
     * @throws ServiceError 503 where it is not configured, 502 and 504 where it fails or is slow; the signal's reason
     */
    async make({ kind, prompt }: { kind: MediaKind; prompt: string }, given: AbortSignal): Promise<MadeMedia> {
      modelFor(kind)
      const late = AbortSignal.timeout(maxMs[kind])
      const signal = AbortSignal.any([given, late])
      const wanted = prompt.slice(0, maxPromptLength).toWellFormed()
      try {
        const bytes = await (kind === 'image' ? makeImage(wanted, signal) : makeVideo(wanted, signal))
        return { ...files[kind], bytes }
      } catch (error) {
        given.throwIfAborted()
        if (error instanceof ServiceError) throw error
        if (late.aborted) throw new ServiceError('timeout', 'The media service took too long.', { cause: error })
        throw new ServiceError('bad_gateway', 'The media service cannot be reached.', { cause: error })
      }
    },
  }
}
export type Media = ReturnType<typeof createMedia>

const notConfigured = (setting: string) => new ServiceError('unavailable', `Not configured: ${setting}.`)

function refusalOf(status: number): ServiceError {
  if (status === 429) return new ServiceError('unavailable', 'The media service is asked too often right now.')
  if (status === 401 || status === 403)
    return new ServiceError('unavailable', 'The media service does not accept its key: MEDIA_API_KEY.')
  if (status === 400) return new ServiceError('bad_gateway', 'The media service refuses to make this.')
  return new ServiceError('bad_gateway', `The media service failed (${status}).`)
}

async function readAtMost(response: Response, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > limit) throw new ServiceError('bad_gateway', 'The media service gave too long an answer.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
