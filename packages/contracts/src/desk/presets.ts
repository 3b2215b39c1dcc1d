import * as z from 'zod'
import { Name, Time } from '../fields.ts'

/** Canned replies, macros and saved views. */
export type PresetKind = 'reply' | 'macro' | 'view'

/** So many of each kind a workspace shares, and so many an agent has of their own. */
export const presetLimits = { shared: 300, own: 100 } as const

/** What everything has that agents keep for themselves, or share with all agents of the workspace. */
export const preset = {
  name: z.string(),
  isShared: z.boolean().describe('Whether all agents of the workspace have it, or the caller alone.'),
  createdAt: Time,
  updatedAt: Time,
}

/** What is given of it when it is created, and when it is changed. */
export const newPreset = { name: Name, isShared: z.boolean().default(false) }
export const changedPreset = { name: Name.optional(), isShared: z.boolean().optional() }

/** Who may do what with it, for the descriptions of its endpoints. */
export const presetRules =
  'Every agent manages their own; what is shared, the agents who are owners or admins of the workspace (403). Another agent’s own is a 404.'
export const presetBounds = `A name is given once among those that are shared, and once among one’s own, in either case (409). A workspace shares at most ${presetLimits.shared}, and an agent has at most ${presetLimits.own} (409).`
