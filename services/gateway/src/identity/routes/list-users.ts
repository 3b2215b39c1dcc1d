import { listUsers } from '@parley/contracts/identity/users'
import type { PresenceStatus } from '@parley/contracts/realtime'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { createPresenceReader } from '../../sockets/store/presence-scripts.ts'
import { listPeopleById, type PersonRow, searchPeople } from '../store/people.ts'

export const listUsersRoute = ({ db, redis, config, log }: GatewayContext) => {
  const statusesOf = createPresenceReader(redis, config.REDIS_PREFIX)

  /** Whether people are online is no reason to answer nothing. */
  async function withStatuses(workspaceId: string, people: PersonRow[]) {
    const statuses = await statusesOf(people.map(({ user_id }) => ({ workspaceId, userId: user_id }))).catch(
      (error) => {
        log.debug({ err: error }, 'presence could not be read')
        return undefined
      },
    )
    return people.map((person, index) => ({
      ...person,
      status: statuses ? ((statuses[index] || 'offline') as PresenceStatus | 'offline') : null,
    }))
  }

  return route(listUsers, async ({ query: { query, ids, after, limit }, caller }) => {
    if (ids && (query !== undefined || after !== undefined))
      throw invalid('ids', 'Cannot be combined with query or after.')
    const page = ids
      ? { people: await listPeopleById(db, caller, ids), hasMore: false }
      : await searchPeople(db, caller, { query, after, limit })
    if (!page) throw invalid('after', 'Must be among the people asked for.')
    const data = await withStatuses(caller.workspaceId, page.people)
    return ok({ success: true as const, data, meta: { has_more: page.hasMore } })
  })
}
