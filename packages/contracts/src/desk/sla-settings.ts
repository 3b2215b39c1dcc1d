import * as z from 'zod'
import { priorities } from './conversation.ts'

/** A target is at most so many minutes: 60 days, on which a desk is always open. */
export const maxTargetMinutes = 60 * 24 * 60

/** Of which conversations: those of a priority, or all others. */
const whose = z.enum(['default', ...priorities])
const Minutes = z.int().min(1).max(maxTargetMinutes)
const Targets = z.partialRecord(whose, Minutes)

const TargetsPatch = z
  .partialRecord(whose, Minutes.nullable())
  .nullable()
  .describe(
    `Minutes by priority, and \`default\` for all others, at most ${maxTargetMinutes.toLocaleString('en')}; none where neither is given.`,
  )

/** Targets, as the workspace’s settings have them under `sla`. */
export const SlaPatch = z
  .looseObject({
    firstResponse: TargetsPatch.describe('Until an agent writes, from when the conversation is opened or reopened.'),
    resolution: TargetsPatch.describe('Until it is closed, from then on.'),
  })
  .partial()
  .describe(
    'Only while the desk is open (`hours`) time is counted, and not while a conversation is put off. What is changed here is for conversations that are opened, reopened or given another priority after it.',
  )

/** The same as it is read, with what is not given. */
export const SlaSettings = z
  .object({ firstResponse: Targets.catch({}), resolution: Targets.catch({}) })
  .catch({ firstResponse: {}, resolution: {} })
export type SlaSettings = z.output<typeof SlaSettings>
