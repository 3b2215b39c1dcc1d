import { defaultTwinHandle } from '@parley/contracts/twins/handle'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Db } from '../context.ts'
import type { LinkedPeople } from '../platforms/platform.ts'
import { findLinkedMembers } from './store.ts'

/** Where no account is known yet. */
export const nobodyLinked: LinkedPeople = {
  handlesOf: async () => new Map(),
  foreignIdsOf: async () => new Map(),
}

/**
 * The people of a workspace who have linked their accounts, for mentions.
 *
 * @param bots accounts there that stand for the twin which answers where nobody is named
 */
export const linkedPeople = (db: Db, account: AccountKey, bots: readonly string[]): LinkedPeople => ({
  async handlesOf(foreignIds) {
    const members = await findLinkedMembers(db, account, foreignIds)
    const handles = [...members].flatMap(([id, { handle }]) => (handle ? [[id, handle] as const] : []))
    return new Map([
      ...handles,
      ...bots.filter((id) => foreignIds.includes(id)).map((id) => [id, defaultTwinHandle] as const),
    ])
  },
  async foreignIdsOf(handles) {
    if (handles.length === 0) return new Map()
    const { workspaceId, platform, accountId } = account
    const rows = await db
      .selectFrom('gateway.handles as h')
      .innerJoin('linked_accounts as l', (join) =>
        join.onRef('l.workspace_id', '=', 'h.workspace_id').onRef('l.user_id', '=', 'h.user_id'),
      )
      .select(['h.handle', 'l.foreign_id as foreignId'])
      .where('h.workspace_id', '=', workspaceId)
      .where('l.workspace_id', '=', workspaceId)
      .where('h.handle', 'in', handles)
      .where('l.platform', '=', platform)
      .where('l.account_id', '=', accountId)
      .execute()
    // A handle that several have says nothing of who is meant.
    const byHandle = Map.groupBy(rows, ({ handle }) => handle)
    return new Map(
      [...byHandle].flatMap(([handle, [one, ...others]]) => (others.length === 0 ? [[handle, one!.foreignId]] : [])),
    )
  },
})
