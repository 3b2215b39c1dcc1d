import { ConnectionCondition } from '@parley/contracts/connections/connection'
import { connectionStatus } from '@parley/contracts/connections/events'
import { transaction } from '@parley/kit/outbox'
import { type Trace, traceFrom } from '@parley/kit/trace'
import { sql } from 'kysely'
import type { Context, Db } from '../context.ts'
import type { Account } from '../platforms/platform.ts'
import type { PlatformError } from '../platforms/platform-error.ts'
import { platformOf } from '../platforms/registry.ts'
import { publishToAdmins } from '../publish-to-admins.ts'
import { accountOf } from './account.ts'
import { selectAwaited } from './awaited.ts'
import type { ConnectionRow, Problem } from './connection.ts'
import { type ConnectionKey, columns } from './store.ts'
import { problemOf, statusAfter } from './testing.ts'

/** How a connection does, as its row has it. */
type Condition = Pick<ConnectionRow, 'status' | 'lastError' | 'missing'>

/**
 * Its credentials are good: it works, and what is there is looked for at once. What was chosen and is known from an earlier
 * connection is selected. Whose account it is stays as it was, where it was known.
 */
export async function markConnected(tx: Db, connection: ConnectionKey, account: Account, trace: Trace): Promise<void> {
  const connected = await tx
    .updateTable('connections')
    .set({
      account_id: sql<string>`coalesce(account_id, ${account.id})`,
      account_name: account.name,
      self_ids: [...account.selfIds],
      // Before those whose turn has come: somebody waits for it.
      discover_at: sql`'-infinity'`,
      subscribe_at: sql`now()`,
    })
    .where('workspace_id', '=', connection.workspaceId)
    .where('id', '=', connection.id)
    .returning(columns)
    .$castTo<ConnectionRow>()
    .executeTakeFirst()
  const key = connected && accountOf(connected)
  if (key) await selectAwaited(tx, connected, key)
  await changeCondition(tx, connection, () => ({ status: 'connected', lastError: null }), trace)
}

/** What the platform answered: shown to people until the next success. */
export async function noteProblem(
  tx: Db,
  connection: ConnectionKey,
  { code, message }: Problem,
  trace: Trace,
): Promise<void> {
  const lastError = { code, message, at: new Date().toISOString() }
  await changeCondition(tx, connection, () => ({ status: statusAfter(code), lastError }), trace)
}

/** Notes what a platform refused to a process of ours. */
export async function reportProblem({ db }: Pick<Context, 'db'>, connection: ConnectionKey, error: PlatformError) {
  await transaction(db, (tx) => noteProblem(tx, connection, problemOf(error), traceFrom(undefined, undefined)))
}

/** It answers again. */
export async function clearProblem({ db }: Pick<Context, 'db'>, connection: ConnectionKey): Promise<void> {
  const recovered = ({ status }: Condition) =>
    status === 'error' ? { status: 'connected' as const, lastError: null } : {}
  await transaction(db, (tx) => changeCondition(tx, connection, recovered, traceFrom(undefined, undefined)))
}

/** What a comparison has found: a connection is degraded where something is missing twice, and recovers once nothing is. */
export async function noteComparison({ db }: Pick<Context, 'db'>, connection: ConnectionKey, missing: number) {
  const compared = (before: Condition): Partial<Condition> => {
    if (missing > 0) {
      const isLasting = (before.missing ?? 0) > 0 && before.status === 'connected'
      return { missing, ...(isLasting && { status: 'degraded' }) }
    }
    const works = before.status === 'degraded' || before.status === 'error' || before.status === 'connected'
    return { missing, ...(works && { status: 'connected', lastError: null }) }
  }
  await transaction(db, (tx) => changeCondition(tx, connection, compared, traceFrom(undefined, undefined)))
}

/** Changes how a connection does, and publishes what people see of it. */
async function changeCondition(
  tx: Db,
  { workspaceId, id }: ConnectionKey,
  changed: (before: Condition) => Partial<Condition>,
  trace: Trace,
): Promise<void> {
  const found = await tx
    .selectFrom('connections')
    .select(['platform', 'status', 'last_error as lastError', 'missing'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .$castTo<Condition & Pick<ConnectionRow, 'platform'>>()
    .executeTakeFirst()
  if (!found) return
  const { platform, ...before } = found
  const after = { ...before, ...changed(before) }
  await tx
    .updateTable('connections')
    .set({
      status: after.status,
      last_error: after.lastError && JSON.stringify(after.lastError),
      missing: after.missing,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  if (!isSeen(before, after)) return
  const { displayName } = platformOf(platform)
  const data = ConnectionCondition.parse({ id, platform, displayName, ...after })
  await publishToAdmins(tx, { event: connectionStatus, workspaceId, data }, trace)
}

/** Whether somebody who looks sees a difference: that the same went wrong again is none. */
const isSeen = (before: Condition, after: Condition): boolean =>
  before.status !== after.status ||
  before.lastError?.code !== after.lastError?.code ||
  before.lastError?.message !== after.lastError?.message ||
  (before.missing ?? 0) !== (after.missing ?? 0)
