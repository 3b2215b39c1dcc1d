import type { ChatRequest } from '../chat/request.ts'
import type { Run } from '../runs/run.ts'
import type { Tools } from './registry.ts'
import type { GrantedTool } from './tool.ts'

const ofTheWeb = new Set(['web_search', 'web_scrape'])

/**
 * The tools of a chat run: those that whoever answers may use. Those of the web only where the question asks for them, or
 * the twin names them.
 */
export async function toolsOfRun(tools: Tools, run: Run<ChatRequest>): Promise<GrantedTool[]> {
  const { personality, usesWeb } = run.request
  const names = personality.tools ?? undefined
  const granted = await tools.toolsFor(run, { twinId: run.twinId, names })
  return granted.filter(({ name }) => usesWeb || names !== undefined || !ofTheWeb.has(name))
}
