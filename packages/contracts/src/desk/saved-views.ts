import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { SavedViewId, typeId } from '../ids.ts'
import { Priority } from './conversation.ts'
import { conversationFilter } from './conversation-lists.ts'
import { changedPreset, newPreset, preset, presetBounds, presetLimits, presetRules } from './presets.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: SavedViewId })

/** What a view filters by, in a request. */
const GivenFilter = z
  .object(conversationFilter)
  .refine(
    ({ mine, unassigned, agentId }) => [mine, unassigned, agentId !== undefined].filter(Boolean).length <= 1,
    'Only one of mine, unassigned and agentId may be given.',
  )
  .describe('Fields of `GET /api/agent/conversations`, with which it is asked for what the view shows.')

const Status = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['waiting', 'active', 'closed']))

/** A view: conversations filtered in a way that an agent wants to find again. */
export const SavedView = z
  .object({
    id: typeId('view'),
    ...preset,
    filter: z.object({
      status: z.array(Status).optional(),
      search: z.string().optional(),
      mine: z.boolean().optional(),
      unassigned: z.boolean().optional(),
      agentId: typeId('usr').optional(),
      siteId: typeId('sit').optional(),
      teamId: typeId('team').optional(),
      label: typeId('lbl').optional(),
      priority: Priority.optional(),
      snoozed: z.boolean().optional(),
      breached: z.boolean().optional(),
    }),
  })
  .meta({ id: 'SavedView' })
export type SavedView = z.input<typeof SavedView>

export const listSavedViews = defineEndpoint({
  ...common,
  name: 'listSavedViews',
  method: 'get',
  path: '/api/agent/views',
  summary: 'The views that are shared, and the caller’s own, by name.',
  description: `At most ${presetLimits.shared} that are shared, and ${presetLimits.own} of the caller’s.`,
  responses: { 200: z.object({ views: z.array(SavedView) }) },
})

export const createSavedView = defineEndpoint({
  ...common,
  name: 'createSavedView',
  method: 'post',
  path: '/api/agent/views',
  summary: 'Save how conversations are filtered.',
  description: `${presetRules} ${presetBounds}`,
  body: z.object({ ...newPreset, filter: GivenFilter }),
  responses: { 200: SavedView },
  errors: ['forbidden', 'conflict'],
})

export const updateSavedView = defineEndpoint({
  ...common,
  name: 'updateSavedView',
  method: 'patch',
  path: '/api/agent/views/:id',
  summary: 'Change a view, or share it.',
  description: `What is not given stays; \`filter\` replaces all of it. What is shared no longer is the caller’s own. ${presetRules} ${presetBounds}`,
  params,
  body: z.object({ ...changedPreset, filter: GivenFilter.optional() }),
  responses: { 200: SavedView },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const deleteSavedView = defineEndpoint({
  ...common,
  name: 'deleteSavedView',
  method: 'delete',
  path: '/api/agent/views/:id',
  summary: 'Remove a view.',
  description: presetRules,
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found', 'forbidden'],
})
