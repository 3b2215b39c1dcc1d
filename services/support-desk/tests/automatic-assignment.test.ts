import { randomUUID } from 'node:crypto'
import { listFellowAgents, listTenantAgents, updateTenantAgent } from '@parley/contracts/desk/agents'
import { updateAvailability } from '@parley/contracts/desk/availability'
import { actOnTenantConversations, updateTenantConversation } from '@parley/contracts/desk/conversation-actions'
import { getAgentConversation, listAgentConversations } from '@parley/contracts/desk/conversation-lists'
import { resolveAgentConversation, updateTenantConversationStatus } from '@parley/contracts/desk/conversations'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { createTeam } from '@parley/contracts/desk/teams'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import type { InputOf } from '@parley/contracts/endpoint'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
const idOf = ({ userId }: Person) => encodeId('usr', userId)
const soon = { timeout: 20_000 }
let workspaces = 0

/** A workspace with two agents who are connected, and its owner, who is not. */
async function newDesk() {
  const ada = await newcomer(platform, `ada-${++workspaces}`)
  const agents = await Promise.all(
    ['bob', 'cem'].map((name) => colleague(platform, ada, `${name}-${workspaces}`, { role: 'guest', agent: true })),
  )
  const [bob, cem] = agents as [Person, Person]
  for (const agent of agents) await agent.socket()
  const key = await newWidgetKey(ada)
  return {
    ada,
    bob,
    cem,
    set: (settings: InputOf<typeof updateTenantWorkspace>['settings']) => ada.call(updateTenantWorkspace, { settings }),
    async arrive(): Promise<string> {
      const visitor = await visit(platform, key)
      return (await visitor.call(sendWidgetMessage, { content: 'Hello?' })).conversationId
    },
    holder: async (id: string) => (await ada.call(getAgentConversation, { id })).agent?.id,
    /** Who is given these, in their order. */
    holders: (ids: string[]) =>
      vi.waitUntil(async () => {
        const agents = await Promise.all(ids.map(async (id) => (await ada.call(getAgentConversation, { id })).agent))
        return agents.every((agent) => agent !== null) && agents.map((agent) => agent!.id)
      }, soon),
  }
}

