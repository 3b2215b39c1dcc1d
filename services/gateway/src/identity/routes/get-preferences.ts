import { getPreferences } from '@parley/contracts/identity/preferences'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { withDefaults } from '../domain/preferences.ts'
import { findPreferences } from '../store/preferences.ts'

export const getPreferencesRoute = ({ db }: GatewayContext) =>
  route(getPreferences, async ({ caller }) => {
    const { own, sidebar } = await findPreferences(db, caller)
    return ok(succeeded(withDefaults(own, sidebar)))
  })
