import type { Tag } from '../tag.ts'

export const toolTags: Record<string, Tag> = {
  tools: { name: 'Tools', description: 'What AI may use, and who decided so.' },
  approvals: { name: 'Approvals', description: 'Calls of tools that wait for a person.' },
  'mcp-servers': { name: 'MCP servers', description: 'Servers that bring tools of their own.' },
}
