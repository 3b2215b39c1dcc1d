import { listBlocks } from '@parley/contracts/desk/blocks'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import * as store from '../store/blocks.ts'

export const listBlocksRoute = ({ db }: Context) =>
  route(listBlocks, async ({ query, caller }) => ok({ blocks: await store.listBlocks(db, caller.workspaceId, query) }))
