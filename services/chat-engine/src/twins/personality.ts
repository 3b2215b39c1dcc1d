import { idOf } from '@parley/contracts/ids'
import { defaultTwinHandle } from '@parley/contracts/twins/handle'
import { foldHandle } from '@parley/text/handle-fold'
import type { Db } from '../context.ts'
import { builtInPersonalities } from './built-in.ts'

/** Who can answer, as a run is given it. */
export interface Personality {
  twinId: string
  handle: string
  name: string
  /** Who it is: written by a member of the workspace, and so no data of a stranger’s. */
  instructions: string
  /** Null for the deployment's default. */
  model: string | null
  /** The tools that it may use, as far as the workspace allows them; null for all. */
  tools: readonly string[] | null
}

const TwinRef = idOf('twin')

/**
 * A twin of a workspace by its handle, compared as mentions are, or its id. What reads as an id is never a handle.
 *
 * @returns undefined where there is none
 */
export async function findPersonality(
  db: Db,
  workspaceId: string,
  handleOrId: string = defaultTwinHandle,
): Promise<Personality | undefined> {
  const id = TwinRef.safeParse(handleOrId).data
  const twin = await db
    .selectFrom('twins')
    .select(['id', 'handle', 'name', 'personality', 'system_prompt', 'model', 'tools'])
    .where('workspace_id', '=', workspaceId)
    .where((twin) =>
      id === undefined ? twin('handle_key', '=', foldHandle(handleOrId.replace(/^@/, ''))) : twin('id', '=', id),
    )
    .executeTakeFirst()
  return (
    twin && {
      twinId: twin.id,
      handle: twin.handle,
      name: twin.name,
      instructions: instructionsOf(twin),
      model: twin.model,
      tools: twin.tools,
    }
  )
}

/** A twin’s instructions; a built-in that nobody has changed has what comes with Parley. */
export function instructionsOf(twin: {
  handle: string
  name: string
  personality: string | null
  system_prompt: string | null
}): string {
  const personality = twin.personality ?? builtInPersonalities[twin.handle]
  return [`Your name is ${twin.name}.`, personality, twin.system_prompt].filter(Boolean).join('\n\n')
}
