import { updateTenantConversation } from '@parley/contracts/desk/conversation-actions'
import { deleteTenantConversation, resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { createLabel } from '@parley/contracts/desk/labels'
import { mergeTenantConversation } from '@parley/contracts/desk/merging'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { type DeskReport, downloadTenantReport, getTenantReport } from '@parley/contracts/desk/reports'
import { createSite } from '@parley/contracts/desk/sites'
import { rateInWidget, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { decodeId } from '@parley/contracts/type-id'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { randomOf } from '@parley/testing/random'
import { expectFigures } from '@parley/testing/report-figures'
import { isReported, recomputeReport } from '@parley/testing/rows/desk-reports'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
const { database } = platform
let workspaces = 0

async function newDesk() {
  const ada = await newcomer(platform, `ada-${++workspaces}`)
  const agents = await Promise.all(
    ['bob', 'cem'].map((name) => colleague(platform, ada, `${name}-${workspaces}`, { role: 'guest', agent: true })),
  )
  // What is reopened stays with the one who is connected; what another had is nobody’s.
  const [bob] = agents
  await bob!.socket()
  return {
    ada,
    agents,
    connected: bob!,
    /** What is in no hour yet is waited for. */
    async report(query: { from?: string; to?: string; interval?: 'day' | 'hour' } = {}): Promise<DeskReport> {
      await vi.waitUntil(() => isReported(database, ada.workspaceId), { timeout: 20_000 })
      return ada.call(getTenantReport, query)
    },
  }
}

async function csvFor({ token }: Person): Promise<string> {
  const headers = { Authorization: `Bearer ${token}` }
  const answer = await fetch(`${platform.url}${downloadTenantReport.path}`, { headers })
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/csv/)
  expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="report-.*\.csv"$/)
  return answer.text()
}

it('a report has what the rows say, whatever happens at once, and keeps it when a conversation is deleted', async () => {
  const { ada, agents, connected, report } = await newDesk()
  const site = await ada.call(createSite, { name: '=Shop "1"', domain: 'shop.example' })
  const keys = [await newWidgetKey(ada), await newWidgetKey(ada, { siteId: site.id })]
  const label = await ada.call(createLabel, { name: 'VIP' })
  /** Has everything in a conversation so far be longer ago. */
  const age = async (id: string, seconds: number) => {
    const [uuid, by] = [decodeId(id, ['cnv']), `${seconds} seconds`]
    await database.query(
      `update support_desk.conversations set opened_at = opened_at - $2::interval,
         waiting_since = waiting_since - $2::interval where id = $1`,
      [uuid, by],
    )
    await database.query(
      'update support_desk.messages set created_at = created_at - $2::interval where conversation_id = $1',
      [uuid, by],
    )
  }
  const ids = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (seed) => {
      const random = randomOf(seed)
      const visitor = await visit(platform, keys[seed % 2]!)
      const write = async () => (await visitor.call(sendWidgetMessage, { content: 'Hello?' })).conversationId
      const id = await write()
      if (seed % 3 === 0) await ada.call(updateTenantConversation, { id, labelIds: [label.id] })
      const agent: Person = agents[seed % agents.length]!
      for (let step = 0; step < 8; step++) {
        await age(id, Math.floor(10 ** (random() * 5)))
        const which = random()
        if (which < 0.4) await write()
        else if (which < 0.75) await agent.call(sendAgentMessage, { id, content: 'Hi' })
        else {
          await agent.call(resolveAgentConversation, { id })
          for (let times = Math.floor(random() * 3); times > 0; times--)
            await visitor.client.answer(rateInWidget, { score: 1 + Math.floor(random() * 5) })
        }
      }
      return id
    }),
  )
  const expected = await recomputeReport(database, ada.workspaceId, connected.userId)
  const found = await report()
  expectFigures(found.totals, expected.get('all')!)
  expect(found.totals.response.count).toBeGreaterThan(5)
  expect(found.totals.reopened).toBeGreaterThan(1)
  expect(found.totals.csat.count).toBeGreaterThan(1)
  expectFigures(found.series.find(({ opened }) => opened > 0)!, expected.get('all')!)
  const byKey = [
    ...found.agents.map((row) => [decodeId(row.agentId, ['usr'])!, row] as const),
    ...found.sites.map((row) => [decodeId(row.siteId, ['sit'])!, row] as const),
    ...found.labels.map((row) => [decodeId(row.labelId, ['lbl'])!, row] as const),
  ]
  expect(byKey.map(([key]) => key).sort()).toEqual([...expected.keys()].filter((key) => key !== 'all').sort())
  for (const [key, row] of byKey) expectFigures(row, expected.get(key)!)
  expect(found.sites[0]!.name).toBe('=Shop "1"')

  await ada.call(deleteTenantConversation, { id: ids[0]! })
  expect(await report()).toEqual(found)
  const csv = await csvFor(ada)
  const lines = csv.split('\r\n')
  expect(lines[0]).toMatch(/^section,key,name,opened,/)
  expect(lines).toHaveLength(1 + 1 + 7 + byKey.length + 1)
  expect(csv).toContain(`site,${site.id},"'=Shop ""1""",`)
})

