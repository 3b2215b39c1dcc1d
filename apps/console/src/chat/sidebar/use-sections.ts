import { usePreferences } from '../../shell/preferences.ts'
import { useAttempt } from '../../ui/forms.ts'
import type { Section } from './sections.ts'

/** The sections that somebody has, and how they are changed: at once here, and on all their devices. */
export function useSections() {
  const { preferences, change } = usePreferences()
  const attempt = useAttempt()
  const { sections } = preferences.sidebar
  return {
    sections,
    changeSections: (changed: Section[]) => attempt(() => change({ sidebar: { sections: changed } })),
  }
}
