import type { RoutingSettings } from '@parley/contracts/desk/routing-settings'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import { isAiTurn } from './domain/ai-turn.ts'
import { assign } from './domain/conversation-rules.ts'
import type { OnlineAgents } from './online-agents.ts'
import type { DB } from './schema.ts'
import { lockAgent } from './store/agents.ts'
import { changeConversation } from './store/conversations.ts'
import {
  findFreeAgent,
  findRoutedWorkspaces,
  listWaiting,
  lockRouting,
  noteAssigned,
  type Waiting,
} from './store/routing.ts'

/** How long a conversation waits at most that an agent has room for. */
const pollMs = 1_000
/** Conversations of a workspace that are assigned in a round, longest waiting first, of those that somebody free may have. */
const maxWaiting = 50

/**
 * Gives the conversations that nobody has to agents, where the workspace wants that, in every replica. It looks again and
 * again instead of following events: conversations wait for agents who come online, have room again, or join a team. Where
 * AI answers, it goes first, see `ai-turn.ts`.
 */
export function assignAutomatically(
  { db, every }: Pick<ServiceRuntime<DB>, 'db' | 'every'>,
  onlineAgents: Pick<OnlineAgents, 'list'>,
): void {
  every('assign-conversations', pollMs, async () => {
    for (const { workspaceId, routing } of await findRoutedWorkspaces(db)) {
      const among = await onlineAgents.list(workspaceId)
      if (among.length === 0) continue
      const choice = { among, routing }
      for (const waiting of await listWaiting(db, workspaceId, choice, maxWaiting))
        await assignOne(workspaceId, waiting, choice)
    }
  })

  /** In a transaction of its own: agents are locked before conversations. */
  async function assignOne(
    workspaceId: string,
    { id, teamId }: Waiting,
    { among, routing }: { among: string[]; routing: RoutingSettings },
  ): Promise<void> {
    await transaction(db, async (tx) => {
      if (!(await lockRouting(tx, workspaceId))) return
      const agentId = await findFreeAgent(tx, workspaceId, { among, teamId, routing })
      if (agentId === undefined || (await lockAgent(tx, workspaceId, agentId)) === undefined) return
      await changeConversation(tx, { workspaceId, id, trace: traceFrom(undefined, undefined) }, async (draft) => {
        const { status, agent_id, snoozed_until } = draft.row
        if (status === 'CLOSED' || agent_id !== null || snoozed_until !== null || isAiTurn(draft.row)) return
        assign(draft, agentId)
        await noteAssigned(tx, workspaceId, agentId)
      })
    })
  }
}
