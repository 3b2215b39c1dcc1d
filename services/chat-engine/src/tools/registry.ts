import type { Permission, ToolInfo } from '@parley/contracts/tools/tools'
import type { Extractor } from '@parley/documents/extractor'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import type { PythonSandbox } from '@parley/sandbox/python-sandbox'
import type { Db } from '../context.ts'
import type { Engine } from '../engines/engine.ts'
import { namesForLocal } from '../engines/known-tools.ts'
import type { McpTools } from '../mcp/mcp-tools.ts'
import { readPolicies } from '../store/tool-policies.ts'
import { createCodeInterpreter } from './code-interpreter.ts'
import type { ToolsConfig } from './config.ts'
import { createFirecrawl } from './firecrawl.ts'
import { type Policied, permissionOf } from './permission.ts'
import type { GrantedTool, Tool, ToolScope } from './tool.ts'
import { createWebScrape } from './web-scrape.ts'
import { createWebSearch, webSearchOff } from './web-search.ts'

export interface ToolsOptions {
  db: Db
  config: Pick<ToolsConfig, 'FIRECRAWL_URL' | 'FIRECRAWL_API_KEY'>
  engine: Pick<Engine, 'name'>
  /** Searches the workspace's messages and documents. */
  knowledgeSearch: Tool
  /** Quotes what was said in a channel. */
  channelSummary: Tool
  sandbox: Pick<PythonSandbox, 'availability' | 'prepare' | 'run'>
  outside: OutsideFetch
  extractor: Pick<Extractor, 'extract'>
  /** The tools of servers that workspaces have registered. */
  mcp: McpTools
}

/** What a run is given. */
export interface Choice {
  /** The twin that answers; null where it is none of the workspace's. */
  twinId: string | null
  /** The tools that it may use, by name; all of them if not given. */
  names?: readonly string[] | undefined
}

/** Tools that an engine is given at most. */
const maxTools = 128

/** A tool, where it comes from, and what keeps it from being used. */
type Offered = Policied & {
  tool: Tool
  serverId: string | null
  /** Why it cannot be used here, whoever asks. */
  unavailable: () => Promise<string | null>
}

const needsModel = 'The built-in engine does not call it; a model does: set ANTHROPIC_API_KEY.'

/** All tools there are, and what applies to them. */
export function createTools(options: ToolsOptions) {
  const { db, engine, knowledgeSearch, channelSummary, sandbox, outside, extractor, mcp } = options
  const firecrawl = createFirecrawl(options.config)
  const own = (tool: Tool, unavailable: () => Promise<string | null> = async () => null): Offered => ({
    tool,
    name: tool.name,
    byDefault: 'allow',
    digest: null,
    serverId: null,
    unavailable,
  })
  const builtIn: readonly Offered[] = [
    own(knowledgeSearch),
    own(channelSummary),
    own(createWebSearch(firecrawl), async () => (firecrawl ? null : webSearchOff)),
    own(createWebScrape({ firecrawl, outside, extractor })),
    own(createCodeInterpreter(sandbox), async () => {
      const availability = await sandbox.availability()
      return availability.isAvailable ? null : availability.reason
    }),
  ]

  const mayBeCalled = (name: string) => engine.name !== 'local' || namesForLocal.includes(name)

  async function offeredTo(workspaceId: string): Promise<Offered[]> {
    const ofServers = await mcp.toolsOf(workspaceId)
    return [
      ...builtIn,
      ...ofServers.map(({ tool, serverId, isTrusted, digest, error }) => ({
        tool,
        name: tool.name,
        byDefault: (isTrusted ? 'allow' : 'ask') as Permission,
        digest,
        serverId,
        unavailable: async () => error,
      })),
    ]
  }

  return {
    /** Names of the platform's own tools. */
    builtIn: builtIn.map(({ name }) => name),

    /**
     * The tools of a run, without those that are denied. One that cannot be used is among them: it answers why.
     */
    async toolsFor({ workspaceId }: Pick<ToolScope, 'workspaceId'>, { twinId, names }: Choice): Promise<GrantedTool[]> {
      const [offered, policies] = await Promise.all([offeredTo(workspaceId), readPolicies(db, workspaceId, twinId)])
      return offered
        .filter(({ name }) => names?.includes(name) ?? true)
        .flatMap((each) => {
          const permission = permissionOf(each, policies)
          return permission === 'deny' ? [] : [{ ...each.tool, permission }]
        })
        .slice(0, maxTools)
    },

    /**
     * Every tool with what applies to it, for whoever chooses among them.
     *
     * @param chosen tools that a twin has: those that nobody offers any more are listed, too
     */
    async list(workspaceId: string, twinId: string | null, chosen: readonly string[] = []): Promise<ToolInfo[]> {
      const [offered, policies] = await Promise.all([offeredTo(workspaceId), readPolicies(db, workspaceId, twinId)])
      const listed = await Promise.all(
        offered.map(async (each) => {
          const permission = permissionOf(each, policies)
          const reason =
            permission === 'deny'
              ? 'Denied in this workspace.'
              : ((await each.unavailable()) ?? (mayBeCalled(each.name) ? null : needsModel))
          return {
            name: each.name,
            description: each.tool.description,
            server_id: each.serverId,
            permission,
            available: reason === null,
            reason,
          }
        }),
      )
      const gone = missingFrom(offered, chosen).map((name) => ({
        name,
        description: '',
        server_id: null,
        permission: permissionOf({ name, byDefault: 'ask', digest: null }, policies),
        available: false,
        reason: 'Its server was removed or switched off, or does not offer it any more.',
      }))
      return [...listed, ...gone]
    },

    /** Those of some names that name no tool of the workspace's. */
    async unknownOf(workspaceId: string, names: readonly string[]): Promise<string[]> {
      return missingFrom(await offeredTo(workspaceId), names)
    },

    /** A tool of the workspace's by its name: what a permission can be set for. */
    async find(workspaceId: string, name: string): Promise<{ digest: string | null } | undefined> {
      return (await offeredTo(workspaceId)).find((each) => each.name === name)
    },
  }
}

const missingFrom = (offered: readonly Offered[], names: readonly string[]): string[] =>
  names.filter((name) => !offered.some((each) => each.name === name))

export type Tools = ReturnType<typeof createTools>
