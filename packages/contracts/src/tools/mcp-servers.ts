import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { always, HttpUrl, Json, Limit, Offset, Time } from '../fields.ts'
import { McpServerId, Uuid } from '../ids.ts'
import { ToolName } from './tools.ts'

const common = { owner: 'chat-engine', auth: 'user', limit: 'default', role: 'admin', scope: 'admin' } as const
const params = z.object({ id: McpServerId })
const success = z.literal(true)

/** Of a workspace's servers, and of what each may offer; beyond it, the rest is left out. */
export const mcpLimits = { servers: 10, toolsPerServer: 64, headers: 10 } as const

const McpName = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Must be lower-case letters, digits and single hyphens.')
  .max(30)
  .describe('It begins the names of its tools: `<name>__<tool>`. Unique in the workspace (409).')

/** Those that say how the request is made are the client's own. */
const reserved =
  /^(?:host|connection|content-.*|transfer-.*|accept.*|mcp-.*|te|trailer|upgrade|expect|keep-alive|proxy-.*)$/i

const Headers = z
  .record(
    z
      .string()
      .max(100)
      .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'Must be the name of a header.')
      .refine((name) => !reserved.test(name), 'This header is set by Parley.'),
    z
      .string()
      .min(1)
      .max(4_000)
      .regex(/^[\x20-\x7e]*$/, 'Must be printable ASCII.'),
  )
  .refine((headers) => Object.keys(headers).length <= mcpLimits.headers, `At most ${mcpLimits.headers} headers.`)
  .describe('Sent with every request, such as `Authorization`. Kept encrypted, and never shown again.')

export const McpServer = z.object({
  id: Uuid,
  name: z.string(),
  url: z.string(),
  header_names: z.array(z.string()).describe('The headers that were given; never their values.'),
  trusts_read_only: z.boolean(),
  enabled: z.boolean(),
  tool_count: z.int(),
  tools_at: Time.nullable().describe('When it was last asked for its tools, and answered.'),
  error: z.string().nullable().describe('What it failed with since.'),
  created_by: Uuid,
  created_at: Time,
  updated_at: Time,
})
export type McpServer = z.infer<typeof McpServer>

const fields = {
  name: McpName,
  url: HttpUrl.describe(
    'Where it speaks MCP by streamable HTTP. Private addresses only where the operator allows them; redirects are not followed.',
  ),
  headers: Headers,
  trusts_read_only: z.boolean().describe('Whether its tools that say they only read are used without approval.'),
  enabled: z.boolean(),
}

export const listMcpServers = defineEndpoint({
  ...common,
  name: 'listMcpServers',
  method: 'get',
  path: '/api/v2/mcp-servers',
  summary: 'The workspace’s MCP servers, by name.',
  query: z.object({ limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(McpServer), meta: PageMeta }) },
})

export const createMcpServer = defineEndpoint({
  ...common,
  name: 'createMcpServer',
  audit: 'mcp_server.created',
  method: 'post',
  path: '/api/v2/mcp-servers',
  summary: 'Register an MCP server, whose tools AI may then use.',
  description: `At most ${mcpLimits.servers} a workspace, of which each brings at most ${mcpLimits.toolsPerServer} tools (409). It is asked for its tools soon after; \`POST …/:id/test\` does so at once. Each call of its tools needs an approval unless their permission says otherwise: see \`PUT /api/v2/tools/policies\`. What it says of its tools is shortened and cleaned, and AI receives it as the server’s words.`,
  body: z.object({
    name: fields.name,
    url: fields.url,
    headers: fields.headers.default({}),
    trusts_read_only: fields.trusts_read_only.default(false),
    enabled: fields.enabled.default(true),
  }),
  responses: { 201: envelope(McpServer) },
  errors: ['conflict'],
})

export const getMcpServer = defineEndpoint({
  ...common,
  name: 'getMcpServer',
  method: 'get',
  path: '/api/v2/mcp-servers/:id',
  summary: 'One MCP server.',
  params,
  responses: { 200: envelope(McpServer) },
  errors: ['not_found'],
})

export const updateMcpServer = defineEndpoint({
  ...common,
  name: 'updateMcpServer',
  audit: 'mcp_server.updated',
  method: 'patch',
  path: '/api/v2/mcp-servers/:id',
  summary: 'Change an MCP server.',
  description:
    'What is not given stays; `headers` replaces all of them. With another origin in `url` the headers must be given anew, or are dropped: what was entrusted to one server goes to no other.',
  params,
  body: z
    .object({
      name: fields.name.optional(),
      url: fields.url.optional(),
      headers: fields.headers.optional(),
      trusts_read_only: fields.trusts_read_only.optional(),
      enabled: fields.enabled.optional(),
    })
    .superRefine((body, context) => {
      if (Object.values(body).every((value) => value === undefined))
        context.addIssue({ code: 'custom', path: [], message: 'Give something to change.' })
    }, always),
  responses: { 200: envelope(McpServer) },
  errors: ['not_found', 'conflict'],
})

export const deleteMcpServer = defineEndpoint({
  ...common,
  name: 'deleteMcpServer',
  audit: 'mcp_server.deleted',
  method: 'delete',
  path: '/api/v2/mcp-servers/:id',
  summary: 'Remove an MCP server, its tools and what was allowed to them.',
  params,
  responses: { 200: envelope(z.null()) },
  errors: ['not_found'],
})

export const McpTool = z.object({
  name: ToolName.describe('As AI knows it: `<server>__<tool>`.'),
  title: z.string().describe('What the server calls it.'),
  description: z.string(),
  input_schema: z.record(z.string(), Json),
  read_only: z.boolean().describe('Whether the server says that it only reads.'),
})
export type McpTool = z.infer<typeof McpTool>

export const listMcpServerTools = defineEndpoint({
  ...common,
  name: 'listMcpServerTools',
  method: 'get',
  path: '/api/v2/mcp-servers/:id/tools',
  summary: 'The tools that a server offered when it was last asked.',
  description: `At most ${mcpLimits.toolsPerServer}.`,
  params,
  responses: { 200: envelope(z.array(McpTool)) },
  errors: ['not_found'],
})

export const testMcpServer = defineEndpoint({
  ...common,
  name: 'testMcpServer',
  method: 'post',
  path: '/api/v2/mcp-servers/:id/test',
  summary: 'Ask a server for its tools now.',
  description: 'A server that cannot be used is no error of this call: `success` is false, and `error` says why.',
  params,
  responses: {
    200: envelope(
      z.object({
        success: z.boolean(),
        error: z.string().nullable(),
        tool_count: z.int(),
        duration_ms: z.int(),
      }),
    ),
  },
  errors: ['not_found'],
})
