import {
  getWorkspaceDeletion,
  getWorkspaceReceiptKeys,
  WorkspaceDeletion,
  workspaceReceiptAudience,
} from '@parley/contracts/identity/workspace-deletions'
import { createReceipts } from '@parley/kit/receipts'
import { ok, type Route, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../../identity/answers.ts'
import { noSuchWorkspace } from '../../identity/store/workspaces.ts'
import { findDeletion } from '../store.ts'

/** What has become of a workspace, and the keys that its receipt is verified by. */
export function workspaceReceiptRoutes({ db, config }: GatewayContext): Route[] {
  const receipts = createReceipts(config)
  const issuer = new URL(config.PUBLIC_URL).origin

  /** Signs what is answered, so that one says what the other does. */
  const sign = (deletion: WorkspaceDeletion): string =>
    receipts.sign(
      { issuer, audience: workspaceReceiptAudience, subject: deletion.workspace_id },
      { deletion: WorkspaceDeletion.parse(deletion) },
    )

  return [
    route(getWorkspaceDeletion, async ({ params, caller }) => {
      const found = await findDeletion(db, params.id)
      if (found?.requestedBy !== caller.userId) throw noSuchWorkspace()
      const { deletion } = found
      return ok(succeeded({ ...deletion, receipt: deletion.state === 'done' ? sign(deletion) : null }))
    }),
    route(getWorkspaceReceiptKeys, async () => ok({ keys: receipts.publicKeys })),
  ]
}
