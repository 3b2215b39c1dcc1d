import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { DeskConversationId, MacroId, typeId } from '../ids.ts'
import { ConversationDetails, deskMessageLimits } from './conversation.ts'
import {
  actionRules,
  ConversationAction,
  conversationLimits,
  GivenActions,
  goneIsSkipped,
} from './conversation-actions.ts'
import { changedPreset, newPreset, preset, presetBounds, presetLimits, presetRules } from './presets.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: MacroId })

/** Actions that agents often do together. */
export const Macro = z
  .object({ id: typeId('mac'), ...preset, actions: z.array(ConversationAction) })
  .meta({ id: 'Macro' })
export type Macro = z.input<typeof Macro>

export const listMacros = defineEndpoint({
  ...common,
  name: 'listMacros',
  method: 'get',
  path: '/api/agent/macros',
  summary: 'The macros that are shared, and the caller’s own, by name.',
  description: `At most ${presetLimits.shared} that are shared, and ${presetLimits.own} of the caller’s.`,
  responses: { 200: z.object({ macros: z.array(Macro) }) },
})

export const createMacro = defineEndpoint({
  ...common,
  name: 'createMacro',
  method: 'post',
  path: '/api/agent/macros',
  summary: 'Add a macro.',
  description: `At most ${conversationLimits.actions} actions. ${presetRules} ${presetBounds}`,
  body: z.object({ ...newPreset, actions: GivenActions }),
  responses: { 200: Macro },
  errors: ['forbidden', 'conflict'],
})

export const updateMacro = defineEndpoint({
  ...common,
  name: 'updateMacro',
  method: 'patch',
  path: '/api/agent/macros/:id',
  summary: 'Change a macro, or share it.',
  description: `What is not given stays; \`actions\` replaces all of them. What is shared no longer is the caller’s own. ${presetRules} ${presetBounds}`,
  params,
  body: z.object({ ...changedPreset, actions: GivenActions.optional() }),
  responses: { 200: Macro },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const deleteMacro = defineEndpoint({
  ...common,
  name: 'deleteMacro',
  method: 'delete',
  path: '/api/agent/macros/:id',
  summary: 'Remove a macro.',
  description: presetRules,
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found', 'forbidden'],
})

export const applyMacro = defineEndpoint({
  ...common,
  name: 'applyMacro',
  method: 'post',
  path: '/api/agent/macros/:id/apply',
  summary: 'Do what a macro says with a conversation.',
  description: `One action after another, in one transaction: all of them, or where one is refused none. \`reply\` answers the visitor as by hand, and takes the conversation (409 where another agent has it); variables of it and of a \`note\` are filled in: what shows nothing then, or has more than ${deskMessageLimits.content.toLocaleString('en')} characters, is a 409. ${actionRules} ${goneIsSkipped}`,
  params,
  body: z.object({ conversationId: DeskConversationId }),
  responses: { 200: ConversationDetails },
  errors: ['not_found', 'conflict', 'forbidden'],
})
