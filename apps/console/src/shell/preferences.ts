import type { Input, Preferences } from '@parley/client/index'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { language, preferredLanguage } from '../i18n/language.ts'
import { shortcuts } from '../ui/keys.ts'
import { useStore } from './workspace-provider.tsx'

const queryKey = ['preferences']

/** What holds until the server has said what this person has chosen. */
const defaults: Preferences = {
  theme: 'system',
  density: 'cosy',
  keyboard_shortcuts: true,
  language: null,
  time_zone: null,
  quiet_hours: null,
  notification_sound: 'chime',
  sidebar: { sort: 'name', show: 'all', sections: [] },
}

/** What this person has chosen, on all their devices; a change is shown at once and sent. */
export function usePreferences() {
  const { parley } = useStore()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey,
    queryFn: async () => (await parley.preferences.get()).data,
    staleTime: 600_000,
  })
  const preferences = data ?? defaults

  async function change(changes: Input<'updatePreferences'>): Promise<void> {
    queries.setQueryData(queryKey, merged(preferences, changes))
    try {
      const answer = await parley.preferences.update(changes)
      queries.setQueryData(queryKey, answer.data)
    } catch (error) {
      await queries.invalidateQueries({ queryKey })
      throw error
    }
  }
  return { preferences, change }
}

function merged(preferences: Preferences, { sidebar, ...changes }: Input<'updatePreferences'>): Preferences {
  const { sidebar: before } = preferences
  return { ...preferences, ...changes, sidebar: { ...before, ...sidebar } } as Preferences
}

/** Makes the page look and speak as this person has chosen, and follows what they choose elsewhere. */
export function useAppliedPreferences(): void {
  const { preferences } = usePreferences()
  const { topics } = useStore()
  const queries = useQueryClient()
  const { theme, density, language: chosen, keyboard_shortcuts: takesKeys } = preferences
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  useEffect(() => shortcuts.set(takesKeys), [takesKeys])
  useEffect(() => language.set(chosen ?? preferredLanguage()), [chosen])
  useEffect(() => topics.watch('preferences', () => void queries.invalidateQueries({ queryKey })), [topics, queries])
}
