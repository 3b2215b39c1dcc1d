import type {
  Conversation,
  ConversationDetails,
  DeskMessage,
  Input,
  Note,
  Parley,
  Visitor,
  VisitorDetails,
} from '@parley/client/index'
import type { Filter, Sort } from './filter.ts'
import { views } from './views.ts'

export type Action = Input<'actOnAgentConversations'>['actions'][number]
export type ConversationChanges = Omit<Input<'updateAgentConversation'>, 'id'>
export type VisitorChanges = Omit<Input<'updateAgentVisitor'>, 'id'>

/** By the name of a view, or the id of a saved one. */
export type Counts = Readonly<Record<string, number>>

/** What somebody is to the desk: an agent, an owner or admin of the workspace, or both. */
export interface DeskRoles {
  isAgent: boolean
  isOwner: boolean
}

export type DeskCalls = ReturnType<typeof createDeskCalls>

/** The calls that agents and owners both have, each by the way that is open to this person. */
export function createDeskCalls({ agent, tenant }: Parley, { isAgent, isOwner }: DeskRoles) {
  return {
    async list(filter: Filter, sort: Sort, page: { before?: string | undefined; limit: number }) {
      const { status, mine: _, unassigned: __, ...rest } = filter
      const [only, ...more] = status ?? []
      const answer = isAgent
        ? await agent.listConversations({ ...filter, sort, ...page })
        : await tenant.listConversations({
            ...rest,
            status: !only || more.length > 0 ? 'all' : upper(only),
            sort,
            ...page,
          })
      return { conversations: answer.conversations as Conversation[], total: answer.total }
    },
    get: (id: string): Promise<ConversationDetails> =>
      isAgent ? agent.getConversation({ id }) : tenant.getConversation({ id }),
    async messages(id: string, page: { page?: number; limit: number; after_seq?: number }) {
      const answer = isAgent ? await agent.listMessages({ id, ...page }) : await tenant.listMessages({ id, ...page })
      return { messages: answer.messages as DeskMessage[], total: answer.total }
    },
    /** Owners who are no agents see no notes. */
    async notes(id: string, afterRev = 0): Promise<Note[]> {
      const notes: Note[] = []
      if (isAgent) for await (const note of agent.listNotes({ id, limit: 100, after_rev: afterRev })) notes.push(note)
      return notes
    },
    update: (id: string, changes: ConversationChanges): Promise<ConversationDetails> =>
      isAgent ? agent.updateConversation({ id, ...changes }) : tenant.updateConversation({ id, ...changes }),
    markRead: (id: string): Promise<ConversationDetails> =>
      isAgent ? agent.markConversationRead({ id }) : tenant.markConversationRead({ id }),
    resolve: (id: string): Promise<ConversationDetails> =>
      isAgent ? agent.resolveConversation({ id }) : tenant.resolveConversation({ id }),
    /** How many conversations views have, as far as they are counted. */
    async counts(): Promise<Counts> {
      if (isAgent) {
        const { mine, waiting, snoozed, views: saved } = await agent.countViews()
        return { mine, waiting, snoozed, ...Object.fromEntries(saved.map(({ id, count }) => [id, count])) }
      }
      // Owners who are no agents have neither conversations nor views of their own.
      const totals = (['waiting', 'snoozed'] as const).map(async (name) => {
        const { total } = await this.list(views[name].filter, views[name].sort, { limit: 1 })
        return [name, total]
      })
      return Object.fromEntries(await Promise.all(totals))
    },
    /** Does the same with several; `conflict` of those that somebody else has, or that are resolved. */
    async actOnAll(ids: readonly string[], actions: Action[]) {
      const given = { ids: [...ids], actions }
      const { results } = isOwner ? await tenant.actOnConversations(given) : await agent.actOnConversations(given)
      return results
    },
    merge: (id: string, conversationId: string): Promise<ConversationDetails> =>
      isAgent ? agent.mergeConversation({ id, conversationId }) : tenant.mergeConversation({ id, conversationId }),
    visitor: (id: string): Promise<VisitorDetails> => (isAgent ? agent.getVisitor({ id }) : tenant.getVisitor({ id })),
    async visitors(query: { search?: string | undefined; isOnline?: true | undefined; before?: string | undefined }) {
      return isOwner ? await tenant.listVisitors(query) : await agent.listVisitors(query)
    },
    updateVisitor: (id: string, changes: VisitorChanges): Promise<Visitor> =>
      isAgent ? agent.updateVisitor({ id, ...changes }) : tenant.updateVisitor({ id, ...changes }),
    labels: async () => (await (isAgent ? agent.listLabels() : tenant.listLabels())).labels,
    teams: async () => (await (isAgent ? agent.listTeams() : tenant.listTeams())).teams,
    attributes: async () => (await (isAgent ? agent.listAttributes() : tenant.listAttributes())).attributes,
    sites: async () => (await tenant.listSites()).sites,
    agents: async (): Promise<{ id: string; name: string }[]> =>
      (await (isAgent ? agent.listFellow() : tenant.listAgents())).agents,
  }
}

const upper = (status: NonNullable<Filter['status']>[number]) => status.toUpperCase() as Uppercase<typeof status>
