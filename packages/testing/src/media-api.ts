import * as z from 'zod'
import { answerJson, startServer } from './json-server.ts'

const ImageRequest = z.object({ model: z.string().min(1), prompt: z.string().min(1).max(32_000), n: z.literal(1) })
const VideoRequest = z.object({ model: z.string().min(1), prompt: z.string().min(1).max(32_000) })

/** A server that speaks the parts of OpenAI's API that make pictures and videos. */
export interface MediaDouble {
  /** For MEDIA_URL and MEDIA_API_KEY. */
  readonly url: string
  readonly apiKey: string
  readonly prompts: string[]
  readonly picture: Buffer
  readonly video: Buffer
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
  let polls = 0
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
      return answerJson(response, 200, { created: 1, data: [{ b64_json: double.picture.toString('base64') }] })
    }
    if (method === 'POST' && path === '/v1/videos') {
      const { data } = VideoRequest.safeParse(JSON.parse(body))
      if (!data) return refuse(400, 'Invalid request.')
      double.prompts.push(data.prompt)
      polls = 0
      return answerJson(response, 200, { id: 'video_1', object: 'video', status: 'queued', progress: 0 })
    }
    if (method === 'GET' && path === '/v1/videos/video_1') {
      polls += 1
      const isDone = polls >= double.pollsUntilDone
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
    url: `${server.url}/v1`,
    apiKey,
    prompts: [],
    picture: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    video: Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypmp42'), 0, 0, 0, 0, ...Buffer.from('mp42isom')]),
    pollsUntilDone: 2,
    nextVideo: 'completed',
  }
  return double
}
