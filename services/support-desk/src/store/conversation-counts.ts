import type { ConversationStatus } from '@parley/contracts/desk/conversation'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { randomSlot } from './slots.ts'

/** Whose conversations are that nobody has. */
export const nobody = '00000000-0000-0000-0000-000000000000'

type Counted = Pick<
  ConversationRow,
  'agent_id' | 'status' | 'visitor_messages' | 'visitor_messages_read' | 'merged_into'
>

interface Added {
  agentId: string
  status: ConversationStatus
  total: number
  unread: number
}

/** What has become of a conversation; undefined before it was made, and after it was deleted. One that was merged counts not. */
export interface Move {
  before: Counted | undefined
  after: Counted | undefined
}

/** Changes the counts of a workspace for what has become of its conversations: once a transaction, as its last statement. */
export async function moveCounts(tx: Db, workspaceId: string, moves: readonly Move[]): Promise<void> {
  const slot = randomSlot()
  const rows = addedBy(moves).map(({ agentId, status, total, unread }) => ({
    ...{ workspace_id: workspaceId, slot, agent_id: agentId, status },
    ...{ total, unread },
  }))
  if (rows.length === 0) return
  await tx
    .insertInto('conversation_counts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'slot', 'agent_id', 'status']).doUpdateSet(({ eb, ref }) => ({
        total: eb('conversation_counts.total', '+', ref('excluded.total')),
        unread: eb('conversation_counts.unread', '+', ref('excluded.unread')),
      })),
    )
    .execute()
}

/** A row each, in the order in which everybody locks them. */
function addedBy(moves: readonly Move[]): Added[] {
  const sums = new Map<string, Added>()
  for (const { before, after } of moves)
    for (const added of [before && countsOf(before, -1), after && countsOf(after, 1)]) {
      if (!added) continue
      const key = `${added.agentId} ${added.status}`
      const sum = sums.get(key) ?? { ...added, total: 0, unread: 0 }
      sums.set(key, { ...sum, total: sum.total + added.total, unread: sum.unread + added.unread })
    }
  return [...sums.keys()]
    .sort()
    .map((key) => sums.get(key)!)
    .filter(({ total, unread }) => total !== 0 || unread !== 0)
}

function countsOf(
  { agent_id, status, visitor_messages, visitor_messages_read, merged_into }: Counted,
  factor: 1 | -1,
): Added | undefined {
  if (merged_into !== null) return undefined
  const unread = factor * (visitor_messages - visitor_messages_read)
  return { agentId: agent_id ?? nobody, status, total: factor, unread }
}
