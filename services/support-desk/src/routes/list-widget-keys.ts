import { listWidgetKeys } from '@parley/contracts/desk/widget-keys'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import * as store from '../store/widget-keys.ts'

export const listWidgetKeysRoute = ({ db }: Context) =>
  route(listWidgetKeys, async ({ caller }) => ok({ apiKeys: await store.listWidgetKeys(db, caller.workspaceId) }))
