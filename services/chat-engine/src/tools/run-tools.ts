import type { ChatRequest } from '../chat/request.ts'
import type { Run } from '../runs/run.ts'
import type { Tools } from './registry.ts'
import type { GrantedTool } from './tool.ts'

/**
 * The tools of a chat run: those that whoever answers may use. Those of the web only where the question asks for them, or
 * the twin names them.
 *
 * Who asks from a platform is no member, and nobody decides for them: they have those alone that read what they may read,
 * and that need no approval. Where the channel's messages go to a platform, what is read elsewhere needs one.
 */
export async function toolsOfRun(tools: Tools, run: Run<ChatRequest>): Promise<GrantedTool[]> {
  const { personality, usesWeb, isBridged = false, outwardSince = null } = run.request
  const names = personality.tools ?? undefined
  const granted = await tools.toolsFor(run, { twinId: run.twinId, names })
  if (isBridged) return granted.filter(({ reads, permission }) => reads === 'readable' && permission === 'allow')
  return granted
    .filter(({ reads }) => usesWeb || names !== undefined || reads !== 'web')
    .map((tool) => (outwardSince !== null && tool.reads === 'elsewhere' ? { ...tool, permission: 'ask' } : tool))
}
