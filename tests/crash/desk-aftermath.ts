import { listTenantAgents } from '@parley/contracts/desk/agents'
import type { Conversation } from '@parley/contracts/desk/conversation'
import { listAgentConversations, listTenantConversations } from '@parley/contracts/desk/conversation-lists'
import { getTenantReport } from '@parley/contracts/desk/reports'
import { listTenantVisitors } from '@parley/contracts/desk/visitors'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { expectFigures } from '@parley/testing/report-figures'
import { isReported, recomputeReport } from '@parley/testing/rows/desk-reports'
import {
  countMisfiled,
  countPutOff,
  countVisitors,
  type DeskConversation,
  type DeskRow,
  findWrongCounters,
  readDeskConversations,
  readDeskRows,
  readScores,
} from '@parley/testing/rows/desk-state'
import { describe, expect, it, vi } from 'vitest'
import type { DeskDay } from './desk-people.ts'
import type { View } from './desk-views.ts'
import type { DeskWorld } from './desk-world.ts'

const promptly = 20_000
const uuidOf = (id: string) => decodeId(id, ['cnv', 'msg', 'vis', 'usr', 'sit'])!

/** After a day: everything that was promised is there, and whoever counts, lists or watches says what the rows say. */
export function describeAftermath(
  { platform, ada, agents, siteId, desk, visitors, absent }: DeskWorld,
  day: DeskDay,
): void {
  const { database } = platform
  const rowsOf = () => readDeskRows(database, ada.workspaceId)
  const conversationsOf = () => readDeskConversations(database, ada.workspaceId)

  describe('afterwards', () => {
    it('what was put off until a time is back', async () => {
      await vi.waitFor(async () => expect(await countPutOff(database, ada.workspaceId)).toBe(0), promptly)
    })

    it('every acknowledged message and note is there exactly once, and none else that people wrote', async () => {
      const there = new Set((await conversationsOf()).map(({ id }) => id))
      const promised = day.promised
        .map(({ conversationId, id, seq, content }) => ({
          ...{ conversationId: uuidOf(conversationId), id: uuidOf(id), seq, content },
        }))
        .filter(({ conversationId }) => there.has(conversationId))
      const kept = new Set(promised.map(({ id }) => id))
      const stored = (await rowsOf()).filter(({ kind }) => kind !== 'SYSTEM').map(({ kind: _, ...row }) => row)
      expect(stored.filter(({ id }) => kept.has(id))).toEqual(promised.sort(byPlace))
      const others = stored.filter(({ id }) => !kept.has(id)).map(({ content }) => content)
      expect(others.sort()).toEqual(['I do', 'Who has me?', ...absent.map(({ answer }) => answer)].sort())
    })

    it('every counter is what the rows come to', async () => {
      expect(await findWrongCounters(database, ada.workspaceId)).toEqual([])
    })

    it('all that is there is found by what was said, and nothing else', async () => {
      await vi.waitFor(async () => expect(await countMisfiled(database, ada.workspaceId)).toBe(0), promptly)
    })

    it('lists and stats say what the rows say', async () => {
      const rows = await conversationsOf()
      const [tenant, agent, listed, staff] = await Promise.all([
        ada.call(listTenantConversations, { limit: 100 }),
        agents[0]!.call(listAgentConversations, { limit: 1 }),
        ada.call(listTenantVisitors, { limit: 1 }),
        ada.call(listTenantAgents),
      ])
      expect(agent).toMatchObject({ total: rows.length, counts: countsOf(rows) })
      expect(listed.stats.total).toBe(await countVisitors(database, ada.workspaceId))
      expect(tenant.total).toBe(rows.length)
      const stored = new Map(rows.map((row) => [row.id, row]))
      for (const shown of tenant.conversations) expect(stateOf(shown)).toEqual(stateIn(stored.get(uuidOf(shown.id))!))
      for (const { userId } of agents) {
        const own = rows.filter(({ agentId }) => agentId === userId)
        const unread = sumOf(own.map((each) => each.unread))
        const stats = tenant.agentStats.find(({ agentId }) => agentId === encodeId('usr', userId))
        expect(stats).toMatchObject({ ...countsOf(own), unread })
      }
      const scores = await readScores(database, ada.workspaceId)
      expect(scores.size).toBeGreaterThan(0)
      for (const { id, csat } of staff.agents) {
        const own = scores.get(uuidOf(id)) ?? []
        expect(csat.count).toBe(own.length)
        if (own.length > 0) expect(csat.score).toBeCloseTo(sumOf(own) / own.length, 1)
      }
    })

    it('the report says what the rows say', async () => {
      await vi.waitUntil(() => isReported(database, ada.workspaceId), promptly)
      const [report, rows] = await Promise.all([
        ada.call(getTenantReport, {}),
        recomputeReport(database, ada.workspaceId, undefined),
      ])
      const [ofSite, all] = [rows.get(uuidOf(siteId))!, rows.get('all')!]
      expectFigures(report.sites.find((each) => each.siteId === siteId)!, ofSite)
      // What is of no site was deleted, or was the deleted visitors’; they have rated nothing.
      expect(report.totals.csat).toMatchObject({ count: all.scores.length })
      expect(report.totals.csat.average).toBeCloseTo(sumOf(all.scores) / all.scores.length, 3)
      for (const [name, count] of Object.entries(all.counts))
        expect(report.totals[name as keyof typeof all.counts], name).toBeGreaterThanOrEqual(count)
      expect(sumOf(report.series.map((day) => day.visitorMessages))).toBe(report.totals.visitorMessages)
      // Every agent’s share, whoever had what: together all that agents have written.
      expect(sumOf(report.agents.map(({ agentMessages }) => agentMessages))).toBe(report.totals.agentMessages)
    })

    it('whoever has a socket has seen all that is stored, each row once and in order', async () => {
      const [conversations, rows] = [await conversationsOf(), await rowsOf()]
      const there = conversations.map(({ id }) => encodeId('cnv', id)).sort()
      for (const view of desk) {
        await expectSeen(view, conversations, rows)
        // Nor does anybody look at what is gone.
        const lookedAt = () => [...view.conversations.keys()].filter((id) => !view.deleted.has(id)).sort()
        await vi.waitFor(() => expect(lookedAt(), view.name).toEqual(there), promptly)
      }
      for (const { view, visitor, isDoomed } of visitors) {
        if (isDoomed) continue
        const own = conversations.filter(({ visitorId }) => visitorId === uuidOf(visitor.session.visitor.id))
        expect(own).toHaveLength(1)
        const shown = rows.filter(({ kind }) => kind !== 'NOTE')
        await expectSeen(view, own, shown)
        expect([...view.rows.keys()]).toEqual(own.map(({ id }) => encodeId('cnv', id)))
      }
    })

    it('nothing is left unpublished', async () => {
      for (const schema of ['gateway', 'support_desk'])
        await vi.waitFor(
          async () => expect(await database.query(`select 1 from ${schema}.outbox limit 1`)).toEqual([]),
          promptly,
        )
    })
  })
}

