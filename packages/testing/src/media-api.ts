import * as z from 'zod'
import { answerJson, startServer } from './json-server.ts'

const ImageRequest = z.object({ model: z.string().min(1), prompt: z.string().min(1).max(32_000), n: z.literal(1) })
const VideoRequest = z.object({ model: z.string().min(1), prompt: z.string().min(1).max(32_000) })

/** A server that speaks the parts of OpenAI's API that make pictures and videos. */
export interface MediaDouble {
  /** What a chat engine is configured with that uses it. */
  readonly settings: Record<'MEDIA_URL' | 'MEDIA_API_KEY' | 'MEDIA_MODEL' | 'MEDIA_VIDEO_MODEL', string>
  readonly prompts: string[]
  picture: Buffer
  /** With a place in its metadata. */
  readonly video: Buffer
  /** The next picture is answered when this is fulfilled. */
  gate: Promise<void>
  /** Questions after the video that is being made, so far. */
  polls: number
  /** Questions after a video until it is done. */
  pollsUntilDone: number
  /** Answers the next request with this status. */
  nextStatus?: number | undefined
  /** What becomes of the next video. */
  nextVideo: 'completed' | 'failed'
}

/** Starts the double on a free port of 127.0.0.1; closed by itself. */
export async function startMediaApi(): Promise<MediaDouble> {
  const apiKey = 'media-test'
  const server = await startServer(({ method, path, headers, body }, response) => {
    const refuse = (status: number, message: string) =>
      answerJson(response, status, { error: { message, type: 'invalid_request_error' } })
    if (headers.authorization !== `Bearer ${apiKey}`) return refuse(401, 'Incorrect API key provided.')
    const status = double.nextStatus
    double.nextStatus = undefined
    if (status !== undefined) return refuse(status, 'As scripted.')
    if (method === 'POST' && path === '/v1/images/generations') {
      const { data } = ImageRequest.safeParse(JSON.parse(body))
      if (!data) return refuse(400, 'Invalid request.')
      double.prompts.push(data.prompt)
      return double.gate.then(() => {
        const pictures = [{ b64_json: double.picture.toString('base64') }]
        answerJson(response, 200, { created: 1, data: pictures, usage: { input_tokens: 12, output_tokens: 1_056 } })
      })
    }
    if (method === 'POST' && path === '/v1/videos') {
      const { data } = VideoRequest.safeParse(JSON.parse(body))
      if (!data) return refuse(400, 'Invalid request.')
      double.prompts.push(data.prompt)
      double.polls = 0
      return answerJson(response, 200, { id: 'video_1', object: 'video', status: 'queued', progress: 0 })
    }
    if (method === 'GET' && path === '/v1/videos/video_1') {
      double.polls += 1
      const isDone = double.polls >= double.pollsUntilDone
      return answerJson(response, 200, { id: 'video_1', status: isDone ? double.nextVideo : 'in_progress' })
    }
    if (method === 'GET' && path === '/v1/videos/video_1/content') {
      response.writeHead(200, { 'content-type': 'video/mp4' })
      response.end(double.video)
      return
    }
    refuse(404, 'Unknown request.')
  })
  const double: MediaDouble = {
    settings: {
      MEDIA_URL: `${server.url}/v1`,
      MEDIA_API_KEY: apiKey,
      MEDIA_MODEL: 'pictures-1',
      MEDIA_VIDEO_MODEL: 'videos-1',
    },
    prompts: [],
    picture: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    video: Buffer.concat([
      box('ftyp', Buffer.from('mp42\0\0\0\0mp42isom')),
      box('moov', box('mvhd', Buffer.alloc(100)), box('udta', Buffer.from('SecretPlace'))),
      box('mdat', Buffer.from('moving')),
    ]),
    gate: Promise.resolve(),
    polls: 0,
    pollsUntilDone: 1,
    nextVideo: 'completed',
  }
  return double
}

/** A box of an MP4 file. */
function box(type: string, ...content: Buffer[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.reduce((size, { length }) => size + length, 8))
  head.write(type, 4)
  return Buffer.concat([head, ...content])
}
