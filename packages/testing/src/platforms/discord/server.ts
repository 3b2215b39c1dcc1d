import type { ServerResponse } from 'node:http'
import { answerJson, type ReceivedRequest } from '../../json-server.ts'
import { answerThrough, type CallFault, type FaultSource } from '../faults.ts'
import { type DiscordGuild, DiscordRefusal, refusals } from './guild.ts'
import type { BucketState } from './limits.ts'
import { answerOAuth, type DiscordApp } from './oauth.ts'
import { type DiscordAttachment, newSnowflake } from './records.ts'
import { findEndpoint } from './rest.ts'

/** A request as it was received, whatever became of it. */
export interface DiscordReceivedCall {
  /** `POST /channels/:channel/messages` */
  endpoint: string
  path: string
  body: Record<string, unknown>
}

/** What the server of a double works on. */
export interface DiscordServerParts {
  guild: DiscordGuild
  app: DiscordApp
  faults: FaultSource<CallFault>
  calls: DiscordReceivedCall[]
  bucketOf: (route: string, major: string) => BucketState
  gatewayUrl: () => string
  /** The file of a signed URL, unless it has expired. */
  fileOf: (url: URL) => DiscordAttachment | undefined
}

/** Answers whatever Discord’s servers would be asked: the REST API, OAuth, and files. */
export async function answerDiscord(request: ReceivedRequest, response: ServerResponse, parts: DiscordServerParts) {
  const url = new URL(request.path, 'http://discord.test')
  if (url.pathname.startsWith('/attachments/')) return giveFile(url, response, parts)
  const path = /^\/api\/v10(\/.*)$/.exec(url.pathname)?.[1]
  if (path === undefined) return answerJson(response, 404, { message: '404: Not Found', code: 0 })
  if (path.startsWith('/oauth2/token')) return answerOAuth(path, request, response, parts)
  return await answerCall(path, url.searchParams, request, response, parts)
}

async function answerCall(
  path: string,
  query: URLSearchParams,
  request: ReceivedRequest,
  response: ServerResponse,
  parts: DiscordServerParts,
): Promise<void> {
  const found = findEndpoint(request.method, path)
  if (!found) return answerJson(response, 404, { message: '404: Not Found', code: 0 })
  const { name, handler, params } = found
  const { body, files } = await contentOf(request)
  parts.calls.push({ endpoint: name, path, body })
  const { headers, retryAfterS } = parts.bucketOf(name, params.channel ?? params.guild ?? params.webhook ?? '')
  const fault = parts.faults.take(name) ?? (retryAfterS === undefined ? undefined : limitOf(retryAfterS))
  await answerThrough(fault, response, {
    work: () => {
      try {
        // A webhook’s token is in its path.
        if (params.token === undefined && request.headers.authorization !== `Bot ${parts.app.botToken}`)
          throw refusals.unauthorized()
        const { guild, gatewayUrl } = parts
        const answer = handler({ guild, params, query, body, files, gatewayUrl: gatewayUrl() })
        return answer === undefined ? { status: 204 } : { status: 200, answer }
      } catch (error) {
        if (!(error instanceof DiscordRefusal)) throw error
        const { status, code, message, errors } = error
        return { status, answer: { message, code, ...(errors !== undefined && { errors }) } }
      }
    },
    give: ({ status, answer }) => {
      if (status === 204) response.writeHead(204, headers).end()
      else answerJson(response, status, answer, headers)
    },
    limit: ({ retryAfterS: seconds, scope = 'user' }) => {
      const isGlobal = scope === 'global'
      const limited = { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal }
      answerJson(response, 429, limited, {
        ...(!isGlobal && { ...headers, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': String(seconds) }),
        ...(isGlobal && { 'x-ratelimit-global': 'true' }),
        'x-ratelimit-scope': scope,
        'retry-after': String(Math.ceil(seconds)),
      })
    },
  })
}

const limitOf = (retryAfterS: number): CallFault => ({ kind: 'rate limit', retryAfterS })

/** A body is JSON, or a form with the JSON in one field and files in others. */
async function contentOf({ headers, body, bytes }: ReceivedRequest) {
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data'))
    return { body: JSON.parse(body || '{}') as Record<string, unknown>, files: [] }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const files: DiscordAttachment[] = []
  for (const value of form.values()) {
    if (typeof value === 'string') continue
    const content = Buffer.from(await value.arrayBuffer())
    files.push({ id: newSnowflake(), filename: value.name, contentType: value.type, bytes: content })
  }
  return { body: JSON.parse(String(form.get('payload_json') ?? '{}')) as Record<string, unknown>, files }
}

function giveFile(url: URL, response: ServerResponse, { fileOf }: DiscordServerParts): void {
  const file = fileOf(url)
  if (!file) return void response.writeHead(404).end('This content is no longer available.')
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length }).end(file.bytes)
}
