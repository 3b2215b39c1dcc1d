import { listUsers } from '@parley/contracts/identity/users'
import type { PresenceStatus } from '@parley/contracts/realtime'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { findStatuses } from '../statuses.ts'
import { listPeopleById, searchPeople } from '../store/people.ts'

export const listUsersRoute = (ctx: GatewayContext) =>
  route(listUsers, async ({ query: { query, ids, after, limit }, caller }) => {
    if (ids && (query !== undefined || after !== undefined))
      throw invalid('ids', 'Cannot be combined with query or after.')
    const page = ids
      ? { people: await listPeopleById(ctx.db, caller, ids), hasMore: false }
      : await searchPeople(ctx.db, caller, { query, after, limit })
    if (!page) throw invalid('after', 'Must be among the people asked for.')
    const userIds = page.people.map(({ user_id }) => user_id)
    const statuses = await findStatuses(ctx, caller.workspaceId, userIds)
    const data = page.people.map((person, index) => ({
      ...person,
      status: statuses ? ((statuses[index] || 'offline') as PresenceStatus | 'offline') : null,
    }))
    return ok({ success: true as const, data, meta: { has_more: page.hasMore } })
  })
