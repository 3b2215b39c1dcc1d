import { listDrafts } from '@parley/contracts/messages/drafts'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { listDrafts as findDrafts } from '../store/drafts.ts'

export const listDraftsRoute = ({ db }: Context) =>
  route(listDrafts, async ({ query, caller }) => {
    const { limit, offset } = query
    const { drafts, total } = await findDrafts(db, caller, query)
    return ok({
      success: true as const,
      data: drafts,
      meta: { total, page: Math.floor(offset / limit) + 1, limit, offset },
    })
  })
