import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { PlatformError } from '../../platforms/platform-error.ts'
import { platformOf } from '../../platforms/registry.ts'
import { reportProblem } from '../condition.ts'
import type { ConnectionRow } from '../connection.ts'
import { sealCredentials } from '../credentials.ts'
import { takeForRenewal } from '../leases.ts'
import { replaceCredentials } from '../store.ts'

const everyMs = 1_000
const atOnce = 10
const renewMs = 10_000
/** How long a connection is one process's, and after a failure left alone. */
const leaseMs = 60_000

/**
 * Renews credentials that end by themselves, halfway to their end. Who dies between the renewal and the storing of what it
 * gave has used it up: then somebody installs the app again, once the old credentials have ended.
 */
export function renewCredentials(ctx: Context): void {
  ctx.every('renew-credentials', everyMs, async () => {
    const due = await takeForRenewal(ctx.db, atOnce, leaseMs)
    await Promise.all(due.map((connection) => renew(ctx, connection)))
    return due.length === atOnce ? 0 : undefined
  })
}

async function renew(ctx: Context, connection: ConnectionRow): Promise<void> {
  const { db, config, clients, log, secrets } = ctx
  const platform = platformOf(connection.platform)
  try {
    // Not stopped with the service: what it is answered must be stored.
    const renewed = await platform
      .oauth?.(config)
      ?.renew?.(clients.credentialsOf(connection), AbortSignal.timeout(renewMs))
    if (renewed === undefined) return
    const sealed = await sealCredentials(secrets, connection, platform, renewed)
    await storeRenewed(() => replaceCredentials(db, connection, { sealed, renewAt: platform.renewsAt?.(renewed) }))
  } catch (error) {
    log.warn({ err: error, connection: connection.id }, 'credentials could not be renewed; it is tried again')
    if (error instanceof PlatformError && !error.isTemporary) await reportProblem(ctx, connection, error)
  }
}

/** The old credentials are used up: the new ones are stored whatever the database does meanwhile, as long as they are ours. */
async function storeRenewed(store: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + leaseMs - renewMs
  for (let delayMs = 100; ; delayMs = Math.min(2 * delayMs, 5_000)) {
    try {
      await store()
      return
    } catch (error) {
      if (performance.now() + delayMs > until) throw error
      await wait(delayMs)
    }
  }
}
