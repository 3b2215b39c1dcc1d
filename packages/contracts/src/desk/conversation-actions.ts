import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { GivenTime } from '../fields.ts'
import { DeskConversationId, idOf, LabelId, typeId } from '../ids.ts'
import type { IdPrefix } from '../type-id.ts'
import { ConversationDetails, Priority } from './conversation.ts'
import { ReplyText } from './reply-text.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const

/** Labels of a conversation; days that one is put off at most; actions of one request, and the conversations they are for. */
export const conversationLimits = { labels: 20, snoozeDays: 365, actions: 10, atOnce: 50 } as const

const snoozing = `Until a time, at most ${conversationLimits.snoozeDays} days from now (400), or until its visitor writes, whatever comes first.`

const changing = {
  ...common,
  method: 'patch',
  summary: 'Change a conversation’s labels or priority, or put it off.',
  description: `What is not given stays. \`labelIds\` replaces all labels; one that is unknown is a 404. \`isSnoozed\` puts it off: ${snoozing} A closed one is a 409. What changes nothing publishes no event.`,
  params: z.object({ id: DeskConversationId }),
  body: z.object({
    labelIds: z
      .array(LabelId)
      .max(conversationLimits.labels)
      .transform((ids) => [...new Set(ids)])
      .optional(),
    priority: Priority.nullable().optional(),
    isSnoozed: z.boolean().optional(),
    snoozedUntil: GivenTime.optional().describe('With `isSnoozed`; without it, until its visitor writes.'),
  }),
  responses: { 200: ConversationDetails },
  errors: ['not_found', 'conflict'],
} as const

export const updateTenantConversation = defineEndpoint({
  ...changing,
  name: 'updateTenantConversation',
  path: '/api/tenant/conversations/:id',
})

export const updateAgentConversation = defineEndpoint({
  ...changing,
  name: 'updateAgentConversation',
  path: '/api/agent/conversations/:id',
})

type IdSchema = z.ZodType<string, string>

/** What is done with a conversation without writing to its visitor, with ids as they are given or as they are answered. */
const quietActions = (id: (prefix: IdPrefix) => IdSchema) =>
  [
    z.object({ type: z.literal('addLabel'), labelId: id('lbl') }),
    z.object({ type: z.literal('removeLabel'), labelId: id('lbl') }),
    z.object({ type: z.literal('setPriority'), priority: Priority.nullable() }),
    z.object({
      type: z.literal('snooze'),
      minutes: z
        .int()
        .min(1)
        .max(conversationLimits.snoozeDays * 24 * 60)
        .nullable()
        .describe('Null: until its visitor writes.'),
    }),
    z.object({ type: z.literal('assign'), agentId: id('usr').nullable().describe('Null: to whoever does it.') }),
    z.object({ type: z.literal('assignTeam'), teamId: id('team') }),
    z.object({ type: z.literal('resolve') }),
  ] as const

/** The same, and what is written. */
const allActions = (id: (prefix: IdPrefix) => IdSchema, text: IdSchema) =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('reply'), content: text }),
    z.object({ type: z.literal('note'), content: text }),
    ...quietActions(id),
  ])

/** An action as it is stored, and as it is answered. */
export const ConversationAction = allActions(typeId, z.string()).meta({ id: 'ConversationAction' })
export type ConversationAction = z.input<typeof ConversationAction>

const atMostActions = <S extends z.ZodType>(action: S) => z.array(action).min(1).max(conversationLimits.actions)

/** The actions of a macro in a request. */
export const GivenActions = atMostActions(allActions(idOf, ReplyText))

/** What an action does and when it is refused, for descriptions. */
export const actionRules =
  '`assign` gives it to an agent, who has it then: one’s own, or one that nobody has (409); owners and admins give any. `assignTeam` has it wait for a team instead. `resolve` is as by hand.'

/** Of macros, which are kept longer than what they name. */
export const goneIsSkipped = 'A label, agent or team that is there no longer is left out.'

const acting = {
  ...common,
  method: 'post',
  summary: 'Do the same with several conversations.',
  description: `At most ${conversationLimits.atOnce}, with at most ${conversationLimits.actions} actions, one after another, in one transaction. ${actionRules} A label that is to be added, an agent or a team that is not there is a 404, and \`assign\` to oneself by who is no agent a 403: nothing is done with any then. \`results\` has an outcome for each conversation, in the order given: \`not_found\`, or \`conflict\` where somebody else has it or it is closed, and then nothing of it is changed.`,
  body: z.object({
    ids: z
      .array(DeskConversationId)
      .min(1)
      .max(conversationLimits.atOnce)
      .transform((ids) => [...new Set(ids)]),
    actions: atMostActions(z.discriminatedUnion('type', [...quietActions(idOf)])),
  }),
  responses: {
    200: z.object({
      results: z.array(z.object({ id: typeId('cnv'), outcome: z.enum(['done', 'not_found', 'conflict']) })),
    }),
  },
  errors: ['not_found', 'forbidden'],
} as const

export const actOnTenantConversations = defineEndpoint({
  ...acting,
  name: 'actOnTenantConversations',
  path: '/api/tenant/conversations/bulk',
})

export const actOnAgentConversations = defineEndpoint({
  ...acting,
  name: 'actOnAgentConversations',
  path: '/api/agent/conversations/bulk',
})
