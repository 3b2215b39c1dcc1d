import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Flag, GivenTime, Limit, Offset } from '../fields.ts'
import { DeskConversationId, LabelId, SiteId, TeamId, typeId, UserId } from '../ids.ts'
import {
  Conversation,
  ConversationDetails,
  conversationStatuses,
  OpenedConversation,
  Priority,
} from './conversation.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default', method: 'get' } as const

/** Beyond it the `total` of a list is not counted, where no counter has it. */
export const maxConversationTotal = 1_000
/** The same of a `search`, which looks at each that it counts. */
export const maxSearchTotal = 200

/** By which lists are filtered; what is not given filters nothing. */
const filters = {
  search: z.string().max(200).optional(),
  siteId: SiteId.optional(),
  teamId: TeamId.optional(),
  label: LabelId.optional(),
  priority: Priority.optional(),
  snoozed: Flag.optional(),
  breached: Flag.optional().describe('Whether a goal of its `sla` was missed since it was opened.'),
}

/** The orders of a list. */
export const conversationSorts = ['last_updated', 'longest_waiting'] as const
export type ConversationSort = (typeof conversationSorts)[number]

/** In which order a list is, which part of it is answered, and what has changed of it. */
const paging = {
  sort: z
    .enum(conversationSorts)
    .default('last_updated')
    .describe('`longest_waiting`: those that wait and are not put off, since when they have waited.'),
  updated_after: GivenTime.optional(),
  before: DeskConversationId.optional(),
  offset: Offset,
}
const pages = { items: 'conversations', cursors: [{ query: 'before', of: 'id' }] } as const

const rules = `\`search\` finds conversations by the beginnings of words in one of their messages or notes, by beginnings of words, and what follows them, in what the visitor is called and their email address, and by the id of the visitor or of the conversation; where it finds nothing so, by parts of three characters or more of what the visitor is called and of their email address. It is without regard to case and accents. \`label\` is a label’s id. Page by \`offset\`, or by \`before\` with the last \`id\` of the page before: one that changes meanwhile moves to the front, where \`updated_after\` finds it: it leaves out those that have not changed since, and may give one again that changed at that very time. With \`sort=longest_waiting\` the list has the WAITING ones that are not put off, the longest waiting first, and another status or \`snoozed=true\` is a 400; one that waits anew goes to the end, and a page behind it begins there. \`total\` is exact to ${maxConversationTotal.toLocaleString('en')} where anything but status and agent is filtered, and of the longest waiting; of a \`search\` to ${maxSearchTotal}.`

export const listTenantConversations = defineEndpoint({
  ...common,
  name: 'listTenantConversations',
  path: '/api/tenant/conversations',
  summary: 'The workspace’s conversations, last changed or longest waiting first, and how many each agent has.',
  description: `${rules} \`agentStats\` are of all conversations of each agent.`,
  query: z.object({
    ...filters,
    ...paging,
    status: z.enum([...conversationStatuses, 'all']).default('all'),
    agentId: z.union([z.literal('all'), UserId]).default('all'),
    limit: Limit(),
  }),
  pages,
  responses: {
    200: z.object({
      conversations: z.array(Conversation),
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      agentStats: z.array(
        z.object({
          agentId: typeId('usr'),
          name: z.string(),
          active: z.int(),
          waiting: z.int(),
          closed: z.int(),
          unread: z.int().describe('Messages of visitors that nobody has read.'),
        }),
      ),
    }),
  },
})

/** `active,waiting`, or the field repeated. */
const listed = ['waiting', 'active', 'closed'] as const
const Statuses = z
  .preprocess(
    (given: string | string[], context) => {
      const named = [given].flat().flatMap((text: unknown) => (typeof text === 'string' ? text.split(',') : [text]))
      // Where one text was sent, an error names that, and not a place in it.
      if (typeof given === 'string' && !named.every((each) => (listed as readonly unknown[]).includes(each)))
        context.issues.push({ code: 'invalid_value', values: [...listed], input: given })
      return named
    },
    z
      .array(z.enum(listed))
      .transform((given) => conversationStatuses.filter((each) => given.some((one) => one.toUpperCase() === each))),
  )
  .describe('`waiting`, `active` or `closed`; several of them between commas.')

/** By which agents filter conversations: what a saved view keeps. */
export const conversationFilter = {
  ...filters,
  status: Statuses.optional(),
  mine: Flag.optional(),
  unassigned: Flag.optional(),
  agentId: UserId.optional(),
}

export const listAgentConversations = defineEndpoint({
  ...common,
  name: 'listAgentConversations',
  path: '/api/agent/conversations',
  summary: 'The conversations of the agent’s workspace, last changed or longest waiting first, and how many there are.',
  description: `${rules} \`mine\` are the caller’s, \`unassigned\` those that nobody has; of these and \`agentId\` one may be given. \`counts\` are of all conversations of the workspace.`,
  query: z.object({ ...conversationFilter, ...paging, limit: Limit({ max: 50, fallback: 20 }) }),
  pages,
  responses: {
    200: z.object({
      conversations: z.array(Conversation),
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      counts: z.object({ active: z.int(), waiting: z.int(), closed: z.int() }),
    }),
  },
})

const single = {
  ...common,
  summary: 'One conversation.',
  params: z.object({ id: DeskConversationId }),
  responses: { 200: ConversationDetails },
  errors: ['not_found'],
} as const

export const getTenantConversation = defineEndpoint({
  ...single,
  name: 'getTenantConversation',
  path: '/api/tenant/conversations/:id',
})

export const getAgentConversation = defineEndpoint({
  ...single,
  name: 'getAgentConversation',
  responses: { 200: OpenedConversation },
  path: '/api/agent/conversations/:id',
})
