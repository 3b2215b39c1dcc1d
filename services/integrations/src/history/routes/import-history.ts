import { importHistory, maxHistoryImports } from '@parley/contracts/connections/history'
import { prepareImport } from '@parley/contracts/imports/jobs'
import { invalid, invalidInput, ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import { accountOf } from '../../connections/account.ts'
import { type AccountKey, listRemoteChannels } from '../../connections/remote-channels.ts'
import { resolveChannels } from '../../connections/selecting.ts'
import { lockConnection } from '../../connections/store.ts'
import type { Context, Db } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { countRunning } from '../../store/imports.ts'
import type { Range } from '../read-history.ts'
import { insertHistory } from '../store.ts'

export const importHistoryRoute = ({ db }: Context) =>
  route(importHistory, async (request) =>
    transact(db, request, async (tx, entry) => {
      const { body, caller, trace } = request
      const platform = platformOf(request.params.platform)
      if (!platform.capabilities.history)
        throw new ServiceError('not_supported', `${platform.displayName} does not show what was written before.`)
      const connection = await lockConnection(tx, caller.workspaceId, platform.name)
      const account = connection && accountOf(connection)
      if (!account || connection.credentials === null || connection.status === 'revoked')
        throw new ServiceError('conflict', `${platform.displayName} is not connected.`)
      const range = rangeOf(body, new Date())
      const channels = body.channelIds ? await channelsOf(tx, account, body.channelIds) : null
      if ((await countRunning(tx, caller.workspaceId, 'histories')) >= maxHistoryImports)
        throw new ServiceError(
          'conflict',
          `At most ${maxHistoryImports} histories of a workspace are imported at once.`,
        )
      const { id } = await insertHistory(tx, { account, requestedBy: caller.userId, channels, range })
      entry.target = id
      await insertJob(tx, prepareImport, { workspace_id: caller.workspaceId, import_id: id }, trace)
      const message = 'History import started'
      return accepted({ platform: platform.name, jobId: id, status: 'started' as const, message })
    }),
  )

/** What is written from now on comes by the bridge. */
function rangeOf({ since, until }: { since?: string | undefined; until?: string | undefined }, now: Date): Range {
  if (since !== undefined && Date.parse(since) > now.getTime()) throw invalid('since', 'Must not be later than now.')
  const end = until === undefined ? now : new Date(Math.min(Date.parse(until), now.getTime()))
  return { since: since === undefined ? null : new Date(since), until: end }
}

/**
 * The ids of channels that are named; their names, where none has been discovered yet.
 *
 * @throws ServiceError 400 that names what is not there
 */
async function channelsOf(tx: Db, account: AccountKey, wanted: readonly string[]): Promise<readonly string[]> {
  const known = await listRemoteChannels(tx, account)
  if (known.length === 0) return wanted
  const { found, unknown } = resolveChannels(known, wanted)
  if (unknown.length === 0) return found
  throw invalidInput(
    wanted.flatMap((text, index) =>
      unknown.includes(text) ? [{ path: `channelIds.${index}`, message: 'There is no such channel.' }] : [],
    ),
  )
}
