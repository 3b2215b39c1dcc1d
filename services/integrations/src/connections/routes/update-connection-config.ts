import { updateConnectionConfig } from '@parley/contracts/connections/connections'
import { audited } from '@parley/kit/audit'
import { invalidInput } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context, Db } from '../../context.ts'
import { accountOf } from '../account.ts'
import type { ConnectionRow } from '../connection.ts'
import { notConnected } from '../refusals.ts'
import { expectFromNowOn, listRemoteChannels, selectChannels } from '../remote-channels.ts'
import { configOf } from '../resource.ts'
import { resolveChannels } from '../selecting.ts'
import { changeConnection, lockConnection } from '../store.ts'

export const updateConnectionConfigRoute = ({ db }: Context) =>
  route(updateConnectionConfig, async (request) => {
    const {
      params: { platform },
      body,
      caller: { workspaceId },
    } = request
    const changed = await audited(db, request, async (tx) => {
      const connection = await lockConnection(tx, workspaceId, platform)
      if (!connection) throw notConnected(platform)
      const { selectedChannels, ingestMessages, autoReply } = body
      const awaitedChannels = selectedChannels && (await select(tx, connection, selectedChannels))
      const account = accountOf(connection)
      if (ingestMessages && !connection.ingestMessages && account) await expectFromNowOn(tx, account)
      const updatedAt = await changeConnection(tx, connection, { ingestMessages, autoReply, awaitedChannels })
      const channels = account ? await listRemoteChannels(tx, account) : []
      const now = (await lockConnection(tx, workspaceId, platform))!
      return { config: configOf(now, channels), updatedAt }
    })
    return ok({ platform, ...changed })
  })

/**
 * Selects channels by name or id.
 *
 * @returns what is selected as soon as it is discovered: all of it, where nothing was yet
 * @throws ServiceError 400 that names what is not there
 */
async function select(tx: Db, connection: ConnectionRow, wanted: readonly string[]): Promise<string[]> {
  const account = accountOf(connection)
  const known = account ? await listRemoteChannels(tx, account) : []
  if (!account || known.length === 0) return [...new Set(wanted)]
  const { found, unknown } = resolveChannels(known, wanted)
  if (unknown.length > 0)
    throw invalidInput(
      wanted.flatMap((text, index) =>
        unknown.includes(text) ? [{ path: `selectedChannels.${index}`, message: 'There is no such channel.' }] : [],
      ),
    )
  await selectChannels(tx, account, found)
  return []
}
