import type { Extractor } from '@parley/documents/extractor'
import { createOutsideFetch, type OutsideFetch } from '@parley/kit/outside/fetch'
import { keepResealed } from '@parley/kit/resealing'
import { createSecretBox, type SecretBox } from '@parley/kit/secret-box'
import { createPythonSandbox, type PythonSandbox } from '@parley/sandbox/python-sandbox'
import { type Approvals, createApprovals } from '../approvals/approvals.ts'
import type { Context } from '../context.ts'
import { createMcpClient } from '../mcp/mcp-client.ts'
import { createMcpTools, type McpTools } from '../mcp/mcp-tools.ts'
import { sealedHeaders } from '../mcp/server-headers.ts'
import { createChannelSummary } from './channel-summary.ts'
import { createTools, type Tools } from './registry.ts'
import type { Tool } from './tool.ts'

/** Dependencies of the routes of tools, approvals and MCP servers. */
export type ToolsContext = Context & {
  tools: Tools
  approvals: Approvals
  mcp: McpTools
  /** For addresses that people and engines name. */
  outside: OutsideFetch
  sandbox: PythonSandbox
  /** Seals what MCP servers are called with. */
  box: SecretBox
}

/** How late a run that waits sees what another replica's person has decided. */
const approvalPollMs = 300

export interface OpenToolsOptions {
  /** Searches the workspace's messages and documents. */
  knowledgeSearch: Tool
  /** Reads pages. */
  extractor: Extractor
}

/** Opens the tools that AI may use; closed with the runtime. */
export function openTools(context: Context, { knowledgeSearch, extractor }: OpenToolsOptions): ToolsContext {
  const { config, db, engine, every, log, metrics, onClose } = context
  const outside = createOutsideFetch({ allowed: config.OUTSIDE_ALLOWED })
  const sandbox = createPythonSandbox({ config, metrics })
  const box = createSecretBox(config)
  const mcp = createMcpTools({ db, box, client: createMcpClient({ outside }), log })
  const channelSummary = createChannelSummary(context)
  const tools = createTools({ db, config, engine, knowledgeSearch, channelSummary, sandbox, outside, extractor, mcp })
  const approvals = createApprovals({ db, every, pollMs: approvalPollMs })
  keepResealed(context, box, [sealedHeaders])
  onClose('MCP servers', mcp.close)
  onClose('Python', sandbox.close)
  onClose('calls to the outside', outside.close)
  return { ...context, tools, approvals, mcp, outside, sandbox, box }
}
