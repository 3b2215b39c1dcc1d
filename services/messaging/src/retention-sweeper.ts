import { randomUUID } from 'node:crypto'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { traceFrom } from '@parley/kit/trace'
import type { ChannelFiles } from './channel-files.ts'
import type { DB } from './schema.ts'
import { deleteExpired, findExpiredChannel, findWorkspacesWithRetention } from './store/expired.ts'

const everyMs = 10 * 60_000
/** Workspaces that take turns with one another. */
const atOnce = 100
const noUuid = '00000000-0000-0000-0000-000000000000'

type Runtime = Pick<ServiceRuntime<DB>, 'db'> & { outbox: Pick<ServiceRuntime<DB>['outbox'], 'notify'> }

/** Deletes messages that are older than their channels keep them, in every replica. */
export function deleteExpiredMessages(
  { every, ...runtime }: Runtime & Pick<ServiceRuntime<DB>, 'every'>,
  files: Pick<ChannelFiles, 'sweep'>,
): void {
  every('delete-expired-messages', everyMs, (signal) => sweepExpired(runtime, files, signal))
}

/** One sweep over all workspaces, which take turns, a batch of one channel each. */
export async function sweepExpired(
  { db, outbox }: Runtime,
  files: Pick<ChannelFiles, 'sweep'>,
  signal?: AbortSignal,
): Promise<void> {
  for (let last = noUuid; ; ) {
    const found = await findWorkspacesWithRetention(db, last, atOnce)
    if (found.length === 0) return
    last = found.at(-1)!
    let workspaces = found.map((id) => ({ id, from: noUuid }))
    while (workspaces.length > 0) {
      const unfinished: typeof workspaces = []
      for (const workspace of workspaces) {
        signal?.throwIfAborted()
        const channelId = await findExpiredChannel(db, workspace.id, workspace.from)
        if (channelId === undefined) continue
        await sweepSome({ workspaceId: workspace.id, channelId })
        unfinished.push({ id: workspace.id, from: channelId })
      }
      workspaces = unfinished
    }
  }

  async function sweepSome(channel: { workspaceId: string; channelId: string }): Promise<void> {
    const trace = traceFrom(`retention-${randomUUID()}`, undefined)
    const hasPublished = await transaction(db, (tx) => deleteExpired(tx, channel, trace))
    files.sweep()
    if (hasPublished) outbox.notify('channels')
  }
}
