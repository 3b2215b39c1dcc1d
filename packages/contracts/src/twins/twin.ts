import * as z from 'zod'
import { Name, Time } from '../fields.ts'
import { AvatarUrl } from '../identity/avatar-url.ts'
import { Uuid } from '../ids.ts'
import { Handle } from './handle.ts'

/** What a workspace may have, and a twin’s instructions; in characters where it is a text. */
export const twinLimits = {
  twins: 200,
  personality: 4_000,
  systemPrompt: 20_000,
  tools: 50,
  /** Versions of a twin that are kept, the newest. */
  versions: 100,
} as const

/** A tool’s name; a tool of an MCP server has the server’s name before two underscores. */
export const ToolName = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, 'Must be the name of a tool.')

const Personality = z
  .string()
  .trim()
  .max(twinLimits.personality)
  .describe('Who it is and how it speaks, as instructions to it.')
const SystemPrompt = z
  .string()
  .trim()
  .max(twinLimits.systemPrompt)
  .describe('What it is to do and by which rules, after `personality`.')
const Model = z.string().max(100).describe('One of `GET /api/v2/models`; null for the deployment’s default.')
const Tools = z
  .array(ToolName)
  .max(twinLimits.tools)
  .transform((names) => [...new Set(names)])
  .describe(
    'The tools of `GET /api/v2/tools` that it may use, as far as the workspace allows them; `[]` for none, null for all. A tool that is not among those is a 400; one whose server goes away later is kept, and listed there for the twin with the reason.',
  )

/** What whoever makes or changes a twin may set. */
export const twinFields = {
  handle: Handle,
  personality: Personality.nullable(),
  system_prompt: SystemPrompt.nullable(),
  model: Model.nullable(),
  tools: Tools.nullable(),
}

/** What one version of a twin is. */
const content = {
  name: Name,
  personality: z.string().nullable(),
  system_prompt: z.string().nullable(),
  model: z.string().nullable(),
  tools: z.array(z.string()).nullable(),
  avatar_url: AvatarUrl,
}

export const Twin = z
  .object({
    id: Uuid,
    workspace_id: Uuid,
    handle: z.string(),
    ...content,
    is_built_in: z
      .boolean()
      .describe(
        'Every workspace has it; its instructions where `personality` and `system_prompt` are null are Parley’s.',
      ),
    version: z.int().describe('Counts its changes, from 1.'),
    created_by: Uuid.nullable().describe('Null of a built-in.'),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: 'Twin' })
export type Twin = z.infer<typeof Twin>

export const TwinVersion = z
  .object({
    version: z.int(),
    ...content,
    changed_by: Uuid.nullable().describe('Null of the first version of a built-in.'),
    created_at: Time,
  })
  .meta({ id: 'TwinVersion' })
export type TwinVersion = z.infer<typeof TwinVersion>

/** Somebody who can be asked. */
export const PersonalityProfile = z
  .object({
    id: Uuid,
    handle: z.string().describe('What `personality` of the chat takes, and what mentions it after `@`.'),
    name: z.string(),
    personality: z.string().nullable(),
    avatar_url: AvatarUrl,
    is_built_in: z.boolean(),
    is_default: z.boolean().describe('Who answers where nobody is named.'),
    is_available: z.boolean(),
    reason: z
      .string()
      .nullable()
      .describe('Why they answer nothing right now: the budget of theirs, or of the workspace, is used up.'),
  })
  .meta({ id: 'Personality' })
