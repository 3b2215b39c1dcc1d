import type { Twin } from '@parley/contracts/twins/twin'
import type { Caller } from '@parley/kit/assertion'
import { sql } from 'kysely'
import type { Db } from '../../context.ts'

type Profile = Pick<Twin, 'id' | 'handle' | 'name' | 'personality' | 'avatar_url' | 'is_built_in'>

/** A page of the twins that a person can ask, and how many there are: to a guest, those of the own channels. */
export async function listPersonalities(
  db: Db,
  { workspaceId, userId, role }: Pick<Caller, 'workspaceId' | 'userId' | 'role'>,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ personalities: Profile[]; total: number }> {
  const twins = db
    .selectFrom('twins as t')
    .where('t.workspace_id', '=', workspaceId)
    .$if(role === 'guest', (all) =>
      all.where(({ or, exists, selectFrom, ref }) =>
        or([
          ref('t.is_built_in').$castTo<boolean>(),
          exists(
            selectFrom('channels.twins as assigned')
              .innerJoin('channels.memberships as m', (join) =>
                join
                  .onRef('m.workspace_id', '=', 'assigned.workspace_id')
                  .onRef('m.channel_id', '=', 'assigned.channel_id'),
              )
              .select('assigned.ai_twin_id')
              .where('assigned.workspace_id', '=', workspaceId)
              .whereRef('assigned.ai_twin_id', '=', 't.id')
              .where('m.workspace_id', '=', workspaceId)
              .where('m.user_id', '=', userId),
          ),
        ]),
      ),
    )
  const [personalities, { total }] = await Promise.all([
    twins
      .select(['t.id', 't.handle', 't.name', 't.personality', 't.avatar_url', 't.is_built_in'])
      .orderBy(sql`t.is_built_in desc, case when t.is_built_in then t.id::text else t.handle_key end`)
      .limit(limit)
      .offset(offset)
      .execute(),
    twins.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { personalities, total }
}
