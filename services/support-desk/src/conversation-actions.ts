import { DeskText } from '@parley/contracts/desk/conversation'
import type { ConversationAction } from '@parley/contracts/desk/conversation-actions'
import { fillIn } from '@parley/contracts/desk/reply-variables'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from './context.ts'
import { assign, resolve, silenceAi } from './domain/conversation-rules.ts'
import { annotate, type Draft, read, say } from './domain/draft.ts'
import { noSuchAgent, noSuchLabel, noSuchTeam, notAnAgent } from './domain/refusals.ts'
import { handToTeam, setLabels, setPriority, snooze } from './domain/triage.ts'
import { untilVisitorWrites } from './domain/until-visitor-writes.ts'
import { lockAgent, requireFree } from './store/agents.ts'
import { newId } from './store/conversations.ts'
import { getDesk } from './store/desks.ts'
import { listLabelIds } from './store/labels.ts'
import { findReplyValues } from './store/reply-values.ts'
import { listTeamIds } from './store/teams.ts'

/** Who acts: owners and admins give away any conversation, agents their own and those that nobody has. */
export interface Actor {
  workspaceId: string
  userId: string
  isTenant: boolean
}

/** What the actions name of a workspace, as far as it is there. */
interface Named {
  agents: ReadonlyMap<string, string>
  labels: ReadonlySet<string>
  teams: ReadonlySet<string>
}

/** @throws ServiceError 404, or 403 for who would give conversations to themself and is no agent */
function requireAll(actions: readonly ConversationAction[], { agents, labels, teams }: Named, userId: string): void {
  for (const action of actions) {
    if (action.type === 'addLabel' && !labels.has(action.labelId)) throw noSuchLabel()
    if (action.type === 'assignTeam' && !teams.has(action.teamId)) throw noSuchTeam()
    if (action.type === 'assign' && !agents.has(action.agentId ?? userId))
      throw action.agentId === null ? notAnAgent() : noSuchAgent()
  }
}

/**
 * Prepares actions: locks the agents whom they are about, and finds which labels and teams are there. To be called before
 * the first conversation is locked.
 *
 * @param isKept whether they were kept, as macros are: a label, agent or team that is there no longer is left out
 * @returns what does the actions with a locked conversation, and throws a ServiceError where one is refused
 */
export async function prepareActions(
  tx: Db,
  { workspaceId, userId, isTenant }: Actor,
  actions: readonly ConversationAction[],
  { isKept }: { isKept: boolean },
): Promise<(draft: Draft) => Promise<void>> {
  const writes = actions.some(({ type }) => type === 'reply' || type === 'note')
  const assigned = actions.flatMap((action) => (action.type === 'assign' ? [action.agentId ?? userId] : []))
  const names = new Map<string, string>()
  for (const agentId of new Set([...(writes ? [userId] : []), ...assigned].sort())) {
    const name = await lockAgent(tx, workspaceId, agentId)
    if (name !== undefined) names.set(agentId, name)
  }
  const ownName = names.get(userId)
  if (writes && ownName === undefined) throw notAnAgent()
  const labelIds = actions.flatMap((action) => (action.type === 'addLabel' ? [action.labelId] : []))
  const labels = new Set(await listLabelIds(tx, workspaceId, labelIds))
  const teamIds = actions.flatMap((action) => (action.type === 'assignTeam' ? [action.teamId] : []))
  const teams = new Set(await listTeamIds(tx, workspaceId, teamIds))
  if (!isKept) requireAll(actions, { agents: names, labels, teams }, userId)
  const { language } = await getDesk(tx, workspaceId)

  /** @throws ServiceError 409 where the actor may not give the conversation away */
  async function requireGiving({ row }: Draft): Promise<void> {
    if (row.status === 'CLOSED') throw new ServiceError('conflict', 'The conversation is closed.')
    if (!isTenant) await requireFree(tx, workspaceId, row, userId)
  }

  /** @throws ServiceError 409 where what is filled in makes it no text that could be written by hand */
  async function textOf(draft: Draft, content: string): Promise<string> {
    const values = await findReplyValues(tx, workspaceId, { conversationId: draft.row.id, userId })
    const { data, error } = DeskText.safeParse(fillIn(content, values!))
    if (error) throw new ServiceError('conflict', `A text of this macro, filled in: ${error.issues[0]!.message}`)
    return data
  }

  async function perform(draft: Draft, action: ConversationAction): Promise<void> {
    const { label_ids: labelIds } = draft.row
    switch (action.type) {
      case 'reply': {
        await requireFree(tx, workspaceId, draft.row, userId)
        const content = await textOf(draft, action.content)
        assign(draft, userId)
        read(draft, 'agent')
        const by = { senderType: 'AGENT', senderId: userId, senderName: ownName! } as const
        say(draft, { ...by, id: await newId(tx), content, attachments: [] })
        return silenceAi(draft)
      }
      case 'note': {
        const content = await textOf(draft, action.content)
        return annotate(draft, { id: await newId(tx), authorId: userId, authorName: ownName!, content })
      }
      case 'addLabel':
        if (labels.has(action.labelId)) setLabels(draft, [...new Set([...labelIds, action.labelId])])
        return
      case 'removeLabel':
        return setLabels(
          draft,
          labelIds.filter((id) => id !== action.labelId),
        )
      case 'setPriority':
        return setPriority(draft, action.priority)
      case 'snooze': {
        const { minutes } = action
        return snooze(draft, minutes === null ? untilVisitorWrites : inMinutes(minutes))
      }
      case 'assign': {
        await requireGiving(draft)
        const agentId = action.agentId ?? userId
        if (names.has(agentId)) assign(draft, agentId)
        return
      }
      case 'assignTeam':
        await requireGiving(draft)
        if (teams.has(action.teamId)) handToTeam(draft, action.teamId)
        return
      case 'resolve':
        return resolve(draft, { id: await newId(tx), language })
    }
  }

  return async (draft) => {
    for (const action of actions) await perform(draft, action)
  }
}

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()