/** What somebody sees of these conversations, and of these rows as far as they are in them. */
async function expectSeen(view: View, conversations: readonly DeskConversation[], rows: readonly DeskRow[]) {
  for (const conversation of conversations) {
    const id = encodeId('cnv', conversation.id)
    const stored = rows
      .filter(({ conversationId }) => conversationId === conversation.id)
      .map((row) => ({ id: encodeId('msg', row.id), seq: row.seq, content: row.content }))
    await vi.waitFor(() => {
      const seen = [...(view.rows.get(id)?.values() ?? [])].sort(bySeq)
      expect(seen, `${view.name}: rows of ${id}`).toEqual(stored)
      const { shown } = view.conversations.get(id)!
      const { status, agentId, rating, agentReadSeq, visitorReadSeq, isSnoozed } = conversation
      expect({ ...shown, agent: shown.agent && uuidOf(shown.agent.id) }, `${view.name}: ${id}`).toMatchObject({
        ...{ status, agent: agentId, rating, agentReadSeq, visitorReadSeq },
        ...('isSnoozed' in shown && { isSnoozed }),
      })
      const position = view.realtime.positions()[id]
      const rev = 'isSnoozed' in shown ? conversation.rev : conversation.visitorRev
      // Of what its socket has said nothing of, it has no position.
      if (position || view.emitted.has(id))
        expect(position, `${view.name}: position in ${id}`).toEqual({ seq: conversation.seq, rev })
    }, promptly)
    const emitted = view.emitted.get(id) ?? []
    expect(emitted, `${view.name}: events of ${id}`).toEqual([...new Set(emitted)].sort((a, b) => a - b))
  }
  expect(view.problems, view.name).toEqual([])
}

/** Notes stand behind their message, since they were written after it. */
const bySeq = (a: Pick<DeskRow, 'id' | 'seq'>, b: Pick<DeskRow, 'id' | 'seq'>) =>
  a.seq - b.seq || (a.id < b.id ? -1 : 1)

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

type Placed = Pick<DeskRow, 'conversationId' | 'id' | 'seq'>
const byPlace = (a: Placed, b: Placed) =>
  a.conversationId < b.conversationId ? -1 : a.conversationId > b.conversationId ? 1 : bySeq(a, b)

function countsOf(rows: readonly DeskConversation[]) {
  const inStatus = (status: string) => rows.filter((row) => row.status === status).length
  return { active: inStatus('ACTIVE'), waiting: inStatus('WAITING'), closed: inStatus('CLOSED') }
}

const stateOf = ({ status, agent, unreadCount, rating, isSnoozed, seq, rev }: Conversation) => ({
  ...{ status, agentId: agent && uuidOf(agent.id), unread: unreadCount, rating, isSnoozed, seq, rev },
})
const stateIn = ({ status, agentId, unread, rating, isSnoozed, seq, rev }: DeskConversation) => ({
  ...{ status, agentId, unread, rating, isSnoozed, seq, rev },
})
