import type { ServerResponse } from 'node:http'
import { answerJson, type ReceivedRequest } from '../../json-server.ts'
import { answerThrough, type CallFault, type FaultSource } from '../faults.ts'
import { SlackArgs, type SlackCall, type SlackMethod, type SlackToken } from './call.ts'
import { conversationMethods } from './conversation-methods.ts'
import { fileMethods, uploadKeyOf } from './file-methods.ts'
import { messageMethods } from './message-methods.ts'
import { type OAuthApp, redeem } from './oauth.ts'
import { SlackRefusal, type SlackWorkspace } from './workspace.ts'

const methods: Record<string, SlackMethod> = { ...conversationMethods, ...messageMethods, ...fileMethods }

/** A call as it was received, whatever became of it. */
export interface SlackReceivedCall {
  method: string
  args: Record<string, unknown>
}

/** What the server of a double works on. */
export interface SlackServerParts {
  workspace: SlackWorkspace
  tokens: Map<string, SlackToken>
  app: OAuthApp
  faults: FaultSource<CallFault>
  calls: SlackReceivedCall[]
}

/** Answers whatever Slack’s servers would be asked: the Web API, uploads and downloads. */
export async function answerSlack(request: ReceivedRequest, response: ServerResponse, parts: SlackServerParts) {
  const { pathname, searchParams } = new URL(request.path, 'http://slack.test')
  const [, place, ...rest] = pathname.split('/')
  if (place === 'api') return await answerCall(rest.join('/'), searchParams, request, response, parts)
  if (place === 'upload' && request.method === 'POST') return await takeUpload(rest[1] ?? '', request, response, parts)
  if (place === 'files-pri') return giveFile(rest[0] ?? '', request, response, parts)
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end('<!DOCTYPE html><title>Sign in | Slack</title>')
}

async function answerCall(
  name: string,
  query: URLSearchParams,
  request: ReceivedRequest,
  response: ServerResponse,
  parts: SlackServerParts,
): Promise<void> {
  const given = argumentsOf(request, query)
  parts.calls.push({ method: name, args: given })
  const headers: Record<string, string> = {}
  await answerThrough<{ ok: boolean; channel?: unknown; ts?: unknown }>(parts.faults.take(name), response, {
    work: () => {
      try {
        return { ok: true, ...run(name, given, request, headers, parts) }
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error
        return { ok: false, error: error.message, ...error.further }
      }
    },
    give: (answer) => answerJson(response, 200, answer, headers),
    undo: ({ channel, ts }) => parts.workspace.lose(parts.workspace.channel(String(channel)), String(ts)),
    limit: ({ retryAfterS }) =>
      answerJson(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(retryAfterS) }),
  })
}

function run(
  name: string,
  given: Record<string, unknown>,
  request: ReceivedRequest,
  headers: Record<string, string>,
  { workspace, tokens, app }: SlackServerParts,
): Record<string, unknown> {
  const args = new SlackArgs(given)
  if (name === 'oauth.v2.access') return redeem(app, args, request.headers.authorization, { workspace, tokens })
  const method = methods[name]
  if (!method) throw new SlackRefusal('unknown_method', { req_method: name })
  const bearer = bearerOf(request) ?? args.text('token')
  if (!bearer) throw new SlackRefusal('not_authed')
  const token = tokens.get(bearer)
  if (!token) throw new SlackRefusal('invalid_auth')
  if (token.isRevoked) throw new SlackRefusal('token_revoked')
  if (!app.isInstalled) throw new SlackRefusal('account_inactive')
  const call = { workspace, token, args }
  headers['x-oauth-scopes'] = token.scopes.join(',')
  const needed = neededScopes(method, call)
  headers['x-accepted-oauth-scopes'] = needed.join(',').replaceAll('|', ',')
  const missing = needed.find((scope) => !scope.split('|').some((one) => token.scopes.includes(one)))
  if (missing !== undefined)
    throw new SlackRefusal('missing_scope', { needed: missing.replaceAll('|', ','), provided: token.scopes.join(',') })
  return method.run(call)
}

function neededScopes({ scope }: SlackMethod, call: SlackCall): string[] {
  if (typeof scope === 'function') return scope(call)
  return scope === undefined ? [] : [scope]
}

/** Arguments come in the query, in a form or as JSON. */
function argumentsOf({ headers, body }: ReceivedRequest, query: URLSearchParams): Record<string, unknown> {
  const given: Record<string, unknown> = Object.fromEntries(query)
  if (!headers['content-type']?.startsWith('application/json'))
    return { ...given, ...Object.fromEntries(new URLSearchParams(body)) }
  return { ...given, ...JSON.parse(body || '{}') }
}

const bearerOf = ({ headers }: ReceivedRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]

/** Bytes come as they are, or as the first part of a form. */
async function takeUpload(
  key: string,
  { headers, bytes }: ReceivedRequest,
  response: ServerResponse,
  { workspace, faults }: SlackServerParts,
): Promise<void> {
  const fault = faults.take('upload')
  if (fault?.kind === 'status') return void response.writeHead(fault.status).end('Not taken')
  const file = [...workspace.files.values()].find(({ id, isComplete }) => !isComplete && uploadKeyOf(id) === key)
  if (!file) return void response.writeHead(404).end('No such upload')
  const type = headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
    const part = [...form.values()].find((value) => value instanceof Blob)
    file.bytes = Buffer.from((await part?.arrayBuffer()) ?? new ArrayBuffer(0))
  } else file.bytes = bytes
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${file.bytes.length}`)
}

/** Who may not see a file is sent to where people sign in, which is a page and no error. */
function giveFile(
  id: string,
  request: ReceivedRequest,
  response: ServerResponse,
  { workspace, tokens, app, faults }: SlackServerParts,
): void {
  const fault = faults.take('download')
  if (fault?.kind === 'status') return void response.writeHead(fault.status).end('Not given')
  const token = tokens.get(bearerOf(request) ?? '')
  const file = workspace.files.get(id)
  const isAllowed = token && !token.isRevoked && app.isInstalled && token.scopes.includes('files:read')
  if (!isAllowed || !file?.isComplete)
    return void response.writeHead(302, { location: `${workspace.baseUrl}/?redir=${encodeURIComponent(id)}` }).end()
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length }).end(file.bytes)
}
