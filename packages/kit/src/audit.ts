import { type Kysely, sql, type Transaction } from 'kysely'
import type { Principal } from './assertion.ts'
import { transaction } from './outbox.ts'
import type { AnyRequest } from './route.ts'

/** A field that an act has changed, with its values where these are neither secret nor somebody's text. */
export interface AuditedChange {
  field: string
  before?: string | number | boolean | null
  after?: string | number | boolean | null
}

/** What an entry of the audit log says beside who did what, when and from where; what is not set follows from the request. */
export interface AuditEntry {
  /** What was done, where that is not what the endpoint's `audit` says: that it was tried, and failed. */
  action?: string
  /** The id of what it was done to; the one in the result, or else in the path, if not set. */
  target?: string
  /** What that is called; if not set, the `name` or `title` of the result where `target` follows from it as well. */
  targetName?: string
  /** The names of a change's fields, without values, if not set. */
  changes?: readonly AuditedChange[]
}

/** What an entry is made of. */
export type AuditedRequest = Pick<AnyRequest, 'endpoint' | 'params' | 'trace' | 'ip' | 'userAgent'> & {
  caller: Principal | undefined
  body?: unknown
}

/**
 * Runs what an endpoint with `audit` does in one `transaction`, and records it there: neither is without the other. What
 * throws has done nothing, and leaves no entry. `transact` does the same, for answers that are kept.
 *
 * @param work may fill in the entry; returns what was done, whose `id` is the target's
 */
export const audited = <DB, T>(
  db: Kysely<DB>,
  request: AuditedRequest,
  work: (tx: Transaction<DB>, entry: AuditEntry) => Promise<T>,
): Promise<T> =>
  transaction(db, async (tx) => {
    const entry: AuditEntry = {}
    const result = await work(tx, entry)
    await recordAct(tx, request, result, entry)
    return result
  })

/** Records an act in the audit log, in its transaction: nothing where the request's endpoint declares no `audit`. */
export async function recordAct<DB>(
  tx: Kysely<DB>,
  request: AuditedRequest,
  result: unknown,
  entry: AuditEntry,
): Promise<void> {
  const { endpoint, caller, trace, ip, userAgent } = request
  if (endpoint.audit === undefined) return
  if (caller?.kind !== 'user' || caller.workspaceId === null)
    throw new Error(`${endpoint.name} has no person whose act it would be.`)
  const action = entry.action ?? endpoint.audit
  const targetType = action.slice(0, action.indexOf('.'))
  const name = entry.targetName ?? (entry.target === undefined ? nameIn(result) : undefined)
  const row = {
    action,
    actor_id: caller.userId,
    credential: caller.credential,
    credential_id: caller.credentialId,
    target_type: targetType,
    target_id: entry.target ?? idIn(result) ?? lastOf(request.params),
    target_name: unnamed.has(targetType) ? null : name?.slice(0, maxName),
    changes: entry.changes ?? fieldsOf(request),
    ip,
    user_agent: userAgent,
    request_id: trace.requestId,
  }
  await sql`select gateway.record_act(${caller.workspaceId}, ${JSON.stringify(row)}::jsonb)`.execute(tx)
}

/** People are named as they are called now, so that who is erased is in no entry; neither is what was said. */
const unnamed = new Set(['member', 'agent', 'account', 'visitor', 'conversation', 'block', 'message', 'invitation'])
const maxName = 200

const idIn = (result: unknown) => textIn(result, ['id'])
const nameIn = (result: unknown) => textIn(result, ['name', 'title'])

/** The first of these fields of a row, of an answer's body, or of the one thing that a body is about. */
function textIn(result: unknown, fields: readonly string[]): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  const row = result as Record<string, unknown>
  const found = fields.map((field) => row[field]).find((value) => typeof value === 'string')
  return found === undefined ? textIn(row.body ?? row.data, fields) : (found as string)
}

const lastOf = (params: object): string | undefined => Object.values(params).at(-1)

/** The fields that a PATCH or PUT has given, by their names alone. */
function fieldsOf({ endpoint, body }: Pick<AuditedRequest, 'endpoint' | 'body'>): AuditedChange[] {
  const isChange = endpoint.method === 'patch' || endpoint.method === 'put'
  if (!isChange || typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([field, value]) => (value === undefined ? [] : [{ field }]))
}
