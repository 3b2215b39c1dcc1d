import type { CallToolResult, Client } from '@modelcontextprotocol/client'
import { ServiceError } from '@parley/kit/errors'
import { OutsideError } from '@parley/kit/outside/error'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import type { ToolResult } from '../tools/tool.ts'
import { type CleanTool, cleanText, cleanTools } from './clean-tools.ts'

/** Where a server is, and what it is called with. */
export interface McpTarget {
  url: string
  headers: Readonly<Record<string, string>>
}

export interface McpClientOptions {
  outside: OutsideFetch
  /** From the first request of a session to the end of its work; 20 s if not given. */
  timeoutMs?: number
}

/** Pages of tools that a server is asked for; more is a server that never ends. */
const maxPages = 10
/** Bytes of one answer of a server's. */
const maxBytes = 2 * 1024 * 1024
const defaultTimeoutMs = 20_000
/** How long a server is given to end a session. */
const endMs = 2_000

/** Why a server could not be used, in a sentence that may be shown; it may quote the server. */
export class McpError extends Error {
  override name = 'McpError'
}

/**
 * Calls MCP servers by streamable HTTP, in a session of its own each time, which is ended. Servers are strangers: they are
 * reached by the SSRF-safe fetcher alone, redirect nobody, and answer a bounded text in a bounded time. They may ask
 * nothing back: neither for a model's text, nor for people's input.
 */
export function createMcpClient({ outside, timeoutMs = defaultTimeoutMs }: McpClientOptions) {
  /** @throws McpError; the signal's reason once it is aborted */
  async function inSession<T>(
    { url, headers }: McpTarget,
    given: AbortSignal,
    work: (client: Client, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const late = AbortSignal.timeout(timeoutMs)
    const closing = new AbortController()
    const signal = AbortSignal.any([given, late, closing.signal])
    // Loaded once a server is called: most deployments have none.
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
    const transport = new StreamableHTTPClientTransport(new URL(url), {
      requestInit: { headers: { ...headers } },
      fetch: (address, init) => call(address, init, signal),
      redirectPolicy: 'follow', // by a fetcher that follows none
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 1,
        maxReconnectionDelay: 1,
        reconnectionDelayGrowFactor: 1,
      },
    })
    const client = new Client(
      { name: 'parley', version: '1' },
      // Answers are text for an engine: schemas of servers are not compiled to check them.
      {
        capabilities: {},
        jsonSchemaValidator: {
          getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
        },
      },
    )
    client.onerror = () => {} // what fails is thrown to whoever waits for it
    try {
      await client.connect(transport, { signal, timeout: timeoutMs })
      return await work(client, signal)
    } catch (error) {
      given.throwIfAborted()
      throw late.aborted ? new McpError('The server took too long.') : toMcpError(error)
    } finally {
      await endSession(transport)
      closing.abort()
      await client.close().catch(() => {})
    }
  }

  /** Servers that hold a stream open to send more are answered that we receive none. */
  async function call(address: string | URL, init: RequestInit | undefined, signal: AbortSignal): Promise<Response> {
    if ((init?.method ?? 'GET').toUpperCase() === 'GET') return new Response(null, { status: 405 })
    return outside.fetch(address, {
      method: init?.method ?? 'POST',
      headers: new Headers(init?.headers),
      ...(typeof init?.body === 'string' && { body: init.body }),
      signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal,
      maxRedirects: 0,
      maxBytes,
      timeoutMs,
    })
  }

  return {
    /** The tools that a server offers, cleaned. @throws McpError; the signal's reason */
    list: (target: McpTarget, given: AbortSignal): Promise<CleanTool[]> =>
      inSession(target, given, async (client, signal) => {
        const offered: unknown[] = []
        let cursor: string | undefined
        for (let page = 0; page < maxPages; page++) {
          const answer = await client.request(
            { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
            { signal, timeout: timeoutMs },
          )
          offered.push(...answer.tools)
          cursor = answer.nextCursor
          if (cursor === undefined) break
        }
        return cleanTools(offered)
      }),

    /** Calls a tool, and gives what it answered as text. @throws McpError; the signal's reason */
    call: (target: McpTarget, name: string, input: Record<string, unknown>, given: AbortSignal): Promise<ToolResult> =>
      inSession(target, given, async (client, signal) => {
        const answer = await client.request(
          { method: 'tools/call', params: { name, arguments: input } },
          { signal, timeout: timeoutMs },
        )
        return resultOf(answer as CallToolResult)
      }),
  }
}
export type McpClient = ReturnType<typeof createMcpClient>

/** A server that does not end it will by itself. */
async function endSession(transport: { terminateSession(): Promise<void> }): Promise<void> {
  const ended = transport.terminateSession().catch(() => {})
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, endMs).unref())])
}

function resultOf({ content = [], structuredContent, isError }: CallToolResult): ToolResult {
  const texts = content.map((block) => {
    switch (block.type) {
      case 'text':
        return block.text
      case 'resource':
        return 'text' in block.resource ? String(block.resource.text) : '[a file]'
      case 'resource_link':
        return `[a link: ${block.uri}]`
      default:
        return `[${block.type}, which is left out]`
    }
  })
  const text = texts.join('\n') || (structuredContent ? JSON.stringify(structuredContent) : 'It answered nothing.')
  return { text, failed: isError === true }
}

function toMcpError(error: unknown): McpError {
  const cause = rootOf(error)
  if (cause instanceof OutsideError || cause instanceof ServiceError)
    return new McpError(cause.message, { cause: error })
  const said = error instanceof Error ? cleanText(error.message, 300) : ''
  return new McpError(`The server cannot be used: ${said || 'no reason was given.'}`, { cause: error })
}

/** What the client wraps, it keeps as the cause. */
function rootOf(error: unknown): unknown {
  let found = error
  for (let depth = 0; depth < 5; depth++) {
    if (found instanceof OutsideError || !(found instanceof Error) || found.cause === undefined) return found
    found = found.cause
  }
  return found
}
