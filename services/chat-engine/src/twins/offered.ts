import type { Caller } from '@parley/kit/assertion'
import { invalidInput } from '@parley/kit/errors'
import { mayAskFor } from '../config.ts'
import type { TwinsContext } from './context.ts'

/** Whether a twin may be given a model; null is the default. */
export const isOffered = ({ config }: Pick<TwinsContext, 'config'>, model: string | null): boolean =>
  model === null || mayAskFor(model, config)

/**
 * @param has the tools that the twin has: those stay its own where their server is gone
 * @throws ServiceError 400 where the model or a tool is none of those that are offered to the workspace
 */
export async function assertOffered(
  context: Pick<TwinsContext, 'config' | 'tools'>,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  { model = null, tools }: { model?: string | null | undefined; tools?: readonly string[] | null | undefined },
  has: readonly string[] = [],
): Promise<void> {
  const details = []
  if (!isOffered(context, model)) details.push({ path: 'model', message: 'Must be one of GET /api/v2/models.' })
  const added = (tools ?? []).filter((name) => !has.includes(name))
  const unknown = added.length > 0 ? await context.tools.unknownOf(workspaceId, added) : []
  for (const name of unknown)
    details.push({ path: 'tools', message: `There is no tool ${name} here; GET /api/v2/tools lists them.` })
  if (details.length > 0) throw invalidInput(details)
}
