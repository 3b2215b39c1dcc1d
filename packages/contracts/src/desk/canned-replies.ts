import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { CannedReplyId, DeskConversationId, typeId } from '../ids.ts'
import { changedPreset, newPreset, preset, presetBounds, presetLimits, presetRules } from './presets.ts'
import { ReplyText } from './reply-text.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: CannedReplyId })

/** A text that agents send often. */
export const CannedReply = z.object({ id: typeId('rpl'), ...preset, content: z.string() }).meta({ id: 'CannedReply' })
export type CannedReply = z.input<typeof CannedReply>

export const listCannedReplies = defineEndpoint({
  ...common,
  name: 'listCannedReplies',
  method: 'get',
  path: '/api/agent/canned-replies',
  summary: 'The canned replies that are shared, and the caller’s own, by name.',
  description: `At most ${presetLimits.shared} that are shared, and ${presetLimits.own} of the caller’s.`,
  responses: { 200: z.object({ cannedReplies: z.array(CannedReply) }) },
})

export const createCannedReply = defineEndpoint({
  ...common,
  name: 'createCannedReply',
  method: 'post',
  path: '/api/agent/canned-replies',
  summary: 'Add a canned reply.',
  description: `${presetRules} ${presetBounds}`,
  body: z.object({ ...newPreset, content: ReplyText }),
  responses: { 200: CannedReply },
  errors: ['forbidden', 'conflict'],
})

export const getCannedReply = defineEndpoint({
  ...common,
  name: 'getCannedReply',
  method: 'get',
  path: '/api/agent/canned-replies/:id',
  summary: 'One canned reply, filled in for a conversation.',
  description: 'Another agent’s own is a 404, and so is an unknown conversation.',
  params,
  query: z.object({ conversationId: DeskConversationId.optional() }),
  responses: {
    200: CannedReply.extend({
      filledIn: z.string().nullable().describe('As the caller would send it there; null without a conversation.'),
    }),
  },
  errors: ['not_found'],
})

export const updateCannedReply = defineEndpoint({
  ...common,
  name: 'updateCannedReply',
  method: 'patch',
  path: '/api/agent/canned-replies/:id',
  summary: 'Change a canned reply, or share it.',
  description: `What is not given stays. What is shared no longer is the caller’s own. ${presetRules} ${presetBounds}`,
  params,
  body: z.object({ ...changedPreset, content: ReplyText.optional() }),
  responses: { 200: CannedReply },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const deleteCannedReply = defineEndpoint({
  ...common,
  name: 'deleteCannedReply',
  method: 'delete',
  path: '/api/agent/canned-replies/:id',
  summary: 'Remove a canned reply.',
  description: presetRules,
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found', 'forbidden'],
})
