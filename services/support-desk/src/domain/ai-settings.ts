import type { DeskWorkspace } from '@parley/contracts/desk/workspace'
import * as z from 'zod'

const Ai = z.object({
  firstResponse: z.boolean().catch(false),
  minConfidence: z.number().min(0).max(1).catch(0.6),
})

/** How AI answers visitors. */
export type AiSettings = z.output<typeof Ai>

/** As the desk has it, with defaults for what it does not say. */
export const aiSettingsOf = ({ settings }: Pick<DeskWorkspace, 'settings'>): AiSettings =>
  Ai.parse(typeof settings.ai === 'object' && settings.ai !== null ? settings.ai : {})
