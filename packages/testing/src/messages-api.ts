import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { closeAfterwards } from './close-afterwards.ts'

const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().min(1) }),
  z.object({
    type: z.literal('image'),
    source: z.object({ type: z.literal('base64'), media_type: z.string(), data: z.base64() }),
  }),
  z.object({ type: z.literal('tool_use'), id: z.string().min(1), name: z.string().min(1), input: z.looseObject({}) }),
  z.object({
    type: z.literal('tool_result'),
    tool_use_id: z.string(),
    content: z.string().optional(),
    is_error: z.boolean().optional(),
  }),
])
type Block = z.output<typeof Block>

/** The part of `POST /v1/messages` that Parley uses, checked as the real one checks it. */
const MessagesRequest = z.object({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  stream: z.literal(true),
  system: z.array(z.object({ type: z.literal('text'), text: z.string().min(1) })).optional(),
  messages: z
    .array(
      z.object({ role: z.enum(['user', 'assistant']), content: z.union([z.string().min(1), z.array(Block).min(1)]) }),
    )
    .min(1),
  tools: z
    .array(
      z.object({
        name: z.string().regex(/^[\w-]{1,128}$/),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal('object') }),
      }),
    )
    .optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
})

/** A request as it was received. */
export type ReceivedTurn = z.output<typeof MessagesRequest> & {
  /** The body as it was sent, with what is not checked: `cache_control` and the like. */
  body: Record<string, unknown>
  /** Resolves once the connection is gone, whoever ended it; true if its answer had been sent whole. */
  ended: Promise<boolean>
}

/** An answer that is streamed. */
export interface ScriptedAnswer {
  /** Pieces of text, each sent as one event. */
  text?: readonly string[]
  /** Tools that it asks for after its text. The input is sent in several pieces; of one that is cut, not the last. */
  tools?: readonly { name: string; input: Record<string, unknown>; id?: string; isCut?: boolean }[]
  /** `tool_use` where it asks for tools and `end_turn` otherwise, unless named. */
  stopReason?: string
  usage?: { input_tokens?: number; output_tokens?: number; cache_read_input_tokens?: number }
  /** Waits before each event. */
  delayMs?: number
  /** Sends this many bytes of the answer, and closes the connection. */
  cutAfterBytes?: number
  /** Sends this many bytes of the answer, then nothing, and leaves the connection open. */
  stallAfterBytes?: number
  /** Sends this line, which may be anything, in place of the event with this number. */
  garble?: { event: number; line: string }
  /** An `error` event in place of the event with this number; then the stream ends. */
  errorEvent?: { event: number; type: string; message: string }
}

/** An answer that is refused. */
export interface ScriptedError {
  status: number
  /** As the API names it: `rate_limit_error`, `overloaded_error`, `invalid_request_error`. */
  type: string
  message?: string
  headers?: Record<string, string>
}

/** One answer, or what makes it from the request. */
export type Script =
  | ScriptedAnswer
  | ScriptedError
  | ((turn: ReceivedTurn) => ScriptedAnswer | ScriptedError | Promise<ScriptedAnswer | ScriptedError>)

/** A server that speaks Anthropic's Messages API as its wire protocol is, with answers from a script. */
export interface MessagesApiDouble {
  /** For ANTHROPIC_BASE_URL. */
  readonly url: string
  /** The key that it accepts, for ANTHROPIC_API_KEY. */
  readonly apiKey: string
  /** What it was asked, oldest first; refused requests too. */
  readonly turns: ReceivedTurn[]
  /** Answers the next requests by these, in turn. Without any left it answers “Hello.”, or by `otherwise`. */
  script(...answers: Script[]): void
  /** Answers every request for which nothing is scripted. */
  otherwise(answer: Script): void
  close(): Promise<void>
}