it('days and hours are those of the workspace’s time zone, also when clocks are set', async () => {
  const { ada, report } = await newDesk()
  await ada.call(updateTenantWorkspace, { timezone: 'Europe/Berlin' })
  const times = [
    '24T23:59+02:00',
    '25T00:00+02:00',
    '25T02:30+02:00',
    '25T02:30+01:00',
    '25T23:59+01:00',
    '26T00:00+01:00',
  ]
  await database.query(
    `insert into support_desk.report_facts (workspace_id, metric, happened_at)
     select $1, 'opened', unnest($2::timestamptz[])`,
    [ada.workspaceId, times.map((time) => `2026-10-${time}`)],
  )
  const days = await report({ from: '2026-10-24', to: '2026-10-26' })
  expect(days.series.map(({ start, opened }) => [start, opened])).toEqual([
    ['2026-10-23T22:00:00.000Z', 1],
    ['2026-10-24T22:00:00.000Z', 4],
    ['2026-10-25T23:00:00.000Z', 1],
  ])
  expect(days.totals.opened).toBe(6)
  const hours = await report({ from: '2026-10-25', to: '2026-10-25', interval: 'hour' })
  expect(hours.series).toHaveLength(25)
  expect(hours.series.flatMap(({ opened }, hour) => (opened === 0 ? [] : [hour]))).toEqual([0, 2, 3, 24])
  await ada.call(updateTenantWorkspace, { timezone: 'Asia/Kathmandu' })
  await database.query(
    `insert into support_desk.report_facts (workspace_id, metric, happened_at) values ($1, 'opened', '2026-05-01T18:20Z')`,
    [ada.workspaceId],
  )
  const { series } = await report({ from: '2026-05-02', to: '2026-05-02', interval: 'hour' })
  expect(series).toHaveLength(24)
  expect(series[0]).toMatchObject({ start: '2026-05-01T18:15:00.000Z', opened: 1 })
})

it('topics are those of the conversations that are closed, and gone with them', async () => {
  const { ada, agents, report } = await newDesk()
  const visitor = await visit(platform, await newWidgetKey(ada))
  const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Where is it?' })
  await agents[0]!.call(sendAgentMessage, { id, content: 'There' })
  await agents[0]!.call(resolveAgentConversation, { id })
  await visitor.call(rateInWidget, { score: 4 })
  await database.query(`update support_desk.conversations set topics = '{parcel,+cmd}' where workspace_id = $1`, [
    ada.workspaceId,
  ])
  const { topics } = await report()
  expect(topics.map(({ topic, resolved }) => [topic, resolved])).toEqual([
    ['+cmd', 1],
    ['parcel', 1],
  ])
  expect(topics[0]).toMatchObject({
    firstResponse: { count: 1, p50Ms: expect.any(Number) },
    resolution: { count: 1, averageMs: expect.any(Number) },
    csat: { count: 1, average: 4, satisfied: 1 },
  })
  expect(await csvFor(ada)).toContain(`topic,,'+cmd,`)
  const more = await Promise.all(
    [1, 2].map(() => visitor.call(sendWidgetMessage, { content: 'And?', newConversation: true })),
  )
  const [one, other] = more.map(({ conversationId }) => conversationId)
  for (const [conversationId, score] of [
    [one!, 5],
    [other!, 2],
  ] as const) {
    await agents[1]!.call(sendAgentMessage, { id: conversationId, content: 'There' })
    await agents[1]!.call(resolveAgentConversation, { id: conversationId })
    await visitor.call(rateInWidget, { conversationId, score })
  }
  expect((await report()).totals).toMatchObject({ opened: 3, csat: { count: 3 } })
  await visitor.call(sendWidgetMessage, { content: 'Still not.', conversationId: one! })
  // What is merged was opened when the first was, and was rated as it was last.
  await ada.call(mergeTenantConversation, { id: one!, conversationId: other! })
  await ada.call(deleteTenantConversation, { id })
  expect(await report()).toMatchObject({
    topics: [],
    totals: { opened: 2, resolved: 3, csat: { count: 2, average: 3 } },
    agents: expect.arrayContaining(
      [4, 2].map((average) => expect.objectContaining({ csat: expect.objectContaining({ count: 1, average }) })),
    ),
  })
  // A later resolution is rated in place of the one before.
  await agents[0]!.call(sendAgentMessage, { id: one!, content: 'Now' })
  await agents[0]!.call(resolveAgentConversation, { id: one! })
  for (const score of [3, 5]) await visitor.call(rateInWidget, { conversationId: one!, score })
  expect((await report()).totals.csat).toMatchObject({ count: 2, average: 4.5 })
})

it('is empty where nothing was done, without what others did, and refuses what is too long', async () => {
  const { ada, agents } = await newDesk()
  const { totals, agents: rows, series } = await ada.call(getTenantReport, {})
  expect(totals).toMatchObject({
    opened: 0,
    response: { count: 0, averageMs: null, p50Ms: null },
    csat: { average: null },
  })
  expect([rows, series.length]).toEqual([[], 7])
  for (const [query, path] of [
    [{ from: '2026-01-02', to: '2026-01-01' }, 'to'],
    [{ from: '2026-01-01', to: '2026-04-03' }, 'to'],
    [{ from: '2026-01-01', to: '2026-01-08', interval: 'hour' }, 'to'],
    [{ from: '1970-01-01' }, 'from'],
    [{ from: 'yesterday' }, 'from'],
  ] as const)
    expect(await ada.answerTo(getTenantReport, query)).toMatchObject({ status: 400, body: { data: [{ path }] } })
  expect(await agents[0]!.answerTo(getTenantReport, {})).toMatchObject({ status: 403 })
})
