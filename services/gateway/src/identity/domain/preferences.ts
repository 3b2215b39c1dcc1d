import { OwnPreferences, type Preferences, SidebarPreferences } from '@parley/contracts/identity/preferences'
import { invalidInput } from '@parley/kit/errors'
import { mergePatch } from '@parley/kit/merge-patch'
import { validate } from '@parley/kit/validation'

type Chosen = Record<string, unknown>

/** What was chosen, and the default of what was not. */
export function withDefaults(own: Chosen, sidebar: Chosen): Preferences {
  return {
    theme: 'system',
    density: 'cosy',
    keyboard_shortcuts: true,
    language: null,
    time_zone: null,
    quiet_hours: null,
    notification_sound: 'chime',
    ...own,
    sidebar: { sort: 'name', show: 'all', sections: [], ...sidebar },
  }
}

/**
 * Both parts with a merge patch applied; a part that the patch does not touch is undefined.
 *
 * @throws ServiceError 400 where something is missing after it, such as the end of quiet hours
 */
export function patched(
  { own, sidebar }: { own: Chosen; sidebar: Chosen },
  { sidebar: sidebarPatch, ...ownPatch }: Chosen,
): { own: Chosen | undefined; sidebar: Chosen | undefined } {
  const newOwn = validate(OwnPreferences, mergePatch(own, ownPatch))
  if (newOwn.details) throw invalidInput(newOwn.details)
  // `null` as a whole resets it.
  const merged = sidebarPatch === undefined ? sidebar : (mergePatch(sidebar, sidebarPatch) ?? {})
  return {
    own: Object.keys(ownPatch).length > 0 ? newOwn.data : undefined,
    sidebar: sidebarPatch === undefined ? undefined : SidebarPreferences.parse(merged),
  }
}