/** Starts the double on a free port of 127.0.0.1. */
export async function startMessagesApi(): Promise<MessagesApiDouble> {
  const apiKey = 'test-key'
  const turns: ReceivedTurn[] = []
  const scripted: Script[] = []
  let fallback: Script = { text: ['Hello.'] }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ended = new Promise<boolean>((resolve) => response.on('close', () => resolve(response.writableFinished)))
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const refusal = refusalOf(request, apiKey)
    if (refusal) return refuse(response, refusal)
    let body: Record<string, unknown>
    try {
      body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    } catch {
      return refuse(response, invalidRequest('The request body is not valid JSON.'))
    }
    const { data, error } = MessagesRequest.safeParse(body)
    if (!data) return refuse(response, invalidRequest(z.prettifyError(error)))
    const fault = faultOf(data.messages)
    if (fault) return refuse(response, invalidRequest(fault))
    const turn = { ...data, body, ended }
    turns.push(turn)
    const next = scripted.shift() ?? fallback
    const chosen = typeof next === 'function' ? await next(turn) : next
    if ('status' in chosen) refuse(response, chosen)
    else await stream(response, turn, chosen)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const double: MessagesApiDouble = {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    turns,
    script: (...answers) => void scripted.push(...answers),
    otherwise: (answer) => {
      fallback = answer
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  closeAfterwards(double)
  return double
}

function refusalOf({ method, url, headers }: IncomingMessage, apiKey: string): ScriptedError | undefined {
  if (method !== 'POST' || url !== '/v1/messages') return { status: 404, type: 'not_found_error' }
  if (headers.authorization !== `Bearer ${apiKey}` && headers['x-api-key'] !== apiKey)
    return { status: 401, type: 'authentication_error', message: 'invalid API key' }
  if (!versions.has(String(headers['anthropic-version'])))
    return invalidRequest('anthropic-version: is missing or unknown')
  return undefined
}

/** Versions of the API with the same events; the SDK names the newer. */
const versions = new Set(['2023-06-01', '2026-10-21'])

const invalidRequest = (message: string): ScriptedError => ({ status: 400, type: 'invalid_request_error', message })

function refuse(response: ServerResponse, { status, type, message = type, headers }: ScriptedError): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test', ...headers })
  response.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_test' }))
}

/** Rules between messages that the API has: it begins with a user, and every tool call is followed by its result. */
function faultOf(messages: z.output<typeof MessagesRequest>['messages']): string | undefined {
  if (messages[0]!.role !== 'user') return 'messages: first message must use the "user" role'
  let asked: string[] = []
  for (const [i, { role, content }] of messages.entries()) {
    const blocks: Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content
    const wrong = blocks.find(({ type }) =>
      type === 'tool_use' ? role === 'user' : role !== 'user' && type !== 'text',
    )
    if (wrong) return `messages.${i}: ${wrong.type} blocks cannot be of the role ${role}`
    const answered = blocks.flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : []))
    const missing = asked.find((id) => !answered.includes(id))
    if (missing)
      return `messages.${i}: tool_use ids were found without tool_result blocks immediately after: ${missing}`
    const unknown = answered.find((id) => !asked.includes(id))
    if (unknown) return `messages.${i}: unexpected tool_use_id found in tool_result blocks: ${unknown}`
    asked = blocks.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
  }
  return asked.length > 0 ? 'messages: the last tool_use has no tool_result' : undefined
}

async function stream(response: ServerResponse, turn: ReceivedTurn, answer: ScriptedAnswer): Promise<void> {
  const { delayMs, cutAfterBytes, stallAfterBytes, garble, errorEvent } = answer
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_test' })
  response.flushHeaders()
  const limit = Math.min(cutAfterBytes ?? Number.POSITIVE_INFINITY, stallAfterBytes ?? Number.POSITIVE_INFINITY)
  let sent = 0
  for (const [number, event] of eventsOf(turn, answer).entries()) {
    if (delayMs) await wait(delayMs)
    if (response.destroyed) return
    const isError = errorEvent?.event === number
    const given = isError ? { type: 'error', error: { type: errorEvent.type, message: errorEvent.message } } : event
    const text = garble?.event === number ? garble.line : `event: ${given.type}\ndata: ${JSON.stringify(given)}\n\n`
    const bytes = Buffer.from(text).subarray(0, limit - sent)
    sent += bytes.length
    response.write(bytes)
    if (sent < limit) {
      if (isError) break
      continue
    }
    if (stallAfterBytes !== undefined) return
    // What was written must leave before the connection is reset.
    await new Promise((resolve) => response.write('', resolve))
    response.destroy()
    return
  }
  response.end()
}

function eventsOf({ model }: ReceivedTurn, answer: ScriptedAnswer): { type: string; [field: string]: unknown }[] {
  const { text = [], tools = [], usage = {} } = answer
  const { output_tokens = text.length, ...input } = usage
  const message = { id: 'msg_test', type: 'message', role: 'assistant', model, content: [], stop_reason: null }
  const events: { type: string; [field: string]: unknown }[] = [
    {
      type: 'message_start',
      message: { ...message, stop_sequence: null, usage: { input_tokens: 10, output_tokens: 1, ...input } },
    },
    { type: 'ping' },
  ]
  let index = 0
  if (text.length > 0) {
    events.push({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } })
    for (const piece of text)
      events.push({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: piece } })
    events.push({ type: 'content_block_stop', index })
    index++
  }
  for (const { name, input: given, id = `toolu_${index}`, isCut = false } of tools) {
    const json = JSON.stringify(given)
    const middle = Math.floor(json.length / 2)
    const delta = (partial_json: string) => ({
      type: 'content_block_delta',
      index,
      delta: { type: 'input_json_delta', partial_json },
    })
    events.push(
      { type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } },
      delta(json.slice(0, middle)),
      ...(isCut ? [] : [delta(json.slice(middle))]),
      { type: 'content_block_stop', index },
    )
    index++
  }
  events.push(
    {
      type: 'message_delta',
      delta: { stop_reason: answer.stopReason ?? (tools.length > 0 ? 'tool_use' : 'end_turn'), stop_sequence: null },
      usage: { output_tokens },
    },
    { type: 'message_stop' },
  )
  return events
}
