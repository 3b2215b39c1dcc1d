import { purgingOf } from '@parley/files/purging'
import { transaction } from '@parley/kit/outbox'
import { workPurge } from '@parley/kit/purge/purge'
import { applyVisitorRevocation, recordVisitorRevocation } from '@parley/kit/revocations'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { sql } from 'kysely'
import type { Db, DeskFiles } from '../context.ts'
import type { DB } from '../schema.ts'
import { deleteWidgetKey, listWidgetKeys } from '../store/widget-keys.ts'

/** Deletes what the desk has of a workspace, after everybody is put out who came with one of its widgets. */
export function workPurgeWorkspace(runtime: ServiceRuntime<DB>, files: Pick<DeskFiles, 'sweep'>): void {
  const { db } = runtime
  workPurge('support-desk', runtime, {
    files: purgingOf(files),
    async before(workspaceId, trace) {
      const revoked = (await listWidgetKeys(db, workspaceId)).map(({ id }) => ({ workspaceId, widgetKeyId: id }))
      await transaction(db, async (tx) => {
        for (const each of revoked) {
          await recordVisitorRevocation(tx, each, trace)
          await deleteWidgetKey(tx, workspaceId, each.widgetKeyId)
        }
      })
      for (const each of revoked) await applyVisitorRevocation(runtime, each)
      await eraseKeptMails(db, workspaceId)
    },
  })
}

/** Mails of conversations that are kept for /dev/mail. */
async function eraseKeptMails(db: Db, workspaceId: string): Promise<void> {
  await sql`
    select gateway.erase_mails(array(select c.id from conversations c where c.workspace_id = ${workspaceId}))`.execute(
    db,
  )
}
