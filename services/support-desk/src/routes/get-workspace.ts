import { getTenantWorkspace } from '@parley/contracts/desk/workspace'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { getDesk } from '../store/desks.ts'

export const getWorkspaceRoute = ({ db, mailAddressOf }: Context) =>
  route(getTenantWorkspace, async ({ caller: { workspaceId } }) =>
    ok({ ...(await getDesk(db, workspaceId)), mailAddress: mailAddressOf(workspaceId) }),
  )
