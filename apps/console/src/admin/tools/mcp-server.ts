import type { Output } from '@parley/client/index'

/** A server of tools that the workspace has added. */
export type McpServer = Output<'listMcpServers'>['data'][number]
