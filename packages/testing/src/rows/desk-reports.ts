import type { TestDatabase } from '../database.ts'

/** Whether all that has happened in a workspace's conversations is in its reports. */
export async function isReported(database: TestDatabase, workspaceId: string): Promise<boolean> {
  const waiting = await database.query('select from support_desk.report_facts where workspace_id = $1 limit 1', [
    workspaceId,
  ])
  return waiting.length === 0
}

/** What a report says of an agent, a site, a label or all. */
export interface ExpectedFigures {
  counts: Record<'opened' | 'reopened' | 'resolved' | 'visitorMessages' | 'agentMessages' | 'aiMessages', number>
  times: Record<'firstResponse' | 'response' | 'resolution', number[]>
  scores: number[]
}

const nothing = (): ExpectedFigures => ({
  counts: { opened: 0, reopened: 0, resolved: 0, visitorMessages: 0, agentMessages: 0, aiMessages: 0 },
  times: { firstResponse: [], response: [], resolution: [] },
  scores: [],
})

/**
 * Figures by `all`, and by each agent, site and label, from the messages and ratings that there are. Those of agents are
 * right where nobody was given a conversation by hand, which no message shows.
 *
 * @param connected whom a conversation stays with that is reopened
 */
export async function recomputeReport(
  database: TestDatabase,
  workspaceId: string,
  connected: string | undefined,
): Promise<Map<string, ExpectedFigures>> {
  const all = new Map<string, ExpectedFigures>()
  const rows = await database.query<{
    id: string
    site: string | null
    labels: string[]
    sender: string
    agent: string | null
    at: string
  }>(
    `select c.id, c.site_id as site, c.label_ids as labels, m.sender_type as sender, m.created_at as at,
       case when m.sender_type = 'AGENT' then m.sender_id end as agent
     from support_desk.messages m join support_desk.conversations c on c.id = m.conversation_id
     where c.workspace_id = $1 order by c.id, m.seq`,
    [workspaceId],
  )
  const add = (keys: (string | null)[], change: (expected: ExpectedFigures) => void) => {
    for (const key of ['all', ...keys.filter((each) => each !== null)]) {
      if (!all.has(key)) all.set(key, nothing())
      change(all.get(key)!)
    }
  }
  for (const messages of Map.groupBy(rows, ({ id }) => id).values()) {
    let [openedAt, waitingSince, isAnswered, isClosed] = [0, undefined as number | undefined, false, true]
    let agent: string | null = null
    for (const [index, { sender, at, site, labels, ...each }] of messages.entries()) {
      const time = Date.parse(at)
      const hadIt = agent
      if (sender === 'VISITOR' && isClosed && agent !== connected) agent = null
      agent = each.agent ?? agent
      // Labelled right after its first message.
      const others = [site, ...(index === 0 ? [] : labels)]
      const keys = [agent, ...others]
      const reopened = [hadIt, ...others]
      if (sender === 'VISITOR') {
        if (index === 0) add(keys, ({ counts }) => counts.opened++)
        else if (isClosed) add(reopened, ({ counts }) => counts.reopened++)
        if (isClosed) [openedAt, isAnswered, isClosed] = [time, false, false]
        waitingSince ??= time
        add(keys, ({ counts }) => counts.visitorMessages++)
      } else if (sender === 'AGENT') {
        // An agent who writes in one that is closed opens it again; nobody has waited for that.
        if (isClosed) add(reopened, ({ counts }) => counts.reopened++)
        if (isClosed) [openedAt, isAnswered, isClosed] = [time, true, false]
        add(keys, ({ counts }) => counts.agentMessages++)
        const since = waitingSince
        if (since !== undefined) add(keys, ({ times }) => times.response.push(time - since))
        if (since !== undefined && !isAnswered) add(keys, ({ times }) => times.firstResponse.push(time - openedAt))
        ;[waitingSince, isAnswered] = [undefined, true]
      } else {
        add(keys, ({ counts }) => counts.resolved++)
        add(keys, ({ times }) => times.resolution.push(time - openedAt))
        ;[waitingSince, isClosed] = [undefined, true]
      }
    }
  }
  const ratings = await database.query<{ score: number; agent: string | null; site: string | null; labels: string[] }>(
    `select distinct on (c.id) r.score, r.agent_id as agent, c.site_id as site, r.label_ids as labels
     from support_desk.ratings r join support_desk.conversations c on c.id = r.conversation_id where r.workspace_id = $1
     order by c.id, r.created_at desc`,
    [workspaceId],
  )
  for (const { score, agent, site, labels } of ratings)
    add([agent, site, ...labels], ({ scores }) => scores.push(score))
  return all
}
