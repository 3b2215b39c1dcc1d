import {
  decideApproval as decideApprovalEndpoint,
  getApproval,
  listApprovals as listApprovalsEndpoint,
} from '@parley/contracts/tools/approvals'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, type Route, route } from '@parley/kit/route'
import { findApproval, listApprovals } from '../store/approvals.ts'
import type { ToolsContext } from '../tools/open-tools.ts'

const missing = () => new ServiceError('not_found', 'No such approval.')

const listApprovalsRoute = ({ db }: ToolsContext) =>
  route(listApprovalsEndpoint, async ({ query: { status, limit, offset }, caller }) => {
    const { approvals, total } = await listApprovals(db, caller, { status, limit, offset })
    const meta = { total, page: Math.floor(offset / limit) + 1, limit, offset }
    return ok({ success: true as const, data: approvals, meta })
  })

const getApprovalRoute = ({ db }: ToolsContext) =>
  route(getApproval, async ({ params, caller }) => {
    const approval = await findApproval(db, caller, params.id)
    if (!approval) throw missing()
    return ok({ success: true as const, data: approval, meta: {} })
  })

const decideApprovalRoute = ({ db, approvals }: ToolsContext) =>
  route(decideApprovalEndpoint, async (request) => {
    const { params, body, caller, trace } = request
    const status = body.decision === 'approve' ? 'approved' : 'denied'
    const answer = await transact(db, request, async (tx, entry) => {
      const approval = await approvals.decide(tx, caller, params.id, status, trace)
      if (approval) {
        Object.assign(entry, { targetName: approval.tool, changes: [{ field: 'decision', after: status }] })
        return ok({ success: true as const, data: approval, meta: {} })
      }
      const found = await findApproval(tx, caller, params.id)
      if (!found) throw missing()
      throw new ServiceError('conflict', `It cannot be decided any more: it is ${becameOf(found.status)}.`)
    })
    approvals.wake()
    return answer
  })

/** One that still is pending has run out of time, or its run has ended, and nobody has noted it yet. */
const becameOf = (status: string) => (status === 'pending' ? 'over' : status)

/** Calls of tools that wait for a person. */
export const approvalRoutes = (context: ToolsContext): Route[] =>
  [listApprovalsRoute, getApprovalRoute, decideApprovalRoute].map((routeOf) => routeOf(context))