describe('automatic assignment', () => {
  it('goes round, longest waiting first, up to the capacity of each, and on when there is room', async () => {
    const { bob, cem, set, arrive, holder, holders } = await newDesk()
    const ids = [await arrive(), await arrive(), await arrive(), await arrive(), await arrive()]
    await set({ routing: { mode: 'roundRobin', capacity: 2 } })
    const given = await holders(ids.slice(0, 4))
    expect(given.toSorted()).toEqual([idOf(bob), idOf(bob), idOf(cem), idOf(cem)].toSorted())
    expect([given[2], given[3]]).toEqual([given[0], given[1]])
    expect(await holder(ids[4]!)).toBeUndefined()
    const [first] = [bob, cem].filter((each) => idOf(each) === given[0])
    await first!.call(resolveAgentConversation, { id: ids[0]! })
    expect(await holders([ids[4]!])).toEqual([idOf(first!)])
  })

  it('gives an agent as many as they have a capacity of their own for, until they have none', async () => {
    const { ada, bob, cem, set, arrive, holder, holders } = await newDesk()
    const setCapacity = (id: string, capacity: number | null) => ada.call(updateTenantAgent, { id, capacity })
    expect(await setCapacity(idOf(bob), 1)).toEqual({ capacity: 1 })
    await setCapacity(idOf(cem), 3)
    const capacities = async () => (await ada.call(listTenantAgents)).agents.map(({ capacity }) => capacity)
    expect(await capacities()).toEqual([null, 1, 3])
    const ids = [await arrive(), await arrive(), await arrive(), await arrive(), await arrive()]
    await set({ routing: { mode: 'leastBusy', capacity: 2 } })
    const given = await holders(ids.slice(0, 4))
    expect(given.toSorted()).toEqual([idOf(bob), idOf(cem), idOf(cem), idOf(cem)].toSorted())
    expect(await holder(ids[4]!)).toBeUndefined()
    await setCapacity(idOf(bob), null)
    expect(await holders([ids[4]!])).toEqual([idOf(bob)])
    const statuses = [
      { id: idOf(ada), capacity: 0 },
      { id: randomUUID(), capacity: 1 },
    ].map(async (input) => (await ada.client.answer(updateTenantAgent, input)).status)
    expect(await Promise.all(statuses)).toEqual([400, 404])
  })

  it('gives the next one to who has the fewest', async () => {
    const { ada, bob, cem, set, arrive, holders } = await newDesk()
    const own = [await arrive(), await arrive()]
    await ada.call(actOnTenantConversations, { ids: own, actions: [{ type: 'assign', agentId: idOf(bob) }] })
    await set({ routing: { mode: 'leastBusy' } })
    expect(await holders([await arrive()])).toEqual([idOf(cem)])
    expect(await holders([await arrive()])).toEqual([idOf(cem)])
  })

  it('passes over who is away, who is not of the team, what is put off, and what waits for nobody who is free', async () => {
    const { ada, bob, cem, set, arrive, holder, holders } = await newDesk()
    expect(await bob.call(updateAvailability, { availability: 'away' })).toEqual({ availability: 'away' })
    expect((await cem.call(listFellowAgents)).agents.map(({ id, availability }) => [id, availability])).toEqual([
      [idOf(ada), 'online'],
      [idOf(bob), 'away'],
      [idOf(cem), 'online'],
    ])
    const off = await arrive()
    await ada.call(updateTenantConversation, { id: off, isSnoozed: true })
    const bobs = await arrive()
    const team = await ada.call(createTeam, { name: 'Bob’s', memberIds: [bob.userId] })
    await ada.call(actOnTenantConversations, { ids: [bobs], actions: [{ type: 'assignTeam', teamId: team.id }] })
    // More than are looked at in a round, for a team of nobody.
    const { id: nobodys } = await ada.call(createTeam, { name: 'Nobody’s' })
    await platform.database.query(
      `insert into support_desk.conversations (workspace_id, visitor_id, team_id, assignable_at)
       select c.workspace_id, c.visitor_id, $2, now() - interval '1 hour'
       from support_desk.conversations c, generate_series(1, 60) where c.id = $1`,
      [decodeId(bobs, ['cnv']), decodeId(nobodys, ['team'])],
    )
    const active = await arrive()
    expect(await ada.call(updateTenantConversationStatus, { id: active, status: 'ACTIVE' })).toMatchObject({
      ...{ status: 'ACTIVE', agent: null },
    })
    await set({ routing: { mode: 'roundRobin' } })
    expect(await holders([await arrive(), active])).toEqual([idOf(cem), idOf(cem)])
    expect([await holder(bobs), await holder(off)]).toEqual([undefined, undefined])
    await bob.call(updateAvailability, { availability: 'online' })
    expect(await holders([bobs])).toEqual([idOf(bob)])
    await ada.call(updateTenantConversation, { id: off, isSnoozed: false })
    await holders([off])
  })

  it('leaves what is reopened with its agent while they are available, and else with nobody, for others to be given', async () => {
    const { ada, bob, cem, set, holder, holders } = await newDesk()
    const visitor = await visit(platform, await newWidgetKey(ada))
    const say = async () => (await visitor.call(sendWidgetMessage, { content: 'Hello?' })).conversationId
    const id = await say()
    const take = async () => {
      await cem.call(sendAgentMessage, { id, content: 'Hi' })
      await cem.call(resolveAgentConversation, { id })
    }
    const unassigned = async () => {
      const { conversations, total } = await bob.call(listAgentConversations, { unassigned: true })
      return [conversations.map((each) => each.id), total]
    }
    await take()
    await say()
    expect([await holder(id), await unassigned()]).toEqual([idOf(cem), [[], 0]])
    await take()
    await cem.call(updateAvailability, { availability: 'busy' })
    await say()
    expect([await holder(id), await unassigned()]).toEqual([undefined, [[id], 1]])
    await set({ routing: { mode: 'roundRobin' } })
    expect(await holders([id])).toEqual([idOf(bob)])
    await set({ routing: { mode: 'off' } })
    // She is an agent who has not said that she is away, but is not connected.
    await ada.call(actOnTenantConversations, { ids: [id], actions: [{ type: 'assign', agentId: idOf(ada) }] })
    await bob.call(resolveAgentConversation, { id })
    await say()
    expect([await holder(id), await unassigned()]).toEqual([undefined, [[id], 1]])
  })

  it.each([
    [{ routing: { mode: 'random' } }, 'settings.routing.mode'],
    [{ routing: { capacity: 0 } }, 'settings.routing.capacity'],
    [{ routing: true }, 'settings.routing'],
  ])('refuses %j', async (settings, path) => {
    const ada = await newcomer(platform, `ada-${++workspaces}`)
    const { status, body } = await ada.client.answer(updateTenantWorkspace, { settings } as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path }] } })
  })
})
