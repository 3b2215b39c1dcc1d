import { connectionLimits } from '@parley/contracts/connections/connection'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from '../context.ts'
import { createPlaces } from '../places.ts'
import type { RemoteChannel } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { platformOf } from '../platforms/registry.ts'
import type { DB } from '../schema.ts'
import { accountOf } from './account.ts'
import { selectAwaited } from './awaited.ts'
import { reportProblem } from './condition.ts'
import type { ConnectionRow } from './connection.ts'
import { keepChannels } from './keeping-channels.ts'
import { takeForDiscovery } from './leases.ts'
import { markGone } from './remote-channels.ts'
import { lockConnection } from './store.ts'

/** Channels are there within ten seconds of connecting, and what is new there within ten minutes. */
const discoverEveryMs = 2_000
const againMs = 600_000
const atOnce = 10
const discoveryMs = 60_000

/** Lists the channels of connections from time to time. */
export function discoverChannels(ctx: Context, { onClose }: Pick<ServiceRuntime<DB>, 'onClose'>): void {
  const places = createPlaces(atOnce, 1)
  ctx.every('discover-channels', discoverEveryMs, async (signal) => {
    const free = await places.free()
    const due = await takeForDiscovery(ctx.db, free, againMs)
    for (const connection of due) {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(discoveryMs)])
      places.run(connection.id, discoverQuietly(ctx, connection, limited))
    }
    return due.length === free ? 0 : undefined
  })
  onClose('discovery of channels', places.ended)
}

async function discoverQuietly(ctx: Context, connection: ConnectionRow, signal: AbortSignal): Promise<void> {
  try {
    await discover(ctx, connection, signal)
  } catch (error) {
    // It wants to be asked later: nothing is wrong.
    if (error instanceof PlatformError && error.failure === 'rate_limited') return
    const report = error instanceof PlatformError ? reportProblem(ctx, connection, error) : Promise.reject(error)
    await report.catch((failure) =>
      ctx.log.warn({ err: failure, connection: connection.id }, 'the channels of a connection could not be listed'),
    )
  }
}

/**
 * Asks the platform for its channels, keeps what is new or changed, and selects those that were chosen before they were
 * known.
 *
 * @throws PlatformError
 */
export async function discover(ctx: Context, connection: ConnectionRow, signal: AbortSignal): Promise<void> {
  const account = accountOf(connection)
  if (!account || !platformOf(connection.platform).capabilities.listsChannels) return
  const channels: RemoteChannel[] = []
  let isWhole = true
  for await (const page of ctx.clients.of(connection).listChannels(signal)) {
    channels.push(...page)
    if (channels.length <= connectionLimits.channels) continue
    isWhole = false
    break
  }
  channels.length = Math.min(channels.length, connectionLimits.channels)
  await transaction(ctx.db, async (tx) => {
    const locked = await lockConnection(tx, connection.workspaceId, connection.platform)
    if (locked?.id !== connection.id || locked.accountId !== account.accountId) return
    await keepChannels(tx, locked, account, channels)
    if (isWhole)
      await markGone(
        tx,
        account,
        channels.map(({ id }) => id),
      )
    await selectAwaited(tx, locked, account)
  })
}
