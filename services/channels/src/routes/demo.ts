import { getDemo, loadDemo, removeDemo } from '@parley/contracts/channels/demo'
import { audited } from '@parley/kit/audit'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import * as store from '../store/demo.ts'

export const getDemoRoute = ({ db }: Context) =>
  route(getDemo, async ({ caller }) =>
    ok({ success: true as const, data: await store.getDemo(db, caller.workspaceId), meta: {} }),
  )

export const loadDemoRoute = ({ db, outbox }: Context) =>
  route(loadDemo, async (request) => {
    const { caller, trace } = request
    const answer = await transact(db, request, async (tx, entry) => {
      entry.target = caller.workspaceId
      await store.loadDemo(tx, caller, trace)
      return ok({ success: true as const, data: await store.getDemo(tx, caller.workspaceId), meta: {} })
    })
    outbox.flush()
    return answer
  })

export const removeDemoRoute = ({ db, outbox }: Context) =>
  route(removeDemo, async (request) => {
    const { caller, trace } = request
    const data = await audited(db, request, async (tx, entry) => {
      entry.target = caller.workspaceId
      await store.removeDemo(tx, caller, trace)
      return store.getDemo(tx, caller.workspaceId)
    })
    outbox.flush()
    return ok({ success: true as const, data, meta: {} })
  })
