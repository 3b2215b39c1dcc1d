import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { Json, Limit, Offset, Time } from '../fields.ts'
import { TwinId, Uuid } from '../ids.ts'

const common = { owner: 'chat-engine', auth: 'user', limit: 'default' } as const
const success = z.literal(true)

export const permissions = ['allow', 'ask', 'deny'] as const
/** `ask`: each call waits for a person. `deny`: AI is not given the tool. */
export const Permission = z.enum(permissions)
export type Permission = z.infer<typeof Permission>

/** A tool's name: one of Parley's own, or `<server>__<tool>`. */
export const ToolName = z.string().regex(/^[\w-]{1,128}$/, 'Must be the name of a tool.')

export const ToolInfo = z.object({
  name: ToolName,
  description: z.string(),
  server_id: Uuid.nullable().describe('The MCP server that brings it; null for one of Parley’s own.'),
  permission: Permission.describe('What applies here: to the twin, where one is named, and to the workspace.'),
  available: z.boolean().describe('Whether it can be used right now.'),
  reason: z.string().nullable().describe('Why it cannot, for whoever may change that.'),
})
export type ToolInfo = z.infer<typeof ToolInfo>

export const listTools = defineEndpoint({
  ...common,
  name: 'listTools',
  method: 'get',
  path: '/api/v2/tools',
  summary: 'The tools that AI may be given here, and why some cannot be used.',
  description:
    'At most 700, the platform’s own first. `reason` says what is missing: a setting of the operator’s, a permission, or a server that does not answer. The engine `local`, which answers without a model, calls `knowledge_search`, `channel_summary` where a summary is asked for, `web_search` where the question wants the web, and `web_scrape` for up to three addresses that the question names in full; where it answers, no other tool is `available`.',
  query: z.object({
    twin_id: TwinId.optional().describe(
      'What applies to this twin; tools that it has and nobody offers any more are listed, too.',
    ),
  }),
  responses: { 200: envelope(z.array(ToolInfo)) },
})

export const ToolPolicy = z.object({
  tool: ToolName,
  twin_id: Uuid.nullable().describe('Null for the whole workspace.'),
  permission: Permission,
  set_by: Uuid,
  set_at: Time,
})
export type ToolPolicy = z.infer<typeof ToolPolicy>

const policies =
  'Without one of the workspace’s, a tool has its own: `allow` for those of the platform, `ask` for those of MCP servers (`allow` where they say that they only read, and `trusts_read_only` of their server is set). A twin’s only restricts further: of both the stricter applies. A server’s tool that was allowed is asked for again once its description or input has changed. Whatever is allowed, `web_scrape` asks before it opens an address that neither the person’s own words nor a web search named; and `web_search` asks, once AI has read what others wrote, before it sends a query with a word that the person did not write.'

export const listToolPolicies = defineEndpoint({
  ...common,
  name: 'listToolPolicies',
  method: 'get',
  path: '/api/v2/tools/policies',
  role: 'admin',
  summary: 'The permissions of tools that were set in this workspace.',
  description: policies,
  query: z.object({ limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(ToolPolicy), meta: PageMeta }) },
})

export const setToolPolicy = defineEndpoint({
  ...common,
  name: 'setToolPolicy',
  audit: 'tool_policy.set',
  method: 'put',
  path: '/api/v2/tools/policies',
  role: 'admin',
  scope: 'admin',
  summary: 'Set what a tool may do in this workspace, or when one twin uses it.',
  description: `\`permission: null\` removes what was set. At most 1,000 a workspace (409). Runs that have begun keep what applied then. ${policies}`,
  body: z.object({
    tool: ToolName,
    twin_id: TwinId.nullable().default(null),
    permission: Permission.nullable(),
  }),
  responses: {
    200: envelope(z.object({ tool: ToolName, twin_id: Uuid.nullable(), permission: Permission.nullable() })),
  },
  errors: ['not_found', 'conflict'],
})

export const ToolChange = z.object({
  id: Uuid,
  user_id: Uuid.nullable().describe('Who did it; null where it happened by itself.'),
  action: z.string(),
  subject: z.string().describe('The tool or the server.'),
  details: z.record(z.string(), Json),
  at: Time,
})
export type ToolChange = z.infer<typeof ToolChange>

export const listToolChanges = defineEndpoint({
  ...common,
  name: 'listToolChanges',
  method: 'get',
  path: '/api/v2/tools/changes',
  role: 'admin',
  scope: 'admin',
  summary: 'The audit trail of tools: permissions, servers and approvals, newest first.',
  description:
    'Nothing of it can be changed. Of approvals it has the tool, the run and how they ended, and not their input, which belongs to whoever may decide.',
  query: z.object({ limit: Limit(), before: Uuid.optional() }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: envelope(z.array(ToolChange)) },
})
