import { rooms } from '@parley/contracts/event'
import { preferencesUpdated } from '@parley/contracts/identity/events'
import { updatePreferences } from '@parley/contracts/identity/preferences'
import { insertEvents, transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { patched, withDefaults } from '../domain/preferences.ts'
import {
  findPreferences,
  listSidebars,
  lockPreferences,
  upsertSidebar,
  updatePreferences as writePreferences,
} from '../store/preferences.ts'

export const updatePreferencesRoute = ({ db }: GatewayContext) =>
  route(updatePreferences, async ({ body, caller, trace }) => {
    const { userId, workspaceId } = caller
    const preferences = await transaction(db, async (tx) => {
      await lockPreferences(tx, userId)
      const before = await findPreferences(tx, caller)
      const { own, sidebar } = patched(before, body)
      if (own) await writePreferences(tx, userId, own)
      if (sidebar) await upsertSidebar(tx, caller, sidebar)
      const after = { own: own ?? before.own, sidebar: sidebar ?? before.sidebar }
      const changed = own ? await listSidebars(tx, userId) : [{ workspaceId, sidebar: after.sidebar }]
      const events = changed.map((each) => ({
        event: preferencesUpdated,
        workspaceId: each.workspaceId,
        rooms: [rooms.user(each.workspaceId, userId)],
        data: withDefaults(after.own, each.sidebar),
      }))
      await insertEvents(tx, own || sidebar ? events : [], trace)
      return withDefaults(after.own, after.sidebar)
    })
    return ok(succeeded(preferences))
  })
