import { forgetRemoved } from '@parley/contracts/desk/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DB } from '../schema.ts'
import { forgetAttribute, forgetLabel, forgetTeam } from '../store/removed.ts'

const forget = { label: forgetLabel, team: forgetTeam, attribute: forgetAttribute }

/** Takes what was removed from all that has it, some rows at a time. Nothing shows it any more meanwhile. */
export const workForgetRemoved = ({ work, db }: Pick<ServiceRuntime<DB>, 'work' | 'db'>): void =>
  work(forgetRemoved, async ({ workspace_id: workspaceId, kind, id }, { signal }) => {
    for (let after: string | undefined, isLast = false; !isLast; isLast = after === undefined) {
      signal.throwIfAborted()
      after = await transaction(db, (tx) => forget[kind](tx, { workspaceId, id }, after))
    }
  })
